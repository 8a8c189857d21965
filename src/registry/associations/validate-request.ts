import type { Lifecycle } from '../../model/association.ts'
import type { QualifiedSubject } from '../../model/subject.ts'
import type {
  AssociationOptions,
  AssociationRequest,
  OfferedAssociation,
} from '../association-shapes.ts'
import { RESOURCE_TYPE } from './association-wish.ts'
import type { AssociationVerb, AssociationWish, Resource } from './association-wish.ts'
import { defaultSubject, qualifySubject } from './default-subject.ts'
import { faultIf, frozenFault, refuseFaults, subjectFault } from './refuse-association.ts'
import type { AssociationCheck } from './refuse-association.ts'

const maxNameLength = 256
const nullOrEmpty = 'cannot be null or empty'

/** A request as far as it is about the resource; a batch has operations for associations. */
type ResourceRequest = Omit<AssociationRequest, 'associations'> & {
  readonly associations: readonly unknown[] | undefined
}

/** What a request must fulfil, in the order in which faults are reported. Rest-api 3.14. */
const requestChecks: readonly AssociationCheck<ResourceRequest & { readonly dryRun: boolean }>[] = [
  { property: 'resourceName', fault: (request) => nameFault(request.resourceName) },
  { property: 'resourceNamespace', fault: (request) => nameFault(request.resourceNamespace) },
  {
    property: 'resourceId',
    fault: ({ resourceId, dryRun }) => faultIf(!dryRun && isEmpty(resourceId), nullOrEmpty),
  },
  {
    property: 'resourceType',
    fault: ({ resourceType = RESOURCE_TYPE }) =>
      faultIf(resourceType !== RESOURCE_TYPE, `must be '${RESOURCE_TYPE}'`),
  },
  {
    property: 'associations',
    fault: ({ associations }) => faultIf(isEmpty(associations), nullOrEmpty),
  },
]

/** One offered association, read as far as its checks need it. */
interface Reading {
  readonly offer: OfferedAssociation
  /** Of a creation: an absent lifecycle follows from the schema. */
  readonly lifecycle: Lifecycle
  readonly subject: QualifiedSubject | undefined
  readonly ownSubject: QualifiedSubject
}

const both: readonly AssociationVerb[] = ['create', 'upsert']
const createOnly: readonly AssociationVerb[] = ['create']

/** What each association must fulfil, in the order in which faults are reported. Rest-api 3.14. */
const associationChecks: readonly (AssociationCheck<Reading> & {
  readonly on: readonly AssociationVerb[]
})[] = [
  {
    property: 'subject',
    on: both,
    fault: ({ offer: { subject } }) =>
      faultIf(subject === '' || /\p{Cc}/u.test(subject ?? ''), 'must not be empty'),
  },
  { property: 'lifecycle', on: createOnly, fault: ({ offer }) => weakWithSchema(offer) },
  {
    property: 'frozen',
    on: createOnly,
    fault: ({ offer: { schema, frozen } }) =>
      faultIf(
        schema !== undefined && frozen === false,
        'cannot be false when a schema is provided',
      ),
  },
  {
    property: 'frozen',
    on: createOnly,
    fault: ({ offer: { frozen }, lifecycle }) =>
      frozen === undefined ? undefined : frozenFault(lifecycle, frozen),
  },
  {
    property: 'associationType',
    on: both,
    fault: ({ offer }) => typeFault(offer.associationType),
  },
  { property: 'lifecycle', on: both, fault: ({ offer }) => weakWithSchema(offer) },
  {
    property: 'frozen',
    on: both,
    fault: ({ offer }) =>
      faultIf(
        offer.lifecycle === 'WEAK' && offer.frozen === true,
        'association with lifecycle of WEAK cannot be frozen',
      ),
  },
  {
    property: 'subject',
    on: createOnly,
    fault: ({ lifecycle, subject, ownSubject }) => subjectFault(lifecycle, subject, ownSubject),
  },
]

/**
 * Checks a request by itself and reads its associations.
 *
 * @throws RegistryError INVALID_ASSOCIATION on the first fault
 * @see Rest-api 3.14, "Defaults and validation of a request"
 */
export function validateRequest(
  request: AssociationRequest,
  verb: AssociationVerb,
  options: AssociationOptions,
): { readonly resource: Resource; readonly wishes: readonly AssociationWish[] } {
  const resource = requireResource(request, options)
  const { associations = [] } = request
  return { resource, wishes: associations.map((offer) => readWish(offer, resource, verb, options)) }
}

/**
 * Checks what a request says of its resource, and that it asks for anything.
 *
 * @throws RegistryError INVALID_ASSOCIATION on the first fault
 */
export function requireResource(request: ResourceRequest, options: AssociationOptions): Resource {
  refuseFaults(requestChecks, { ...request, dryRun: options.dryRun })
  const { resourceName = '', resourceNamespace = '', resourceId } = request
  return { resourceName, resourceNamespace, resourceId: resourceId === '' ? undefined : resourceId }
}

function readWish(
  offer: OfferedAssociation,
  resource: Resource,
  verb: AssociationVerb,
  options: AssociationOptions,
): AssociationWish {
  const associationType = offer.associationType === 'key' ? 'key' : 'value'
  const lifecycle = offer.lifecycle ?? (offer.schema === undefined ? 'WEAK' : 'STRONG')
  const subject =
    offer.subject === undefined ? undefined : qualifySubject(offer.subject, options.context)
  const reading = {
    offer,
    lifecycle,
    subject,
    ownSubject: defaultSubject(resource, associationType),
  }
  const checks = associationChecks.filter(({ on }) => on.includes(verb))
  refuseFaults(checks, reading)
  const { schema, normalize } = offer
  const defaults =
    verb === 'create'
      ? { lifecycle, frozen: lifecycle === 'STRONG' }
      : { lifecycle: offer.lifecycle, frozen: offer.frozen }
  return { subject, associationType, ...defaults, schema, normalize }
}

function weakWithSchema({ lifecycle, schema }: OfferedAssociation): string | undefined {
  return faultIf(
    schema !== undefined && lifecycle === 'WEAK',
    'cannot be WEAK when schema is provided',
  )
}

/** What speaks against a type as sent; absent means `value`. */
export function typeFault(type = 'value'): string | undefined {
  return faultIf(type !== 'key' && type !== 'value', `must be either 'key' or 'value'`)
}

function nameFault(name: string | undefined): string | undefined {
  if (name === undefined || name === '') return nullOrEmpty
  if (name.length > maxNameLength) return `exceeds max length of ${maxNameLength}`
  const illegal = /[^\p{L}\p{Nd}_-]/u.exec(name)?.[0]
  return illegal === undefined ? undefined : `illegal character '${illegal}'`
}

function isEmpty(value: string | readonly unknown[] | undefined): boolean {
  return value === undefined || value.length === 0
}
