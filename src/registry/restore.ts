import { assertNever } from '../errors/assert-never.ts'
import { registryError } from '../errors/registry-error.ts'
import { printSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { SubjectState } from '../store/store.ts'
import type { Caller } from './offers.ts'
import { readFacts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'
import { requireVersion } from './require-version.ts'
import { requireWritable } from './require-writable.ts'
import { landed, retryOnMoved } from './retry-on-moved.ts'

/**
 * Brings every soft-deleted version of a subject back, with number, id and guid.
 *
 * @returns the numbers restored, ascending; empty when all were live already, in any mode
 * @throws RegistryError SUBJECT_NOT_FOUND, READ_ONLY_MODE
 */
export async function restoreSubject(
  room: RegistryRoom,
  name: QualifiedSubject,
  caller: Caller,
): Promise<readonly number[]> {
  return await restore(room, name, caller, (state) => {
    if (state.versions.length === 0) {
      throw registryError('SUBJECT_NOT_FOUND', { subject: printSubject(name) })
    }
    return state.versions.filter((record) => record.deleted).map((record) => record.version)
  })
}

/**
 * Brings one soft-deleted version back, with number, id and guid; a live one stays as it is.
 *
 * @throws RegistryError SUBJECT_NOT_FOUND, VERSION_NOT_FOUND, READ_ONLY_MODE
 */
export async function restoreVersion(
  room: RegistryRoom,
  name: QualifiedSubject,
  version: number,
  caller: Caller,
): Promise<number> {
  await restore(room, name, caller, (state) =>
    requireVersion(state, version).deleted ? [version] : [],
  )
  return version
}

async function restore(
  room: RegistryRoom,
  name: QualifiedSubject,
  { principal }: Caller,
  choose: (state: SubjectState) => readonly number[],
): Promise<readonly number[]> {
  return await room.queue.run(name, () =>
    retryOnMoved(async () => {
      const facts = await readFacts(room, name)
      const versions = choose(facts.state)
      if (versions.length === 0) return landed(versions)
      requireWritable(facts)
      const written = await room.store.subjects.restore({
        name,
        ...facts.basis,
        principal,
        versions,
        blockedBy: 'anyone',
        touch: true,
      })
      switch (written.kind) {
        case 'written':
          return landed(versions)
        case 'moved':
          return written
        case 'referenced':
          throw new Error('A restore was blocked by a reference')
        default:
          return assertNever(written)
      }
    }),
  )
}
