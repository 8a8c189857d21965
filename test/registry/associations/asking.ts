import type { Lifecycle } from '../../../src/model/association.ts'
import type {
  AssociationAnswer,
  AssociationOptions,
  AssociationRequest,
  OfferedAssociation,
} from '../../../src/registry/association-shapes.ts'
import type { Registry } from '../../../src/registry/registry.ts'
import { printSubject } from '../../../src/model/subject.ts'
import { all, caller, freshName, offer, record, registerAll } from '../test-registry.ts'

/** Options of a request without parameters. */
export const once = { context: undefined, dryRun: false }
/** Options of a dry run. */
export const dry = { context: undefined, dryRun: true }

/** A resource as requests name it. */
export interface Resource {
  readonly resourceName: string
  readonly resourceNamespace: string
  readonly resourceId: string
  readonly resourceType: undefined
}

let resources = 0

/** A resource that no other test has; its namespace is a context, too. */
export function freshResource(): Resource {
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

/** The refusal of a value, worded as errors show it. */
export function invalid(property: string, detail: string): string {
  return `42212 The association specified an invalid value for property: '${property}', detail: ${detail}`
}

/** The subject that belongs to a resource alone. */
export function ownSubject(resource: Resource, type = 'value'): string {
  return `:.${resource.resourceNamespace}:${resource.resourceName}-${type}`
}

/** Registers a schema under a fresh subject, to be associated weakly. */
export async function aSubject(registry: Registry): Promise<string> {
  const name = freshName()
  await registerAll(registry, name, record('Weak'))
  return printSubject(name)
}

/** The use cases, short. */
export interface Associating {
  readonly create: (
    resource: Omit<AssociationRequest, 'associations'>,
    associations: readonly OfferedAssociation[],
    options?: AssociationOptions,
  ) => Promise<AssociationAnswer>
  readonly upsert: Associating['create']
  /** What is stored of a resource: `value WEAK a`. */
  readonly listed: (resource: Resource) => Promise<readonly string[]>
}

/** The use cases of a registry, short. */
export function associating(registry: Registry): Associating {
  return {
    create: (resource, associations, options = once) =>
      registry.createAssociations(asking(resource, ...associations), options, caller),
    upsert: (resource, associations, options = once) =>
      registry.upsertAssociations(asking(resource, ...associations), options, caller),
    async listed({ resourceId }) {
      const found = await registry.listAssociations({ resourceId }, all)
      return found.map((association) =>
        [association.associationType, association.lifecycle, ...marks(association)]
          .concat(association.subject)
          .join(' '),
      )
    },
  }
}
