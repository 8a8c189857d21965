import { registryError } from '../errors/registry-error.ts'
import type { Mode } from '../model/mode.ts'
import { printSubject } from '../model/subject.ts'
import type { Scope } from '../store/store.ts'
import { ownMode } from './effective-mode.ts'
import type { Caller } from './offers.ts'
import { readFacts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'
import { landed, retryOnMoved } from './retry-on-moved.ts'
import { alwaysHasSettings } from './setting-scope.ts'
import { requireMutableModes } from './update-mode.ts'

/**
 * Removes the mode of a scope, which then inherits again.
 *
 * @param recursive on a context: the modes of all its subjects go, too
 * @returns what was set before, READWRITE for a global scope without one; `undefined` where nothing
 *   was set, which only `recursive` tolerates
 * @throws RegistryError SUBJECT_NOT_FOUND when nothing was set, MODE_IMMUTABLE
 * @see Rest-api 2.7
 */
export async function deleteMode(
  room: RegistryRoom,
  scope: Scope,
  recursive: boolean,
  caller: Caller,
): Promise<Mode | undefined> {
  const { settings } = room.store
  return await room.queue.run(scope, () =>
    retryOnMoved(async () => {
      const { state, scopes, basis } = await readFacts(room, scope)
      const own = ownMode(state, scopes)
      if (own === undefined && !recursive && !alwaysHasSettings(scope)) {
        throw registryError('SUBJECT_NOT_FOUND', { subject: printSubject(scope) })
      }
      requireMutableModes(room)
      const before = landed(own ?? (alwaysHasSettings(scope) ? 'READWRITE' : undefined))
      if (own === undefined && !recursive) return before
      const write = { scope, ...basis, principal: caller.principal }
      const written =
        recursive && scope.subject === ''
          ? await settings.deleteModes(write)
          : await settings.writeMode({ ...write, mode: undefined })
      return written.kind === 'moved' ? written : before
    }),
  )
}
