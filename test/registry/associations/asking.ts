import type { Lifecycle } from '../../../src/model/association.ts'
import type {
  AssociationAnswer,
  AssociationRequest,
  OfferedAssociation,
} from '../../../src/registry/association-shapes.ts'
import { record } from '../test-registry.ts'
import { offer } from '../test-registry.ts'

/** Options of a request without parameters. */
export const once = { context: undefined, dryRun: false }
/** Options of a dry run. */
export const dry = { context: undefined, dryRun: true }

let resources = 0

/** A resource that no other test has; its namespace is a context, too. */
export function freshResource(): {
  readonly resourceName: string
  readonly resourceNamespace: string
  readonly resourceId: string
  readonly resourceType: undefined
} {
  resources += 1
  return {
    resourceName: `topic${resources}`,
    resourceNamespace: `lkc${resources}`,
    resourceId: `id-${resources}`,
    resourceType: undefined,
  }
}

/** An association as offered; absent members stay absent. */
export function wish(more: Partial<OfferedAssociation> = {}): OfferedAssociation {
  return {
    subject: undefined,
    associationType: undefined,
    lifecycle: undefined,
    frozen: undefined,
    schema: undefined,
    normalize: false,
    ...more,
  }
}

/** A wish that brings its schema along, and so is strong and frozen. */
export function withSchema(
  associationType: 'key' | 'value',
  schemaText = record('Strong'),
): OfferedAssociation {
  return wish({ associationType, schema: offer(schemaText) })
}

/** A request to associate a resource. */
export function asking(
  resource: Omit<AssociationRequest, 'associations'>,
  ...associations: readonly OfferedAssociation[]
): AssociationRequest {
  return { ...resource, associations }
}

/** What an answer says, short: `value STRONG frozen :.ns:topic-value +schema`. */
export function shown({ associations }: AssociationAnswer): readonly string[] {
  return associations.map(({ associationType, lifecycle, frozen, subject, schema }) =>
    [associationType, lifecycle, ...marks({ lifecycle, frozen }), subject, schema && '+schema']
      .filter(Boolean)
      .join(' '),
  )
}

function marks(state: { readonly lifecycle: Lifecycle; readonly frozen: boolean }): string[] {
  return state.frozen ? ['frozen'] : []
}
