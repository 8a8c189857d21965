import type { QualifiedSubject } from '../model/subject.ts'
import type { Basis, ScopeState, SubjectState } from '../store/store.ts'
import type { RegistryRoom } from './registry-room.ts'

/** What a use case decides upon: one subject and the scopes above it. */
export interface Facts {
  readonly name: QualifiedSubject
  readonly state: SubjectState
  readonly scopes: ScopeState
  /** The revisions to hand over with a plan. */
  readonly basis: Basis
}

/** Reads a subject together with what it inherits from. */
export async function readFacts(room: RegistryRoom, name: QualifiedSubject): Promise<Facts> {
  const [state, scopes] = await Promise.all([
    room.store.subjects.read(name),
    room.store.settings.readScopes(),
  ])
  const basis = { subjectRevision: state.revision, scopeRevision: scopes.revision }
  return { name, state, scopes, basis }
}
