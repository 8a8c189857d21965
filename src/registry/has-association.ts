import { printSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { RegistryRoom } from './registry-room.ts'

/** Tells whether any resource is associated with a subject. */
export async function hasAssociation(room: RegistryRoom, name: QualifiedSubject): Promise<boolean> {
  const page = { offset: 0, limit: 1 }
  const found = await room.store.associations.list({ subject: printSubject(name) }, page)
  return found.length > 0
}
