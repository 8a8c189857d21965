import type { Config, ConfigUpdate } from '../model/config.ts'
import type { Scope } from '../store/store.ts'
import { ownConfig } from './effective-config.ts'
import type { Caller } from './offers.ts'
import { readFacts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'
import { requireWritable } from './require-writable.ts'
import { landed, retryOnMoved } from './retry-on-moved.ts'
import { validateRuleSet } from './rule-set-validation.ts'
import { requireValidScope } from './setting-scope.ts'

/**
 * Merges a change into the config of a scope; the subject need not exist.
 *
 * @returns the merged record, without defaults
 * @throws RegistryError in this order: INVALID_RULE_SET, INVALID_SUBJECT, READ_ONLY_MODE
 * @see Rest-api 2.6
 */
export async function updateConfig(
  room: RegistryRoom,
  scope: Scope,
  update: ConfigUpdate,
  caller: Caller,
): Promise<Config> {
  const change = room.settings.ruleSets === 'store' ? update : withoutRuleSets(update)
  validateRuleSet(change.defaultRuleSet ?? undefined)
  validateRuleSet(change.overrideRuleSet ?? undefined)
  requireValidScope(scope)

  return await room.queue.run(scope, () =>
    retryOnMoved(async () => {
      const facts = await readFacts(room, scope)
      requireWritable(facts)
      const config = mergeConfig(ownConfig(facts.state, facts.scopes) ?? {}, change)
      const write = { scope, ...facts.basis, principal: caller.principal, config }
      const written = await room.store.settings.writeConfig(write)
      return written.kind === 'moved' ? written : landed(config)
    }),
  )
}

/** Where rule sets are dropped, sending one clears both stored ones. Rest-api 2.6. */
function withoutRuleSets(update: ConfigUpdate): ConfigUpdate {
  const sendsAny = update.defaultRuleSet !== undefined || update.overrideRuleSet !== undefined
  return sendsAny ? { ...update, defaultRuleSet: null, overrideRuleSet: null } : update
}

/** Absent members keep what is stored, `null` clears, a value sets. */
function mergeConfig(stored: Config, update: ConfigUpdate): Config {
  const merged = new Map<string, unknown>(Object.entries(stored))
  for (const [member, value] of Object.entries(update)) {
    if (value === null) merged.delete(member)
    else if (value !== undefined) merged.set(member, value)
  }
  return Object.fromEntries(merged) as Config
}
