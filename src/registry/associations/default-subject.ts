import type { AssociationType } from '../../model/association.ts'
import { isQualified, parseSubject } from '../../model/subject.ts'
import type { QualifiedSubject } from '../../model/subject.ts'

/** What an association's own subject is named after. */
export interface ResourceName {
  readonly resourceName: string
  readonly resourceNamespace: string
}

/** The subject that belongs to a resource alone: `:.<namespace>:<name>-<type>`. Rest-api 3.14. */
export function defaultSubject(
  { resourceName, resourceNamespace }: ResourceName,
  associationType: AssociationType,
): QualifiedSubject {
  return { context: `.${resourceNamespace}`, subject: `${resourceName}-${associationType}` }
}

/** Qualifies a subject as sent by the context that the request names. Rest-api 3.14. */
export function qualifySubject(text: string, context: string | undefined): QualifiedSubject {
  if (isQualified(text) || context === undefined) return parseSubject(text)
  return { context, subject: text }
}
