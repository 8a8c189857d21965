import { printSubject } from '../model/subject.ts'
import type { SchemaContent } from '../model/schema.ts'
import type { ListedVersion } from '../store/store.ts'
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
  const contents = await room.store.schemas.readContents(listed.map(({ guid }) => guid))
  return listed.flatMap((one) => {
    // Deleted for good a moment ago, or sealed with another key.
    const stored = contents.get(one.guid)
    return stored === undefined ? [] : [describeListed(one, stored.content)]
  })
}

function describeListed({ name, ...listed }: ListedVersion, content: SchemaContent): SchemaAnswer {
  return {
    subject: printSubject(name),
    version: listed.version,
    schemaId: listed.schemaId,
    guid: listed.guid,
    content,
    writtenAt: listed.writtenAt,
    deleted: listed.deleted,
    aliases: listed.aliases,
    associations: listed.associations,
  }
}
