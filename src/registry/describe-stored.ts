import type { VersionRecord } from '../model/version-record.ts'
import type { SchemaTags } from '../model/schema-tags.ts'
import { printSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { StoredContent } from '../store/store.ts'
import type { SchemaAnswer } from './answers.ts'
import { formatContent } from './format-answer.ts'
import type { ReadVersionOptions } from './offers.ts'
import { refusingFaults } from './parse-schema.ts'
import type { RegistryRoom } from './registry-room.ts'
import { qualifyReferences } from './resolve-references.ts'

/** How a stored schema is to be shown. */
export type Showing = Pick<ReadVersionOptions, 'format' | 'referenceFormat' | 'findTags'>

/**
 * Describes a stored version the way it is asked for.
 *
 * @throws RegistryError INVALID_SCHEMA when text or tags cannot be had in that form
 */
export async function describeStored(
  room: RegistryRoom,
  name: QualifiedSubject,
  record: VersionRecord,
  stored: StoredContent,
  { format, referenceFormat, findTags }: Showing,
): Promise<SchemaAnswer> {
  const { version, schemaId, guid, writtenAt, deleted } = record
  const formatted = await formatContent(stored.content, format, () =>
    room.schemas.parseStored(name.context, stored),
  )
  const content =
    referenceFormat.toLowerCase() === 'qualified'
      ? { ...formatted, references: qualifyReferences(formatted.references, name.context) }
      : formatted
  const answer = { subject: printSubject(name), version, schemaId, guid, content }
  const times = { writtenAt, deleted }
  if (findTags.length === 0) return { ...answer, ...times }
  return { ...answer, ...times, schemaTags: await readTags(room, name.context, stored, findTags) }
}

/**
 * The tagged entities of a schema that carry one of the wanted tags, each with all its tags.
 *
 * @param wanted tag names; `*` wants every entity
 * @see Rest-api 3.11
 */
async function readTags(
  room: RegistryRoom,
  context: string,
  stored: StoredContent,
  wanted: readonly string[],
): Promise<readonly SchemaTags[]> {
  const { format, parsed } = await room.schemas.parseStored(context, stored)
  const all = refusingFaults(stored.content.schemaType, () => format.inlineTags(parsed))
  if (wanted.includes('*')) return all
  return all.filter(({ tags }) => tags.some((tag) => wanted.includes(tag)))
}
