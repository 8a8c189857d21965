/** A subject together with its context. Printed as `:.ctx:subject`, or bare in the default context. */
export interface QualifiedSubject {
  /** Starts with a dot; the default context is `.`. */
  readonly context: string
  /** May be empty: the context itself. */
  readonly subject: string
}

export const DEFAULT_CONTEXT = '.'
/** Pseudo-context whose config and mode every context inherits; it accepts no schemas. */
export const GLOBAL_CONTEXT = '.__GLOBAL'

/**
 * Reads a subject as it stands in a path, body or answer.
 *
 * Only a text that starts with `:.` names a context; everything behind the second colon is subject.
 *
 * @see Rest-api 3.2
 */
export function parseSubject(text: string): QualifiedSubject {
  if (!text.startsWith(':.')) return { context: DEFAULT_CONTEXT, subject: text }
  const end = text.indexOf(':', 1)
  if (end < 0) return { context: text.slice(1), subject: '' }
  return { context: text.slice(1, end), subject: text.slice(end + 1) }
}

/** Tells whether a text names its context itself. */
export function isQualified(text: string): boolean {
  return text.startsWith(':.')
}

/** Prints a subject as answers show it: bare in the default context, qualified elsewhere. */
export function printSubject({ context, subject }: QualifiedSubject): string {
  return context === DEFAULT_CONTEXT ? subject : `:${context}:${subject}`
}

/** How messages 42205 print a context: nothing for the default one, `:.ctx:` otherwise. */
export function printContext(context: string): string {
  return context === DEFAULT_CONTEXT ? '' : `:${context}:`
}

/** One text per subject, unambiguous, for maps. */
export function subjectKey({ context, subject }: QualifiedSubject): string {
  return `:${context}:${subject}`
}

/** Which subjects a list asks for. Rest-api 3.2, `subjectPrefix`. */
export type SubjectPrefix =
  /** Subjects of exactly one context whose bare name starts with `prefix`. */
  | { readonly kind: 'in-context'; readonly context: string; readonly prefix: string }
  /** Every subject of every context whose name starts with `contextPrefix`. */
  | { readonly kind: 'contexts'; readonly contextPrefix: string }
  /** Subjects of any context whose bare name starts with `prefix`. */
  | { readonly kind: 'anywhere'; readonly prefix: string }

/** Reads the query parameter `subjectPrefix`. */
export function parseSubjectPrefix(text: string): SubjectPrefix {
  if (text.startsWith(':*:')) return { kind: 'anywhere', prefix: text.slice(3) }
  if (!text.startsWith(':.')) return { kind: 'in-context', context: DEFAULT_CONTEXT, prefix: text }
  const end = text.indexOf(':', 1)
  if (end < 0) return { kind: 'contexts', contextPrefix: text.slice(1) }
  return { kind: 'in-context', context: text.slice(1, end), prefix: text.slice(end + 1) }
}

// oxlint-disable-next-line no-control-regex -- control characters are what must be found
const control = /[\u0000-\u001f\u007f-\u009f]/

/**
 * Tells whether a subject may be registered or configured. Rest-api 3.2, error 42208.
 *
 * @param use schemas are not accepted in the pseudo-context, settings are
 */
export function isValidSubject(name: QualifiedSubject, use: 'schemas' | 'settings'): boolean {
  if (control.test(name.context) || control.test(name.subject)) return false
  if (name.subject === '__GLOBAL' || name.subject === '__EMPTY') return false
  return use === 'settings' || name.context !== GLOBAL_CONTEXT
}
