import { assertNever } from '../errors/assert-never.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { SchemaAnswer } from './answers.ts'
import type { FoundVersion, Sought } from './find-version.ts'
import { formatContent } from './format-answer.ts'
import type { RegistryRoom } from './registry-room.ts'

/**
 * Describes a version by what was asked for, if that is its content, else by what is stored.
 *
 * @throws RegistryError INVALID_SCHEMA when the text cannot be had in that format
 * @see Rest-api 2.0, RegisterSchemaResponse; 3.6
 */
export async function describeFound(
  room: RegistryRoom,
  name: QualifiedSubject,
  sought: Sought,
  found: FoundVersion,
  format: string,
): Promise<SchemaAnswer> {
  const { schemaId, version } = found.record
  switch (found.kind) {
    case 'same-content': {
      const { guid, schema } = sought
      const content = await formatContent(sought.content, format, () => Promise.resolve(schema))
      return { version, schemaId, guid, content }
    }
    case 'same-meaning': {
      const { stored, record } = found
      const read = () => room.schemas.parseStored(name.context, stored)
      const content = await formatContent(stored.content, format, read)
      const { guid, writtenAt, deleted } = record
      return { version, schemaId, guid, content, writtenAt, deleted }
    }
    default:
      return assertNever(found)
  }
}
