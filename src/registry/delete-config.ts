import { registryError } from '../errors/registry-error.ts'
import type { Config } from '../model/config.ts'
import { printSubject } from '../model/subject.ts'
import type { Scope } from '../store/store.ts'
import { ownConfig } from './effective-config.ts'
import type { Caller } from './offers.ts'
import { withDefaultLevel } from './read-config.ts'
import { readFacts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'
import { requireWritable } from './require-writable.ts'
import { landed, retryOnMoved } from './retry-on-moved.ts'
import { alwaysHasSettings } from './setting-scope.ts'

/**
 * Removes the config of a scope, which then inherits again.
 *
 * @returns what was set before, for a global scope possibly the server's default
 * @throws RegistryError SUBJECT_NOT_FOUND when nothing was set, READ_ONLY_MODE
 * @see Rest-api 2.6
 */
export async function deleteConfig(
  room: RegistryRoom,
  scope: Scope,
  caller: Caller,
): Promise<Config> {
  return await room.queue.run(scope, () =>
    retryOnMoved(async () => {
      const facts = await readFacts(room, scope)
      const own = ownConfig(facts.state, facts.scopes)
      if (own === undefined && !alwaysHasSettings(scope)) {
        throw registryError('SUBJECT_NOT_FOUND', { subject: printSubject(scope) })
      }
      requireWritable(facts)
      const before = landed(withDefaultLevel(room, own ?? {}))
      if (own === undefined) return before
      const write = { scope, ...facts.basis, principal: caller.principal, config: undefined }
      const written = await room.store.settings.writeConfig(write)
      return written.kind === 'moved' ? written : before
    }),
  )
}
