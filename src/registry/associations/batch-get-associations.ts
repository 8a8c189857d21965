import { isRegistryError, registryError } from '../../errors/registry-error.ts'
import type { Association } from '../../model/association.ts'
import { parseSubject } from '../../model/subject.ts'
import type { SchemaAnswer } from '../answers.ts'
import type {
  AssociationAnswer,
  AssociationQuery,
  AssociationResult,
} from '../association-shapes.ts'
import { readVersion } from '../read-schema.ts'
import type { RegistryRoom } from '../registry-room.ts'
import { answerFor } from './apply-associations.ts'
import { RESOURCE_TYPE } from './association-wish.ts'
import { settleBatch } from './batch-results.ts'
import { listAssociations } from './list-associations.ts'
import { wholeList } from './read-candidates.ts'

/** What a query must name, in the order in which faults are reported. Rest-api 3.14, "Batch". */
const queryChecks: readonly {
  readonly fails: (query: AssociationQuery) => boolean
  readonly property: string
  readonly detail: string
}[] = [
  {
    fails: (query) => isEmpty(query.resourceId) && isEmpty(query.resourceName),
    property: 'resourceId',
    detail: 'either resourceId or resourceName must be specified',
  },
  {
    fails: (query) => isEmpty(query.resourceId) && isEmpty(query.resourceNamespace),
    property: 'resourceNamespace',
    detail: 'resourceNamespace is required when resourceName is specified',
  },
]

/**
 * Reads the associations of many resources; each query succeeds or fails by itself.
 *
 * @param includeSchemas adds the latest live version of each subject
 * @throws RegistryError INVALID_ASSOCIATION when there are no queries
 */
export async function batchGetAssociations(
  room: RegistryRoom,
  queries: readonly AssociationQuery[] | undefined,
  includeSchemas: boolean,
): Promise<readonly AssociationResult[]> {
  return await settleBatch(queries, async (query) => {
    const broken = queryChecks.find((check) => check.fails(query))
    if (broken !== undefined) {
      const { property, detail } = broken
      throw registryError('ASSOCIATIONS_NOT_READ', { property, detail })
    }
    return await answerQuery(room, query, includeSchemas)
  })
}

async function answerQuery(
  room: RegistryRoom,
  query: AssociationQuery,
  includeSchemas: boolean,
): Promise<AssociationAnswer> {
  const { resourceId, resourceType = RESOURCE_TYPE, associationTypes, lifecycle } = query
  const { resourceName = '', resourceNamespace = '' } = query
  const found = await listAssociations(
    room,
    {
      ...(isEmpty(resourceId) ? { resourceName, resourceNamespace } : { resourceId }),
      resourceType,
      associationTypes,
      lifecycles: lifecycle === undefined ? [] : [lifecycle],
    },
    wholeList,
  )
  const associations = []
  for (const association of found) {
    const schema = includeSchemas ? await readLatest(room, association) : undefined
    associations.push(answerFor(association, schema))
  }
  const resource = found[0] ?? { resourceName, resourceNamespace, resourceId }
  return {
    resourceName: resource.resourceName,
    resourceNamespace: resource.resourceNamespace,
    resourceId: resource.resourceId,
    resourceType,
    associations,
  }
}

async function readLatest(
  room: RegistryRoom,
  { subject }: Association,
): Promise<SchemaAnswer | undefined> {
  const options = { format: '', referenceFormat: '', deleted: false, findTags: [] }
  try {
    return await readVersion(room, parseSubject(subject), 'latest', options)
  } catch (thrown) {
    if (isRegistryError(thrown, 'SUBJECT_NOT_FOUND')) return undefined
    if (isRegistryError(thrown, 'VERSION_NOT_FOUND')) return undefined
    throw thrown
  }
}

function isEmpty(text: string | undefined): text is undefined | '' {
  return text === undefined || text === ''
}
