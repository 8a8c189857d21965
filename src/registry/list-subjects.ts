import type { Page } from '../model/page.ts'
import { printSubject } from '../model/subject.ts'
import type { SubjectPrefix } from '../model/subject.ts'
import type { DeletedFilter } from '../store/store.ts'
import type { RegistryRoom } from './registry-room.ts'

/** Names the subjects a prefix asks for, printed and sorted. Rest-api 2.3. */
export async function listSubjects(
  room: RegistryRoom,
  prefix: SubjectPrefix,
  deleted: DeletedFilter,
  page: Page,
): Promise<readonly string[]> {
  const names = await room.store.lists.listSubjects(prefix, deleted, page)
  return names.map(printSubject)
}
