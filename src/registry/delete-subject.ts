import { registryError } from '../errors/registry-error.ts'
import { printSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import { carryOutDeletion } from './carry-out-deletion.ts'
import { decideSubjectDeletion } from './decide-deletion.ts'
import { hasAssociation } from './has-association.ts'
import type { Caller } from './offers.ts'
import { readFacts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'
import { requireWritable } from './require-writable.ts'
import { landed, moved, retryOnMoved } from './retry-on-moved.ts'

/**
 * Deletes a subject: softly its live versions, permanently all of them, config and mode included.
 *
 * @returns the numbers deleted, ascending
 * @throws RegistryError in this order: SUBJECT_NOT_FOUND, SUBJECT_SOFT_DELETED, READ_ONLY_MODE,
 *   ASSOCIATION_EXISTS_FOR_SUBJECT, REFERENCE_EXISTS, SUBJECT_NOT_SOFT_DELETED
 * @see Rest-api 3.7
 */
export async function deleteSubject(
  room: RegistryRoom,
  name: QualifiedSubject,
  permanent: boolean,
  caller: Caller,
): Promise<readonly number[]> {
  return await room.queue.run(name, () =>
    retryOnMoved(async () => {
      const facts = await readFacts(room, name)
      const deletion = decideSubjectDeletion(facts.state, permanent)
      requireWritable(facts)
      if (await hasAssociation(room, name)) {
        throw registryError('ASSOCIATION_EXISTS_FOR_SUBJECT', { subject: printSubject(name) })
      }
      const options = { ...caller, kind: 'subject', permanent } as const
      const written = await carryOutDeletion(room, facts, deletion, options)
      return written === 'moved' ? moved : landed(deletion.versions)
    }),
  )
}
