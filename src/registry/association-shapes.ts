import type { AssociationType, Lifecycle } from '../model/association.ts'
import type { SchemaAnswer } from './answers.ts'
import type { SchemaOffer } from './offers.ts'

/** How to change associations; a dry run validates everything and writes nothing. */
export interface AssociationOptions {
  /** `.ctx` form of the query parameter `context`; the default context when absent. */
  readonly context: string | undefined
  readonly dryRun: boolean
}

/** Which associations of a resource to delete; no types mean all. */
export interface DeleteAssociationsOptions {
  readonly resourceType: string | undefined
  readonly associationTypes: readonly string[]
  readonly cascadeLifecycle: boolean
  readonly dryRun: boolean
}

/** An association as offered; what is absent gets its default. Rest-api 3.14. */
export interface OfferedAssociation {
  readonly subject: string | undefined
  readonly associationType: string | undefined
  readonly lifecycle: Lifecycle | undefined
  readonly frozen: boolean | undefined
  readonly schema: SchemaOffer | undefined
  readonly normalize: boolean
}

/** The associations offered for one resource. */
export interface AssociationRequest {
  readonly resourceName: string | undefined
  readonly resourceNamespace: string | undefined
  readonly resourceId: string | undefined
  readonly resourceType: string | undefined
  readonly associations: readonly OfferedAssociation[] | undefined
}

/** An association as answers describe it. */
export interface AnsweredAssociation {
  readonly subject: string
  readonly associationType: AssociationType
  readonly lifecycle: Lifecycle
  readonly frozen: boolean
  /** Only if registered by this call (or asked for in a batch get). */
  readonly schema?: SchemaAnswer
}

/** What became of the associations of one resource. */
export interface AssociationAnswer {
  readonly resourceName: string
  readonly resourceNamespace: string
  readonly resourceId: string | undefined
  readonly resourceType: string
  /** Only what this call wrote; empty after an idempotent repeat or a dry run. */
  readonly associations: readonly AnsweredAssociation[]
}

/** One question of a batch: by resource id, or by name and namespace. */
export interface AssociationQuery {
  readonly resourceName: string | undefined
  readonly resourceNamespace: string | undefined
  readonly resourceId: string | undefined
  readonly resourceType: string | undefined
  readonly associationTypes: readonly string[]
  readonly lifecycle: Lifecycle | undefined
}

/** One change of a batch. */
export type AssociationOperation =
  | ({ readonly opType: 'CREATE' | 'UPSERT' } & OfferedAssociation)
  | {
      readonly opType: 'DELETE'
      readonly associationType: string | undefined
      readonly cascadeLifecycle: boolean
    }

/** The changes of a batch to one resource. */
export interface AssociationMutation extends Omit<AssociationRequest, 'associations'> {
  readonly operations: readonly AssociationOperation[] | undefined
}
/** One item of a batch: positional. */
export type AssociationResult =
  | { readonly result: AssociationAnswer }
  | { readonly error: { readonly code: number; readonly message: string } }
