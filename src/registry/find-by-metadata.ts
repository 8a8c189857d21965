import { registryError } from '../errors/registry-error.ts'
import type { Metadata } from '../model/metadata.ts'
import { printSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { SchemaAnswer } from './answers.ts'
import { liveVersions, readStoredContent } from './find-version.ts'
import { formatContent } from './format-answer.ts'
import type { LookUpOptions } from './offers.ts'
import type { RegistryRoom } from './registry-room.ts'

/**
 * Finds the highest version of a subject whose metadata has all the properties. A version without
 * metadata never matches, not even no properties at all.
 *
 * @throws RegistryError SUBJECT_NOT_FOUND when there is no version to look at, SCHEMA_NOT_FOUND
 * @see Rest-api 2.3
 */
export async function findByMetadata(
  room: RegistryRoom,
  name: QualifiedSubject,
  properties: ReadonlyMap<string, string>,
  { format, deleted }: LookUpOptions,
): Promise<SchemaAnswer> {
  const state = await room.store.subjects.read(name)
  const subject = printSubject(name)
  const versions = deleted ? state.versions : liveVersions(state)
  if (versions.length === 0) throw registryError('SUBJECT_NOT_FOUND', { subject })
  for (const record of versions.toReversed()) {
    const stored = await readStoredContent(room, record.guid)
    if (!hasProperties(stored.content.metadata, properties)) continue
    const content = await formatContent(stored.content, format, () =>
      room.schemas.parseStored(name.context, stored),
    )
    return { ...record, subject, content }
  }
  throw registryError('SCHEMA_NOT_FOUND')
}

function hasProperties(
  metadata: Metadata | undefined,
  properties: ReadonlyMap<string, string>,
): boolean {
  return (
    metadata !== undefined &&
    [...properties].every(([key, value]) => metadata.properties?.get(key) === value)
  )
}
