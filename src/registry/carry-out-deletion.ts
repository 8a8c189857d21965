import { assertNever } from '../errors/assert-never.ts'
import { registryError } from '../errors/registry-error.ts'
import { printSubject } from '../model/subject.ts'
import type { VersionsPlan } from '../store/store.ts'
import type { Deletion } from './decide-deletion.ts'
import type { Caller } from './offers.ts'
import type { Facts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'

/** How deletions of a subject and of a version differ. Rest-api 3.7. */
const deletionKinds = {
  subject: {
    blockedBy: 'others',
    touch: false,
    notSoftDeleted: (subject: string) => registryError('SUBJECT_NOT_SOFT_DELETED', { subject }),
  },
  version: {
    blockedBy: 'anyone',
    touch: true,
    notSoftDeleted: (subject: string, version: number) =>
      registryError('VERSION_NOT_SOFT_DELETED', { subject, version }),
  },
} as const

/**
 * Hands a decided deletion to the store.
 *
 * @throws RegistryError REFERENCE_EXISTS, then SUBJECT_NOT_SOFT_DELETED or VERSION_NOT_SOFT_DELETED
 */
export async function carryOutDeletion(
  room: RegistryRoom,
  facts: Facts,
  deletion: Deletion,
  options: Caller & { readonly kind: keyof typeof deletionKinds; readonly permanent: boolean },
): Promise<'written' | 'moved'> {
  const { blockedBy, touch, notSoftDeleted } = deletionKinds[options.kind]
  const { name, basis } = facts
  const { stillLive } = deletion
  if (stillLive !== undefined) {
    const referenced = await room.store.subjects.findReferenced(
      name,
      deletion.versions.filter((version) => version <= stillLive),
      { whom: blockedBy, includeDeleted: true },
    )
    throw referenced === undefined
      ? notSoftDeleted(printSubject(name), stillLive)
      : referenceExists(facts, referenced)
  }

  const plan: VersionsPlan = {
    name,
    ...basis,
    principal: options.principal,
    versions: deletion.versions,
    blockedBy,
    touch,
  }
  const written = options.permanent
    ? await room.store.subjects.hardDelete(plan)
    : await room.store.subjects.softDelete(plan)
  switch (written.kind) {
    case 'written':
    case 'moved':
      return written.kind
    case 'referenced':
      throw referenceExists(facts, written.version)
    default:
      return assertNever(written)
  }
}

function referenceExists({ name }: Facts, version: number): Error {
  return registryError('REFERENCE_EXISTS', { subject: printSubject(name), version })
}
