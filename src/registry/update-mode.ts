import { assertNever } from '../errors/assert-never.ts'
import { registryError } from '../errors/registry-error.ts'
import { parseMode } from '../model/mode.ts'
import type { Mode } from '../model/mode.ts'
import { printSubject } from '../model/subject.ts'
import type { Scope } from '../store/store.ts'
import { effectiveMode, ownMode } from './effective-mode.ts'
import type { Caller } from './offers.ts'
import { readFacts } from './read-facts.ts'
import type { Facts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'
import { landed, moved, retryOnMoved } from './retry-on-moved.ts'
import type { Trip } from './retry-on-moved.ts'
import { alwaysHasSettings, isPseudoContext, requireValidScope } from './setting-scope.ts'

/**
 * Sets the mode of a scope, or with `null` removes it. Entering IMPORT purges what is soft-deleted
 * in scope, unless forced. A read-only mode does not protect modes.
 *
 * @param mode as sent, in any letter case
 * @throws RegistryError in this order: INVALID_SUBJECT, INVALID_MODE, FORWARD_MODE_NOT_GLOBAL,
 *   MODE_IMMUTABLE, IMPORT_WITH_SUBJECTS, REFERENCE_EXISTS
 * @see Rest-api 2.7, 3.8
 */
export async function updateMode(
  room: RegistryRoom,
  scope: Scope,
  mode: string | null,
  force: boolean,
  caller: Caller,
): Promise<void> {
  requireValidScope(scope)
  const wanted = mode === null ? undefined : readAskedMode(scope, mode)
  requireMutableModes(room)

  await room.queue.run(scope, () =>
    retryOnMoved(async () => {
      const facts = await readFacts(room, scope)
      const entersImport =
        wanted === 'IMPORT' && !force && effectiveMode(facts.state, facts.scopes) !== 'IMPORT'
      if (entersImport) return await enterImport(room, facts, caller)
      if (wanted === ownMode(facts.state, facts.scopes)) return landed(undefined)
      const write = { scope, ...facts.basis, principal: caller.principal, mode: wanted }
      const written = await room.store.settings.writeMode(write)
      return written.kind === 'moved' ? written : landed(undefined)
    }),
  )
}

/**
 * Refuses every change of a mode where the server forbids them.
 *
 * @throws RegistryError MODE_IMMUTABLE
 */
export function requireMutableModes({ settings }: RegistryRoom): void {
  if (!settings.modeMutability) throw registryError('MODE_IMMUTABLE')
}

function readAskedMode(scope: Scope, text: string): Mode {
  const mode = parseMode(text)
  if (mode === undefined) throw registryError('INVALID_MODE')
  // The reference compares the text as sent here: other letter cases slip through.
  if (text === 'FORWARD' && !isPseudoContext(scope)) throw registryError('FORWARD_MODE_NOT_GLOBAL')
  return mode
}

async function enterImport(
  room: RegistryRoom,
  { name, basis }: Facts,
  { principal }: Caller,
): Promise<Trip<undefined>> {
  const written = await room.store.settings.enterImport({
    scope: name,
    ...basis,
    principal,
    reach: importReach(name),
  })
  switch (written.kind) {
    case 'written':
      return landed(undefined)
    case 'moved':
      return moved
    case 'subjects-exist':
      throw registryError('IMPORT_WITH_SUBJECTS')
    case 'referenced':
      throw registryError('REFERENCE_EXISTS', {
        subject: printSubject(written.target.name),
        version: written.target.version,
      })
    default:
      return assertNever(written)
  }
}

/** The plain global mode reaches the whole registry, not just the default context. Rest-api 3.8. */
function importReach(scope: Scope): 'subject' | 'context' | 'everything' {
  if (alwaysHasSettings(scope)) return 'everything'
  return scope.subject === '' ? 'context' : 'subject'
}
