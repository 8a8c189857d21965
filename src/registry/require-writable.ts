import { registryError } from '../errors/registry-error.ts'
import { modes } from '../model/mode.ts'
import { DEFAULT_CONTEXT, printContext, printSubject } from '../model/subject.ts'
import { effectiveMode } from './effective-mode.ts'
import type { Facts } from './read-facts.ts'

/**
 * Refuses deletions and config changes where the mode in force permits none.
 *
 * @throws RegistryError READ_ONLY_MODE
 * @see Rest-api 3.8
 */
export function requireWritable({ name, state, scopes }: Facts): void {
  if (modes[effectiveMode(state, scopes)].writable) return
  // The reference prints the missing subject of the global config as Java prints null.
  const isGlobal = name.context === DEFAULT_CONTEXT && name.subject === ''
  throw registryError('READ_ONLY_MODE', {
    subject: isGlobal ? null : printSubject(name),
    context: printContext(name.context),
  })
}
