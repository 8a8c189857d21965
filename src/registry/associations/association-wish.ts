import type { AssociationType, Lifecycle } from '../../model/association.ts'
import type { QualifiedSubject } from '../../model/subject.ts'
import type { SchemaOffer } from '../offers.ts'

/** Whether types already associated are an error, or to be changed. */
export type AssociationVerb = 'create' | 'upsert'

/** The one type of resource there is; absent means it. */
export const RESOURCE_TYPE = 'topic'

/** A resource whose names were checked. */
export interface Resource {
  readonly resourceName: string
  readonly resourceNamespace: string
  /** Absent only in a dry run. */
  readonly resourceId: string | undefined
}

/** One association asked for; on creation with its defaults filled in. */
export interface AssociationWish {
  /** Qualified by the request's context, not yet led on by an alias. */
  readonly subject: QualifiedSubject | undefined
  readonly associationType: AssociationType
  readonly lifecycle: Lifecycle | undefined
  readonly frozen: boolean | undefined
  readonly schema: SchemaOffer | undefined
  readonly normalize: boolean
}
