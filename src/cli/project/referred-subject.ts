import { DEFAULT_CONTEXT, isQualified, parseSubject, printSubject } from '../../model/subject.ts'

/**
 * The subject that a reference means, as lists of subjects print it: one that names no context is of
 * the context of who refers.
 *
 * @param referrer the subject whose schema holds the reference
 * @see Rest-api 3.10
 */
export function referredSubject(referrer: string, subject: string): string {
  if (isQualified(subject)) return printSubject(parseSubject(subject))
  return printSubject({ context: parseSubject(referrer).context, subject })
}

/** How a reference must call a subject so that the registry finds it from the referrer's context. */
export function subjectFrom(referrer: string, subject: string): string {
  const isHome = parseSubject(referrer).context === DEFAULT_CONTEXT
  return isHome || isQualified(subject) ? subject : `:${DEFAULT_CONTEXT}:${subject}`
}
