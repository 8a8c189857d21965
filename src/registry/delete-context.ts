import { registryError } from '../errors/registry-error.ts'
import { DEFAULT_CONTEXT, printContext } from '../model/subject.ts'
import type { Caller } from './offers.ts'
import type { RegistryRoom } from './registry-room.ts'

/**
 * Removes an empty context from the list; its config and mode stay. An unknown one is no error.
 *
 * @param context `.ctx`, `ctx` or `:.ctx:`
 * @throws RegistryError METHOD_NOT_ALLOWED for the default context, CONTEXT_NOT_EMPTY while any
 *   subject remains, soft-deleted ones included
 * @see Rest-api 2.8
 */
export async function deleteContext(
  room: RegistryRoom,
  context: string,
  caller: Caller,
): Promise<void> {
  const name = bareContext(context)
  if (name === DEFAULT_CONTEXT) throw registryError('METHOD_NOT_ALLOWED')
  const outcome = await room.store.settings.deleteContext(name, { principal: caller.principal })
  if (outcome === 'not-empty') {
    throw registryError('CONTEXT_NOT_EMPTY', { context: printContext(name) })
  }
}

function bareContext(text: string): string {
  const name = text.replace(/^:/, '').replace(/:$/, '')
  return name.startsWith('.') ? name : `.${name}`
}
