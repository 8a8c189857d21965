import { DEFAULT_CONTEXT } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { ScopeState } from '../store/store.ts'

/**
 * Where else a subject may be found: unqualified names are tried in every context, in name order.
 *
 * @see Rest-api 3.2, "Search in other contexts"
 */
export function otherContexts(
  { context, subject }: QualifiedSubject,
  { contexts }: ScopeState,
): QualifiedSubject[] {
  if (context !== DEFAULT_CONTEXT) return []
  return contexts
    .filter((other) => other !== DEFAULT_CONTEXT)
    .map((other) => ({ context: other, subject }))
}
