import { GLOBAL_CONTEXT } from '../model/subject.ts'
import type { Mode } from '../model/mode.ts'
import type { ScopeState, SubjectState } from '../store/store.ts'

/** The mode set on the subject itself; with an empty subject, on the context. */
export function ownMode(state: SubjectState, scopes: ScopeState): Mode | undefined {
  return state.name.subject === '' ? scopes.modes.get(state.name.context) : state.mode
}

/**
 * The mode that decides for a subject: its own, its context's, the one above all, else READWRITE.
 *
 * @see Rest-api 3.9
 */
export function effectiveMode(state: SubjectState, scopes: ScopeState): Mode {
  return (
    ownMode(state, scopes) ??
    scopes.modes.get(state.name.context) ??
    scopes.modes.get(GLOBAL_CONTEXT) ??
    'READWRITE'
  )
}
