import { registryError } from '../errors/registry-error.ts'
import type { RegistryRoom } from './registry-room.ts'

/**
 * Refuses references to a subject that belongs to its topic alone.
 *
 * @param subjects the targets, qualified
 * @throws RegistryError STRONGLY_ASSOCIATED_REFERENCE
 * @see Rest-api 3.5 E
 */
export async function refuseStrongTargets(
  { store }: RegistryRoom,
  subjects: ReadonlySet<string>,
): Promise<void> {
  const page = { offset: 0, limit: 1 }
  for (const subject of subjects) {
    const strong = await store.associations.list({ subject, lifecycles: ['STRONG'] }, page)
    if (strong.length > 0) throw registryError('STRONGLY_ASSOCIATED_REFERENCE', { subject })
  }
}
