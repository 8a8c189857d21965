import { registryError } from '../errors/registry-error.ts'
import { DEFAULT_CONTEXT, GLOBAL_CONTEXT, isValidSubject, printSubject } from '../model/subject.ts'
import type { Scope } from '../store/store.ts'

/** Tells whether a scope is the default context: what plain `/config` and `/mode` speak of. */
export function isGlobalScope({ context, subject }: Scope): boolean {
  return context === DEFAULT_CONTEXT && subject === ''
}

/** Tells whether a scope is the pseudo-context that every context inherits from. */
export function isPseudoContext({ context, subject }: Scope): boolean {
  return context === GLOBAL_CONTEXT && subject === ''
}

/** Tells whether a scope has settings even when nothing was set: reads and deletes never miss. */
export function alwaysHasSettings(scope: Scope): boolean {
  return isGlobalScope(scope) || isPseudoContext(scope)
}

/**
 * Refuses names that cannot be configured.
 *
 * @throws RegistryError INVALID_SUBJECT
 */
export function requireValidScope(scope: Scope): void {
  if (!isValidSubject(scope, 'settings')) {
    throw registryError('INVALID_SUBJECT', { subject: printSubject(scope) })
  }
}
