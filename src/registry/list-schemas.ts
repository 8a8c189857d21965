import { printSubject } from '../model/subject.ts'
import type { ListedSchema } from '../store/store.ts'
import type { SchemaAnswer } from './answers.ts'
import type { ListSchemasFilter } from './offers.ts'
import type { RegistryRoom } from './registry-room.ts'

/** Lists schema versions across subjects, by subject, then version. Rest-api 2.2. */
export async function listSchemas(
  room: RegistryRoom,
  filter: ListSchemasFilter,
): Promise<readonly SchemaAnswer[]> {
  const { resourceType, associationTypes, lifecycles, ruleType, ...rest } = filter
  const byAssociation =
    resourceType !== undefined || associationTypes.length > 0 || lifecycles.length > 0
  const listed = await room.store.lists.listSchemas({
    ...rest,
    ruleType: ruleType === '' ? undefined : ruleType,
    associations: byAssociation ? { resourceType, associationTypes, lifecycles } : undefined,
  })
  return listed.map(describeListed)
}

function describeListed(listed: ListedSchema): SchemaAnswer {
  return {
    subject: printSubject(listed.name),
    version: listed.version,
    schemaId: listed.schemaId,
    guid: listed.guid,
    content: listed.content,
    writtenAt: listed.writtenAt,
    deleted: listed.deleted,
    aliases: listed.aliases,
    associations: listed.associations,
  }
}
