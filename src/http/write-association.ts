import type {
  AnsweredAssociation,
  AssociationAnswer,
  AssociationResult,
} from '../registry/association-shapes.ts'
import { writeSchema } from './write-body.ts'
import { array, fullArray, fullText, members, scalar, text } from './write-json.ts'

function writeAnswered(association: AnsweredAssociation): string {
  const { subject, schema } = association
  return members(
    ['subject', text(subject)],
    ['associationType', text(association.associationType)],
    ['lifecycle', text(association.lifecycle)],
    ['frozen', scalar(association.frozen)],
    ['schema', schema === undefined ? undefined : writeSchema({ subject, ...schema })],
  )
}

/** Writes an AssociationResponse. Rest-api 2.10. */
export function writeAssociationAnswer(answer: AssociationAnswer): string {
  return members(
    ['resourceName', fullText(answer.resourceName)],
    ['resourceNamespace', fullText(answer.resourceNamespace)],
    ['resourceId', fullText(answer.resourceId)],
    ['resourceType', fullText(answer.resourceType)],
    ['associations', fullArray(answer.associations, writeAnswered)],
  )
}

function writeResult(result: AssociationResult): string {
  if ('result' in result) return members(['result', writeAssociationAnswer(result.result)])
  const { code, message } = result.error
  return members(['error', members(['error_code', scalar(code)], ['message', text(message)])])
}

/** Writes a BatchResponse, positional. Rest-api 2.10. */
export function writeBatch(results: readonly AssociationResult[]): string {
  return members(['results', array(results, writeResult)])
}
