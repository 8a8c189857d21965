import type { Config } from '../model/config.ts'
import { isQualified, parseSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { RegistryRoom } from './registry-room.ts'

/**
 * Follows a subject's alias, one step only; a context has none.
 *
 * @param use `deks`: the alias for encryption keys comes first
 * @returns the subject itself when it has no alias; an unqualified alias stays in its context
 * @see Rest-api 3.3
 */
export async function resolveAlias(
  room: RegistryRoom,
  name: QualifiedSubject,
  use: 'schemas' | 'deks',
): Promise<QualifiedSubject> {
  if (name.subject === '') return name
  const { config } = await room.store.subjects.read(name)
  const alias = aliasFor(config ?? {}, use)
  if (alias === '') return name
  return isQualified(alias) ? parseSubject(alias) : { context: name.context, subject: alias }
}

function aliasFor({ alias = '', aliasForDeks = '' }: Config, use: 'schemas' | 'deks'): string {
  return use === 'deks' && aliasForDeks !== '' ? aliasForDeks : alias
}
