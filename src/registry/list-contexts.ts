import type { Page } from '../model/page.ts'
import { cutPage } from './cut-page.ts'
import type { RegistryRoom } from './registry-room.ts'

/**
 * Names the contexts that ever held a schema, the default one first. Rest-api 2.8.
 *
 * @param prefix of the bare form, such as `.ctx`; applied before paging
 */
export async function listContexts(
  room: RegistryRoom,
  prefix: string,
  page: Page,
): Promise<readonly string[]> {
  const { contexts } = await room.store.settings.readScopes()
  return cutPage(
    contexts.filter((context) => context.startsWith(prefix)),
    page,
  )
}
