import type { Page } from '../model/page.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { VersionRequest } from '../model/version.ts'
import type { ReferenceTarget } from '../store/store.ts'
import { otherContexts } from './other-contexts.ts'
import { readFacts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'
import { pickVersion, requireVersion } from './require-version.ts'

/**
 * Lists the ids of schemas that point at one version, by context, then id. The version itself may
 * be soft-deleted; an unqualified subject is looked for in every context.
 *
 * @throws RegistryError SUBJECT_NOT_FOUND, VERSION_NOT_FOUND
 * @see Rest-api 2.4, `GET …/referencedby`
 */
export async function listReferrers(
  room: RegistryRoom,
  name: QualifiedSubject,
  request: VersionRequest,
  includeDeleted: boolean,
  page: Page,
): Promise<readonly number[]> {
  const target = await locate(room, name, request)
  return await room.store.lists.listReferrers(target, includeDeleted, page)
}

async function locate(
  room: RegistryRoom,
  name: QualifiedSubject,
  request: VersionRequest,
): Promise<ReferenceTarget> {
  const { state, scopes } = await readFacts(room, name)
  for (const candidate of [name, ...otherContexts(name, scopes)]) {
    const found = pickVersion(await room.store.subjects.read(candidate), request)
    if (found !== undefined) return { name: candidate, version: found.version }
  }
  return { name, version: requireVersion(state, request).version }
}
