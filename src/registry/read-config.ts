import { registryError } from '../errors/registry-error.ts'
import type { Config } from '../model/config.ts'
import { printSubject } from '../model/subject.ts'
import type { Scope } from '../store/store.ts'
import { effectiveConfig, ownConfig } from './effective-config.ts'
import { readFacts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'
import { alwaysHasSettings } from './setting-scope.ts'

/**
 * Reads the config set on a scope, or with `defaultToGlobal` the one in force there. A record
 * without a level reports the server's default.
 *
 * @throws RegistryError SUBJECT_CONFIG_NOT_FOUND when nothing is set and nothing wider was asked for
 * @see Rest-api 2.6
 */
export async function readConfig(
  room: RegistryRoom,
  scope: Scope,
  defaultToGlobal: boolean,
): Promise<Config> {
  const { state, scopes } = await readFacts(room, scope)
  if (defaultToGlobal) return effectiveConfig(state, scopes, room.settings)
  const own = ownConfig(state, scopes)
  if (own === undefined && !alwaysHasSettings(scope)) {
    throw registryError('SUBJECT_CONFIG_NOT_FOUND', { subject: printSubject(scope) })
  }
  return withDefaultLevel(room, own ?? {})
}

/** A stored record as GET and DELETE show it. */
export function withDefaultLevel({ settings }: RegistryRoom, config: Config): Config {
  return { compatibilityLevel: settings.compatibilityLevel, ...config }
}
