import type { Difference } from '../difference.ts'
import type { Direction } from '../../model/compatibility-level.ts'

/** What each side is called, and the difference's own facts. */
interface Words {
  readonly reader: string
  readonly writer: string
  readonly path: string
  readonly info: string
}

/**
 * Every kind of difference: its sentence, and where the rule comes from. All of them break.
 *
 * @see Avro 5, "Message texts"
 */
export const differences = {
  FIXED_SIZE_MISMATCH: ({ reader, writer, path }: Words) =>
    `The size of FIXED type field at path '${path}' in the ${reader} schema does not match with the ${writer} schema`,
  TYPE_MISMATCH: ({ reader, writer, path }: Words) =>
    `The type (path '${path}') of a field in the ${reader} schema does not match with the ${writer} schema`,
  NAME_MISMATCH: ({ path }: Words) => `The name of the schema has changed (path '${path}')`,
  MISSING_ENUM_SYMBOLS: ({ reader, writer, path, info }: Words) =>
    `The ${reader} schema is missing enum symbols '${info}' at path '${path}' in the ${writer} schema`,
  MISSING_UNION_BRANCH: ({ reader, writer, path }: Words) =>
    `The ${reader} schema is missing a type inside a union field at path '${path}' in the ${writer} schema`,
  READER_FIELD_MISSING_DEFAULT_VALUE: ({ reader, writer, path, info }: Words) =>
    `The field '${info}' at path '${path}' in the ${reader} schema has no default value and is missing in the ${writer} schema`,
  UNEXPECTED_EXCEPTION: ({ info }: Words) =>
    `Unexpected exception during compatibility check: ${info}`,
} as const satisfies Record<string, (words: Words) => string>

export type DifferenceKind = keyof typeof differences

/** The description alone: one sentence. */
export function differenceSentence(difference: Difference, direction: Direction): string {
  const [reader, writer] = direction === 'new-reads-old' ? ['new', 'old'] : ['old', 'new']
  if (!isDifferenceKind(difference.kind)) throw new Error(`Not Avro's: ${difference.kind}`)
  return differences[difference.kind]({ ...difference, reader, writer })
}

/** The text on the wire. Compatibility 6. */
export function differenceMessage(difference: Difference, direction: Direction): string {
  const sentence = differenceSentence(difference, direction)
  if (difference.kind === 'UNEXPECTED_EXCEPTION') return sentence
  return `{errorType:'${difference.kind}', description:'${sentence}', additionalInfo:'${difference.info}'}`
}

function isDifferenceKind(kind: string): kind is DifferenceKind {
  return Object.hasOwn(differences, kind)
}
