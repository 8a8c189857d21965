import { isQualified, parseSubject, printContext } from '../model/subject.ts'
import type { SubjectSchemaBody } from '../rest/bodies.ts'

/**
 * Names the context in which a topic's subjects and ids live, such as `.staging`; nothing means
 * the client's own.
 *
 * @see Serde 3.1
 */
export type ContextNameStrategy = (topic: string) => string | undefined

/** Names the default context where another one would be meant. */
export const DEFAULT_QUALIFIER = ':.:'

/** What stands in front of subjects: `.ctx`, `ctx` and `:.ctx:` all give `:.ctx:`. */
export function contextQualifier(context: string | undefined): string {
  const name = (context ?? '').replace(/^:?\.?/, '').replace(/:$/, '')
  return name === '' ? '' : `:.${name}:`
}

/** Puts a subject into a context, unless it names one itself. */
export function qualifyIn(qualifier: string, subject: string): string {
  return isQualified(subject) ? subject : `${qualifier}${subject}`
}

/** The qualifier of the context in which a subject lives. */
export function qualifierOf(subject: string): string {
  return printContext(parseSubject(subject).context)
}

/** References count from the context of the one who refers: here they say it. Rest-api 3.10. */
export function withQualifiedReferences(
  body: SubjectSchemaBody,
  qualifier: string,
): SubjectSchemaBody {
  if (qualifier === '' || body.references === undefined) return body
  const references = body.references.map((reference) => ({
    ...reference,
    subject: qualifyIn(qualifier, reference.subject),
  }))
  return { ...body, references }
}
