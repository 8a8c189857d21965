import { registryError } from '../errors/registry-error.ts'
import type { Page } from '../model/page.ts'
import type { VersionRecord } from '../model/version-record.ts'
import { printSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { ListVersionsOptions } from './offers.ts'
import { cutPage } from './cut-page.ts'
import type { RegistryRoom } from './registry-room.ts'

/**
 * Lists the version numbers of one subject, ascending; with `deletedAsNegative` soft-deleted ones
 * are negated in their place.
 *
 * @throws RegistryError SUBJECT_NOT_FOUND when the subject has no version of the kind asked for
 * @see Rest-api 2.4
 */
export async function listVersions(
  room: RegistryRoom,
  name: QualifiedSubject,
  options: ListVersionsOptions,
  page: Page,
): Promise<readonly number[]> {
  const { versions } = await room.store.subjects.read(name)
  // `deletedAsNegative` alone does not make a wholly soft-deleted subject visible.
  const anyWillDo = options.deleted || options.deletedOnly
  if (!versions.some((record) => anyWillDo || !record.deleted)) {
    throw registryError('SUBJECT_NOT_FOUND', { subject: printSubject(name) })
  }
  return cutPage(selectVersions(versions, options), page)
}

function selectVersions(
  versions: readonly VersionRecord[],
  { deleted, deletedOnly, deletedAsNegative }: ListVersionsOptions,
): readonly number[] {
  if (deletedAsNegative) {
    return versions.map((record) => (record.deleted ? -record.version : record.version))
  }
  const wanted = deletedOnly
    ? versions.filter((record) => record.deleted)
    : versions.filter((record) => deleted || !record.deleted)
  return wanted.map((record) => record.version)
}
