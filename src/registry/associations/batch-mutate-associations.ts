import { isRegistryError, registryError } from '../../errors/registry-error.ts'
import type { ErrorKind } from '../../errors/catalog.ts'
import type { SchemaAnswer } from '../answers.ts'
import type {
  AssociationAnswer,
  AssociationMutation,
  AssociationOperation,
  AssociationOptions,
  AssociationResult,
  OfferedAssociation,
} from '../association-shapes.ts'
import type { Caller } from '../offers.ts'
import type { RegistryRoom } from '../registry-room.ts'
import { answerFor, applyAssociations } from './apply-associations.ts'
import { RESOURCE_TYPE } from './association-wish.ts'
import type { AssociationVerb } from './association-wish.ts'
import { settleBatch } from './batch-results.ts'
import { deleteAssociations } from './delete-associations.ts'
import { isInvalidSchema } from '../invalid-schema.ts'
import { readExisting } from './read-candidates.ts'
import { refuseAssociation, refuseRepeatedTypes } from './refuse-association.ts'
import { requireResource, typeFault, validateRequest } from './validate-request.ts'

/** Operations applied together: neighbours of one kind, or one deletion. */
type Step =
  | { readonly kind: AssociationVerb; readonly associations: readonly OfferedAssociation[] }
  | { readonly kind: 'delete'; readonly deletion: Deletion }

type Deletion = Extract<AssociationOperation, { readonly opType: 'DELETE' }>

const verbs = { CREATE: 'create', UPSERT: 'upsert' } as const

/** Errors that keep their code inside a batch; the rest becomes 500. Rest-api 3.14, "Batch". */
const ownCodes: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'INVALID_ASSOCIATION',
  'INCOMPATIBLE_ASSOCIATION_SCHEMA',
  'ASSOCIATION_EXISTS_FOR_RESOURCE',
  'ASSOCIATION_EXISTS_FOR_SUBJECT',
  'STRONG_ASSOCIATION_EXISTS',
  'NO_ACTIVE_VERSION',
  'ASSOCIATION_FROZEN',
  'SUBJECT_REFERENCE_EXISTS',
  'SCHEMA_TOO_LARGE',
])

/**
 * Changes the associations of many resources; each request succeeds or fails by itself.
 *
 * @returns for each request all associations of its resource, or its error
 * @throws RegistryError INVALID_ASSOCIATION when there are no requests
 */
export async function batchMutateAssociations(
  room: RegistryRoom,
  mutations: readonly AssociationMutation[] | undefined,
  options: AssociationOptions,
  caller: Caller,
): Promise<readonly AssociationResult[]> {
  return await settleBatch(mutations, async (mutation) => {
    try {
      return await mutate(room, mutation, options, caller)
    } catch (thrown) {
      throw asBatchError(thrown)
    }
  })
}

async function mutate(
  room: RegistryRoom,
  { operations = [], ...named }: AssociationMutation,
  options: AssociationOptions,
  caller: Caller,
): Promise<AssociationAnswer> {
  const resource = requireResource({ ...named, associations: operations }, options)
  const steps = inSteps(operations)
  // All of the request is checked before its first step is written.
  for (const step of steps) {
    if (step.kind === 'delete') {
      refuseAssociation('associationType', typeFault(step.deletion.associationType))
    } else {
      validateRequest({ ...named, ...step }, step.kind, options)
    }
  }
  refuseRepeatedTypes(operations.map(({ associationType = 'value' }) => associationType))

  const registered = new Map<string, SchemaAnswer | undefined>()
  for (const step of steps) {
    if (step.kind === 'delete') {
      await deleteIfThere(room, resource.resourceId, step.deletion, options, caller)
      continue
    }
    const request = { ...named, associations: step.associations }
    const answer = await applyAssociations(room, step.kind, request, options, caller)
    for (const written of answer.associations) {
      registered.set(written.associationType, written.schema)
    }
  }
  const found = await readExisting(room, resource)
  const associations = found.map((association) =>
    answerFor(association, registered.get(association.associationType)),
  )
  return { ...resource, resourceType: RESOURCE_TYPE, associations }
}

function inSteps(operations: readonly AssociationOperation[]): readonly Step[] {
  const steps: Step[] = []
  let neighbours: OfferedAssociation[] = []
  for (const operation of operations) {
    if (operation.opType === 'DELETE') {
      steps.push({ kind: 'delete', deletion: operation })
      continue
    }
    const { opType, ...offer } = operation
    const kind = verbs[opType]
    if (steps.at(-1)?.kind !== kind) {
      neighbours = []
      steps.push({ kind, associations: neighbours })
    }
    neighbours.push(offer)
  }
  return steps
}

async function deleteIfThere(
  room: RegistryRoom,
  resourceId: string | undefined,
  { associationType = 'value', cascadeLifecycle }: Deletion,
  { dryRun }: AssociationOptions,
  caller: Caller,
): Promise<void> {
  if (resourceId === undefined) return
  const associationTypes = [associationType]
  const options = { resourceType: undefined, associationTypes, cascadeLifecycle, dryRun }
  try {
    await deleteAssociations(room, resourceId, options, caller)
  } catch (thrown) {
    if (!isRegistryError(thrown, 'ASSOCIATION_NOT_FOUND')) throw thrown
  }
}

function asBatchError(thrown: unknown): unknown {
  if (!isRegistryError(thrown) || thrown.kind === 'STORE_UNAVAILABLE') return thrown
  const { kind, message } = thrown
  if (ownCodes.has(kind)) return thrown
  if (isInvalidSchema(thrown)) return registryError('INVALID_ASSOCIATION_SCHEMA', { message })
  return registryError('ASSOCIATION_NOT_WRITTEN', { message })
}
