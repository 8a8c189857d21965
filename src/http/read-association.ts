import { lifecycles } from '../model/association.ts'
import type {
  AssociationMutation,
  AssociationOperation,
  AssociationQuery,
  AssociationRequest,
  OfferedAssociation,
} from '../registry/association-shapes.ts'
import { registryError } from '../errors/registry-error.ts'
import { asSchemaOffer, requireBody } from './read-body.ts'
import { asConstant, asFlag, asList, asMembers, asText, member } from './read-value.ts'
import type { Members, Reader } from './read-value.ts'

const asLifecycle = asConstant(lifecycles)

/** The members that say which resource is meant. */
function resourceOf(members: Members, path: string): Omit<AssociationRequest, 'associations'> {
  return {
    resourceName: member(members, 'resourceName', asText, path),
    resourceNamespace: member(members, 'resourceNamespace', asText, path),
    resourceId: member(members, 'resourceId', asText, path),
    resourceType: member(members, 'resourceType', asText, path),
  }
}

function offeredAssociation(members: Members, path: string): OfferedAssociation {
  return {
    subject: member(members, 'subject', asText, path),
    associationType: member(members, 'associationType', asText, path),
    lifecycle: member(members, 'lifecycle', asLifecycle, path),
    frozen: member(members, 'frozen', asFlag, path),
    schema: member(members, 'schema', asSchemaOffer, path),
    normalize: member(members, 'normalize', asFlag, path) ?? false,
  }
}

const asAssociation: Reader<OfferedAssociation> = (value, path) => {
  const members = asMembers(value, path)
  return members === undefined ? undefined : offeredAssociation(members, path)
}

/**
 * Reads the body of create and upsert.
 *
 * @throws RegistryError BODY_IS_NULL, BAD_REQUEST
 * @see Rest-api 2.10
 */
export function readAssociationRequest(body: unknown, argument: string): AssociationRequest {
  const members = requireBody(body, argument)
  return {
    ...resourceOf(members, ''),
    associations: member(members, 'associations', asList(asAssociation), ''),
  }
}

const asOperationType = asConstant<AssociationOperation['opType']>(['CREATE', 'UPSERT', 'DELETE'])

const asOperation: Reader<AssociationOperation> = (value, path) => {
  const members = asMembers(value, path)
  if (members === undefined) return undefined
  const opType = member(members, 'opType', asOperationType, path)
  if (opType === undefined) {
    throw registryError('BAD_REQUEST', { reason: `Cannot read '${path}': opType is missing` })
  }
  if (opType !== 'DELETE') return { opType, ...offeredAssociation(members, path) }
  return {
    opType,
    associationType: member(members, 'associationType', asText, path),
    cascadeLifecycle: member(members, 'cascadeLifecycle', asFlag, path) ?? false,
  }
}

const asMutation: Reader<AssociationMutation> = (value, path) => {
  const members = asMembers(value, path)
  if (members === undefined) return undefined
  return {
    ...resourceOf(members, path),
    operations: member(members, 'associations', asList(asOperation), path),
  }
}

const asQuery: Reader<AssociationQuery> = (value, path) => {
  const members = asMembers(value, path)
  if (members === undefined) return undefined
  return {
    ...resourceOf(members, path),
    associationTypes: member(members, 'associationTypes', asList(asText), path) ?? [],
    lifecycle: member(members, 'lifecycle', asLifecycle, path),
  }
}

/** Reads the body of `associations:batchGet`; absent requests are the registry's business. */
export function readAssociationQueries(
  body: unknown,
  argument: string,
): readonly AssociationQuery[] | undefined {
  return member(requireBody(body, argument), 'requests', asList(asQuery), '')
}

/** Reads the body of `associations:batchMutate`; absent requests are the registry's business. */
export function readAssociationMutations(
  body: unknown,
  argument: string,
): readonly AssociationMutation[] | undefined {
  return member(requireBody(body, argument), 'requests', asList(asMutation), '')
}
