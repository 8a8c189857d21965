import { registryError } from '../../errors/registry-error.ts'
import type { Association, Lifecycle } from '../../model/association.ts'
import type { Mode } from '../../model/mode.ts'
import { printSubject, subjectKey } from '../../model/subject.ts'
import type { QualifiedSubject } from '../../model/subject.ts'
import type { AssociationVerb, AssociationWish, Resource } from './association-wish.ts'
import { defaultSubject } from './default-subject.ts'
import {
  faultIf,
  frozenFault,
  refuseAssociation,
  refuseFaults,
  refuseReadOnly,
  refuseRepeatedTypes,
  subjectFault,
} from './refuse-association.ts'
import type { AssociationCheck } from './refuse-association.ts'

/** A wish together with what is known of the subject it is about. */
export interface Candidate {
  readonly wish: AssociationWish
  readonly name: QualifiedSubject
  readonly revision: number
  readonly mode: Mode
  /** Ascending. */
  readonly liveVersions: readonly number[]
  /** The live version that is the offered schema. */
  readonly registeredAs: number | undefined
  /** Of the subject, whatever the resource. */
  readonly associations: readonly Association[]
  /** Any schema points at the subject, stored or offered in the same request. */
  readonly isReferenced: boolean
}

/** An association to be written. */
export interface PlannedAssociation {
  readonly candidate: Candidate
  readonly lifecycle: Lifecycle
  readonly frozen: boolean
  /** What it replaces. */
  readonly current: Association | undefined
}

/**
 * Decides which associations are to be written; none for those that already are as wished.
 *
 * @param existing of the resource
 * @throws RegistryError in the order of the spec's rules 1 to 5
 * @see Rest-api 3.14, "Applying"
 */
export function decideAssociations(
  verb: AssociationVerb,
  resource: Resource,
  candidates: readonly Candidate[],
  existing: readonly Association[],
): readonly PlannedAssociation[] {
  for (const { mode, name } of candidates) refuseReadOnly(mode, name)
  refuseRepeatedTypes(candidates.map(({ wish }) => wish.associationType))
  const planned = candidates.flatMap((candidate) => {
    const type = candidate.wish.associationType
    const current = existing.find((association) => association.associationType === type)
    if (current === undefined) return [planners[verb].add(candidate, resource)]
    if (isAsWished(candidate, current)) return []
    return [planners[verb].change(candidate, resource, current)]
  })
  requireOneLifecycle(existing, planned)
  for (const plan of planned) requireFreeSubject(plan)
  return planned
}

/** Rules 2 and 3: what each verb makes of a type without and with an association. */
const planners: Record<
  AssociationVerb,
  {
    readonly add: (candidate: Candidate, resource: Resource) => PlannedAssociation
    readonly change: (
      candidate: Candidate,
      resource: Resource,
      current: Association,
    ) => PlannedAssociation
  }
> = {
  create: {
    add: (candidate, resource) => add(addChecks.create, candidate, resource),
    change: ({ wish: { associationType } }, { resourceName: resource }) => {
      throw registryError('ASSOCIATION_EXISTS_FOR_RESOURCE', { associationType, resource })
    },
  },
  upsert: {
    add: (candidate, resource) => add(addChecks.upsert, candidate, resource),
    change,
  },
}

/** A new association, its defaults filled in. */
interface Addition {
  readonly candidate: Candidate
  readonly lifecycle: Lifecycle
  readonly frozen: boolean
  readonly ownSubject: QualifiedSubject
}

/** What speaks against a new association, in the order of the spec's rule 2. */
const addChecks: Record<AssociationVerb, readonly AssociationCheck<Addition>[]> = {
  create: [
    {
      property: 'schema',
      fault: ({ candidate: { wish, mode }, frozen }) =>
        faultIf(
          frozen && mode !== 'IMPORT' && wish.schema === undefined,
          'schema must be provided when creating a frozen association',
        ),
    },
    {
      property: 'frozen',
      fault: ({ candidate: { mode, liveVersions, registeredAs }, frozen }) => {
        const holdsOnlyThis = registeredAs === 1 && liveVersions.length === 1
        return faultIf(
          frozen && mode !== 'IMPORT' && liveVersions.length > 0 && !holdsOnlyThis,
          'cannot create a frozen association when schemas already exist in the subject',
        )
      },
    },
  ],
  upsert: [
    {
      property: 'schema',
      fault: ({ candidate: { wish } }) =>
        faultIf(
          wish.schema !== undefined,
          'cannot be provided when adding an association to an existing topic; an association with a schema must be created with the topic',
        ),
    },
    // A missing subject is reported before the attributes are compared, a wrong one after.
    {
      property: 'subject',
      fault: ({ candidate: { wish }, lifecycle, ownSubject }) =>
        wish.subject === undefined ? subjectFault(lifecycle, undefined, ownSubject) : undefined,
    },
    { property: 'frozen', fault: ({ lifecycle, frozen }) => frozenFault(lifecycle, frozen) },
    {
      property: 'subject',
      fault: ({ candidate: { wish }, lifecycle, ownSubject }) =>
        subjectFault(lifecycle, wish.subject, ownSubject),
    },
    {
      property: 'lifecycle',
      fault: ({ candidate: { mode }, lifecycle }) =>
        faultIf(
          lifecycle === 'STRONG' && mode !== 'IMPORT',
          'cannot be STRONG when creating an association; STRONG associations must be created with the topic',
        ),
    },
  ],
}

function add(
  checks: readonly AssociationCheck<Addition>[],
  candidate: Candidate,
  resource: Resource,
): PlannedAssociation {
  const { lifecycle = 'WEAK', associationType } = candidate.wish
  const frozen = candidate.wish.frozen ?? lifecycle === 'STRONG'
  const ownSubject = defaultSubject(resource, associationType)
  refuseFaults(checks, { candidate, lifecycle, frozen, ownSubject })
  return { candidate, lifecycle, frozen, current: undefined }
}

/** An association that is there, and what is wished of it. */
interface Change {
  readonly wish: AssociationWish
  readonly current: Association
  /** Printed. */
  readonly subject: string
  /** The default one. */
  readonly own: string
  readonly hasOwn: boolean
}

/** What speaks against a change, in the order of the spec's rule 3. */
const changeChecks: readonly AssociationCheck<Change>[] = [
  {
    property: 'lifecycle',
    fault: ({ wish }) =>
      faultIf(
        wish.lifecycle === undefined && wish.schema === undefined,
        'at least lifecycle or schema must be provided for update',
      ),
  },
  {
    property: 'subject',
    fault: ({ subject, current }) =>
      faultIf(
        subject !== current.subject,
        `subject of association cannot be changed from '${current.subject}' to '${subject}'`,
      ),
  },
  {
    property: 'lifecycle',
    fault: ({ wish, own, hasOwn }) =>
      faultIf(
        wish.lifecycle === 'WEAK' && hasOwn,
        `cannot change to WEAK when subject matches default format '${own}'`,
      ),
  },
  {
    property: 'frozen',
    fault: ({ wish, current }) =>
      faultIf(
        wish.frozen !== undefined && wish.frozen !== current.frozen,
        'frozen attribute of association cannot be changed',
      ),
  },
]

function change(
  candidate: Candidate,
  resource: Resource,
  current: Association,
): PlannedAssociation {
  const { wish, name } = candidate
  const { associationType } = wish
  const subject = printSubject(name)
  const own = subjectKey(defaultSubject(resource, associationType))
  refuseFaults(changeChecks, { wish, current, subject, own, hasOwn: subjectKey(name) === own })
  if (current.frozen) throw registryError('ASSOCIATION_FROZEN', { associationType, subject })
  const lifecycle = wish.lifecycle ?? current.lifecycle
  return { candidate, lifecycle, frozen: current.frozen, current }
}

/** Rule 3: a repeat of what is there changes nothing. */
function isAsWished({ wish, name, registeredAs }: Candidate, current: Association): boolean {
  return (
    printSubject(name) === current.subject &&
    (wish.lifecycle ?? current.lifecycle) === current.lifecycle &&
    (wish.frozen ?? current.frozen) === current.frozen &&
    (wish.schema === undefined || registeredAs !== undefined)
  )
}

/** Rule 4. */
function requireOneLifecycle(
  existing: readonly Association[],
  planned: readonly PlannedAssociation[],
): void {
  const lifecycles = new Map<string, Lifecycle>()
  for (const { associationType, lifecycle } of existing) lifecycles.set(associationType, lifecycle)
  for (const { candidate, lifecycle } of planned) {
    lifecycles.set(candidate.wish.associationType, lifecycle)
  }
  const listed = [...lifecycles].map(([type, lifecycle]) => `${type}=${lifecycle}`).sort()
  refuseAssociation(
    'lifecycle',
    faultIf(
      new Set(lifecycles.values()).size > 1,
      `all associations for a resource must have the same lifecycle, but got ${listed.join(', ')}`,
    ),
  )
}

/** Rule 5. */
function requireFreeSubject({ candidate, lifecycle, current }: PlannedAssociation): void {
  const { wish, name, mode, liveVersions, associations, isReferenced } = candidate
  const subject = printSubject(name)
  const others = associations.filter((association) => association.guid !== current?.guid)
  refuseAssociation(
    'schema',
    faultIf(
      wish.schema !== undefined && mode === 'IMPORT',
      `cannot be provided while subject '${subject}' is in IMPORT mode`,
    ),
  )
  if (wish.schema === undefined && liveVersions.length === 0) {
    throw registryError('NO_ACTIVE_VERSION', { subject })
  }
  if (lifecycle === 'STRONG') {
    if (others.length > 0) throw registryError('ASSOCIATION_EXISTS_FOR_SUBJECT', { subject })
    if (isReferenced) throw registryError('SUBJECT_REFERENCE_EXISTS', { subject })
  } else if (others.some((association) => association.lifecycle === 'STRONG')) {
    throw registryError('STRONG_ASSOCIATION_EXISTS', { subject })
  }
}
