import { registryError } from '../errors/registry-error.ts'
import type { VersionRecord } from '../model/version-record.ts'
import { printSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import { LATEST_NUMBER } from '../model/version.ts'
import type { VersionRequest } from '../model/version.ts'
import type { SubjectState } from '../store/store.ts'
import type { SchemaAnswer } from './answers.ts'
import { describeStored } from './describe-stored.ts'
import { latestVersion, readStoredContent } from './find-version.ts'
import { isLogicalFormat, logicalText } from './logical-text.ts'
import type { ReadVersionOptions } from './offers.ts'
import { otherContexts } from './other-contexts.ts'
import type { RegistryRoom } from './registry-room.ts'

/** A version and the subject it was found under. */
export interface PlacedVersion {
  readonly name: QualifiedSubject
  readonly record: VersionRecord
}

/**
 * Reads one version of a subject; an unqualified subject is tried in every context.
 *
 * @throws RegistryError SUBJECT_NOT_FOUND, VERSION_NOT_FOUND, INVALID_SCHEMA,
 *   INVALID_LOGICAL_SCHEMA
 * @see Rest-api 2.4
 */
export async function readVersion(
  room: RegistryRoom,
  name: QualifiedSubject,
  request: VersionRequest,
  options: ReadVersionOptions,
): Promise<SchemaAnswer> {
  const placed = await placeVersion(room, name, request, options.deleted)
  const stored = await readStoredContent(room, placed.record.guid)
  const answer = await describeStored(room, placed.name, placed.record, stored, options)
  if (!isLogicalFormat(options.format)) return answer
  const schemaText = logicalText(await room.schemas.parseStored(placed.name.context, stored))
  return { ...answer, content: { ...answer.content, schemaText } }
}

/**
 * Finds a version where it lives: in its own context, or for unqualified subjects in another.
 *
 * @param includeDeleted soft-deleted ones count, but never as `latest`
 * @throws RegistryError SUBJECT_NOT_FOUND when the subject has no version that counts,
 *   VERSION_NOT_FOUND
 * @see Rest-api 3.2, "Search in other contexts"
 */
export async function placeVersion(
  room: RegistryRoom,
  name: QualifiedSubject,
  request: VersionRequest,
  includeDeleted: boolean,
): Promise<PlacedVersion> {
  const state = await room.store.subjects.read(name)
  const here = pickVersion(state, request, includeDeleted)
  if (here !== undefined) return { name, record: here }
  for (const elsewhere of otherContexts(name, await room.store.settings.readScopes())) {
    const there = await room.store.subjects.read(elsewhere)
    const record = pickVersion(there, request, includeDeleted)
    if (record !== undefined) return { name: elsewhere, record }
  }
  throw state.versions.some(({ deleted }) => includeDeleted || !deleted)
    ? registryError('VERSION_NOT_FOUND', {
        version: request === 'latest' ? LATEST_NUMBER : request,
      })
    : registryError('SUBJECT_NOT_FOUND', { subject: printSubject(name) })
}

function pickVersion(
  state: SubjectState,
  request: VersionRequest,
  includeDeleted: boolean,
): VersionRecord | undefined {
  if (request === 'latest') return latestVersion(state)
  return state.versions.find(
    ({ version, deleted }) => version === request && (includeDeleted || !deleted),
  )
}
