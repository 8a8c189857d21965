import { registryError } from '../errors/registry-error.ts'
import type { VersionRecord } from '../model/version-record.ts'
import { printSubject } from '../model/subject.ts'
import { LATEST_NUMBER } from '../model/version.ts'
import type { VersionRequest } from '../model/version.ts'
import type { SubjectState } from '../store/store.ts'
import { latestVersion } from './find-version.ts'

/**
 * Finds a version that must be there, in whatever state it is.
 *
 * @throws RegistryError SUBJECT_NOT_FOUND when there is no version at all, VERSION_NOT_FOUND
 */
export function requireVersion(state: SubjectState, request: VersionRequest): VersionRecord {
  if (state.versions.length === 0) {
    throw registryError('SUBJECT_NOT_FOUND', { subject: printSubject(state.name) })
  }
  const record = pickVersion(state, request)
  if (record === undefined) {
    throw registryError('VERSION_NOT_FOUND', {
      version: request === 'latest' ? LATEST_NUMBER : request,
    })
  }
  return record
}

/** The version in whatever state it is; for `latest` the highest live one. */
export function pickVersion(
  state: SubjectState,
  request: VersionRequest,
): VersionRecord | undefined {
  return request === 'latest'
    ? latestVersion(state)
    : state.versions.find((record) => record.version === request)
}
