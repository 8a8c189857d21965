import { isRegistryError } from '../../errors/registry-error.ts'
import type { Association } from '../../model/association.ts'
import { parseSubject, printSubject, subjectKey } from '../../model/subject.ts'
import type { QualifiedSubject } from '../../model/subject.ts'
import { effectiveMode } from '../effective-mode.ts'
import { liveVersions } from '../find-version.ts'
import { lookUpSchema } from '../look-up-schema.ts'
import { readFacts } from '../read-facts.ts'
import type { RegistryRoom } from '../registry-room.ts'
import { resolveAlias } from '../resolve-alias.ts'
import { referencedSubject } from '../resolve-references.ts'
import { RESOURCE_TYPE } from './association-wish.ts'
import type { AssociationVerb, AssociationWish, Resource } from './association-wish.ts'
import type { Candidate } from './decide-associations.ts'
import { defaultSubject } from './default-subject.ts'
import { isInvalidSchema } from '../invalid-schema.ts'
import { firstRepeat } from './refuse-association.ts'

/** No page: a subject or resource has few associations, and a decision needs all of them. */
export const wholeList = { offset: 0, limit: undefined } as const

/** Everything a decision about associations rests upon. */
export interface AssociationFacts {
  /** Of the resource. */
  readonly existing: readonly Association[]
  /** One per wish, in their order, up to the first repeated type. */
  readonly candidates: readonly Candidate[]
}

/**
 * Reads the associations of a resource and what is known of the subjects wished for.
 *
 * @returns `undefined` when another writer came between the reads: nothing can be decided on that
 */
export async function readAssociationFacts(
  room: RegistryRoom,
  verb: AssociationVerb,
  resource: Resource,
  wishes: readonly AssociationWish[],
): Promise<AssociationFacts | undefined> {
  const existing = await readExisting(room, resource)
  const targets: Target[] = []
  // A repeated type will be refused: what follows it need not be read, however much it is.
  const types = wishes.map((wish) => wish.associationType)
  for (const wish of wishes.slice(0, firstRepeat(types) + 1)) {
    targets.push({ wish, name: await targetSubject(room, verb, resource, wish, existing) })
  }
  const candidates: Candidate[] = []
  for (const target of targets) candidates.push(await readCandidate(room, target, targets))
  const facts = { existing, candidates }
  return isTorn(resource, facts) ? undefined : facts
}

/** Tells whether resource and subjects were seen in different states of their associations. */
function isTorn({ resourceId }: Resource, { existing, candidates }: AssociationFacts): boolean {
  const ofResource = new Set(existing.map((association) => association.guid))
  return candidates.some(({ name, associations }) => {
    const subject = printSubject(name)
    const ofSubject = new Set(associations.map((association) => association.guid))
    return (
      associations.some((seen) => seen.resourceId === resourceId && !ofResource.has(seen.guid)) ||
      existing.some((seen) => seen.subject === subject && !ofSubject.has(seen.guid))
    )
  })
}

interface Target {
  readonly wish: AssociationWish
  readonly name: QualifiedSubject
}

/**
 * The associations of a resource: by its id; without one (a dry run) those of the resource of that
 * name that was touched last.
 */
export async function readExisting(
  room: RegistryRoom,
  { resourceId, resourceName, resourceNamespace }: Resource,
): Promise<readonly Association[]> {
  const resourceType = RESOURCE_TYPE
  if (resourceId !== undefined) {
    return await room.store.associations.list({ resourceId, resourceType }, wholeList)
  }
  const named = await room.store.associations.list(
    { resourceName, resourceNamespace, resourceType },
    wholeList,
  )
  const newest = named.toSorted((a, b) => b.updateTs - a.updateTs)[0]
  return named.filter((association) => association.resourceId === newest?.resourceId)
}

/** The subject meant: the one sent; else an upsert keeps the current one; else the resource's own. */
async function targetSubject(
  room: RegistryRoom,
  verb: AssociationVerb,
  resource: Resource,
  { subject, associationType }: AssociationWish,
  existing: readonly Association[],
): Promise<QualifiedSubject> {
  if (subject !== undefined) return await resolveAlias(room, subject, 'schemas')
  const current = existing.find((association) => association.associationType === associationType)
  return verb === 'upsert' && current !== undefined
    ? parseSubject(current.subject)
    : defaultSubject(resource, associationType)
}

async function readCandidate(
  room: RegistryRoom,
  { wish, name }: Target,
  targets: readonly Target[],
): Promise<Candidate> {
  const { state, scopes } = await readFacts(room, name)
  const versions = state.versions.map((record) => record.version)
  const [associations, registeredAs, referenced] = await Promise.all([
    room.store.associations.list({ subject: printSubject(name) }, wholeList),
    findRegistered(room, name, wish),
    room.store.subjects.findReferenced(name, versions, { whom: 'anyone', includeDeleted: true }),
  ])
  return {
    wish,
    name,
    revision: state.revision,
    mode: effectiveMode(state, scopes),
    liveVersions: liveVersions(state).map(({ version }) => version),
    registeredAs,
    associations,
    isReferenced: referenced !== undefined || targets.some((target) => refersTo(target, name)),
  }
}

async function findRegistered(
  room: RegistryRoom,
  name: QualifiedSubject,
  { schema, normalize }: AssociationWish,
): Promise<number | undefined> {
  if (schema === undefined) return undefined
  try {
    const known = await lookUpSchema(room, name, schema, { normalize, format: '', deleted: false })
    // A lookup goes on in other contexts; what it finds there is not registered here.
    return known.subject === printSubject(name) ? known.version : undefined
  } catch (thrown) {
    // What is not even a schema will be refused by the check for compatibility.
    const isAbsent =
      isRegistryError(thrown, 'SUBJECT_NOT_FOUND') ||
      isRegistryError(thrown, 'SCHEMA_NOT_FOUND') ||
      isInvalidSchema(thrown)
    if (isAbsent) return undefined
    throw thrown
  }
}

function refersTo({ wish, name }: Target, subject: QualifiedSubject): boolean {
  const references = wish.schema?.references ?? []
  return references.some(
    (reference) =>
      reference.subject !== undefined &&
      subjectKey(referencedSubject(reference.subject, name.context)) === subjectKey(subject),
  )
}
