import { registryError } from '../errors/registry-error.ts'
import type { VersionRequest } from '../model/version.ts'
import { printSubject } from '../model/subject.ts'
import type { SubjectState } from '../store/store.ts'
import { liveVersions } from './find-version.ts'
import { requireVersion } from './require-version.ts'

/** Which versions a deletion is about, and what must still be asked before it may go on. */
export interface Deletion {
  /** Ascending, never empty. */
  readonly versions: readonly number[]
  /**
   * Permanent only: the first of the versions that was not soft-deleted before. The deletion is
   * refused, but a reference to it or to an earlier one is the error to report. Rest-api 3.7.
   */
  readonly stillLive: number | undefined
  /** Soft only: no live version remains afterwards. */
  readonly emptiesSubject: boolean
}

/**
 * Decides which versions go when a subject is deleted.
 *
 * @throws RegistryError SUBJECT_NOT_FOUND, SUBJECT_SOFT_DELETED
 * @see Rest-api 3.7
 */
export function decideSubjectDeletion(state: SubjectState, permanent: boolean): Deletion {
  const subject = printSubject(state.name)
  if (state.versions.length === 0) throw registryError('SUBJECT_NOT_FOUND', { subject })
  const live = liveNumbers(state)
  if (permanent) {
    return {
      versions: state.versions.map((record) => record.version),
      stillLive: live[0],
      emptiesSubject: false,
    }
  }
  if (live.length === 0) throw registryError('SUBJECT_SOFT_DELETED', { subject })
  return { versions: live, stillLive: undefined, emptiesSubject: true }
}

/**
 * Decides about the deletion of one version.
 *
 * @throws RegistryError VERSION_SOFT_DELETED, SUBJECT_NOT_FOUND, VERSION_NOT_FOUND
 * @see Rest-api 3.7
 */
export function decideVersionDeletion(
  state: SubjectState,
  request: VersionRequest,
  permanent: boolean,
): { readonly version: number; readonly deletion: Deletion } {
  const record = requireVersion(state, request)
  if (record.deleted && !permanent) {
    throw registryError('VERSION_SOFT_DELETED', {
      subject: printSubject(state.name),
      version: record.version,
    })
  }
  const { version } = record
  const deletion = {
    versions: [version],
    stillLive: permanent && !record.deleted ? version : undefined,
    emptiesSubject: !permanent && liveNumbers(state).length === 1,
  }
  return { version, deletion }
}

function liveNumbers(state: SubjectState): readonly number[] {
  return liveVersions(state).map((record) => record.version)
}
