import { registryError } from '../errors/registry-error.ts'
import type { Mode } from '../model/mode.ts'
import { printSubject } from '../model/subject.ts'
import type { Scope } from '../store/store.ts'
import { effectiveMode, ownMode } from './effective-mode.ts'
import { readFacts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'
import { alwaysHasSettings } from './setting-scope.ts'

/**
 * Reads the mode set on a scope, or with `defaultToGlobal` the one in force there.
 *
 * @throws RegistryError SUBJECT_MODE_NOT_FOUND when nothing is set and nothing wider was asked for
 * @see Rest-api 2.7
 */
export async function readMode(
  room: RegistryRoom,
  scope: Scope,
  defaultToGlobal: boolean,
): Promise<Mode> {
  const { state, scopes } = await readFacts(room, scope)
  if (defaultToGlobal) return effectiveMode(state, scopes)
  const own = ownMode(state, scopes)
  if (own === undefined && !alwaysHasSettings(scope)) {
    throw registryError('SUBJECT_MODE_NOT_FOUND', { subject: printSubject(scope) })
  }
  return own ?? 'READWRITE'
}
