import { registryError } from '../errors/registry-error.ts'
import { printSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { VersionRequest } from '../model/version.ts'
import { carryOutDeletion } from './carry-out-deletion.ts'
import { decideVersionDeletion } from './decide-deletion.ts'
import { hasAssociation } from './has-association.ts'
import type { Caller } from './offers.ts'
import { readFacts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'
import { requireWritable } from './require-writable.ts'
import { landed, moved, retryOnMoved } from './retry-on-moved.ts'

/**
 * Deletes one version, softly or permanently.
 *
 * @returns the number deleted, also for `latest`
 * @throws RegistryError in this order: VERSION_SOFT_DELETED, SUBJECT_NOT_FOUND or
 *   VERSION_NOT_FOUND, READ_ONLY_MODE, ASSOCIATION_EXISTS_FOR_SUBJECT (the reference fails with a
 *   500 here), REFERENCE_EXISTS, VERSION_NOT_SOFT_DELETED
 * @see Rest-api 3.7
 */
export async function deleteVersion(
  room: RegistryRoom,
  name: QualifiedSubject,
  request: VersionRequest,
  permanent: boolean,
  caller: Caller,
): Promise<number> {
  return await room.queue.run(name, () =>
    retryOnMoved(async () => {
      const facts = await readFacts(room, name)
      const { version, deletion } = decideVersionDeletion(facts.state, request, permanent)
      requireWritable(facts)
      if (deletion.emptiesSubject && (await hasAssociation(room, name))) {
        throw registryError('ASSOCIATION_EXISTS_FOR_SUBJECT', { subject: printSubject(name) })
      }
      const options = { ...caller, kind: 'version', permanent } as const
      const written = await carryOutDeletion(room, facts, deletion, options)
      return written === 'moved' ? moved : landed(version)
    }),
  )
}
