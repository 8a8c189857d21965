import { randomUUID } from 'node:crypto'
import { registryError } from '../../errors/registry-error.ts'
import type { Association } from '../../model/association.ts'
import { printSubject, subjectKey } from '../../model/subject.ts'
import type { AssociationPlan } from '../../store/store.ts'
import type { SchemaAnswer } from '../answers.ts'
import type {
  AnsweredAssociation,
  AssociationAnswer,
  AssociationOptions,
  AssociationRequest,
} from '../association-shapes.ts'
import { checkCompatibility } from '../check-compatibility.ts'
import type { Caller } from '../offers.ts'
import { registerSchema } from '../register-schema.ts'
import type { RegistryRoom } from '../registry-room.ts'
import { landed, moved } from '../retry-on-moved.ts'
import { RESOURCE_TYPE } from './association-wish.ts'
import type { AssociationVerb, Resource } from './association-wish.ts'
import { decideAssociations } from './decide-associations.ts'
import type { Candidate, PlannedAssociation } from './decide-associations.ts'
import { readAssociationFacts } from './read-candidates.ts'
import type { AssociationFacts } from './read-candidates.ts'
import { refuseUnregistrable } from './refuse-unregistrable.ts'
import { takeTurns } from './take-turns.ts'
import { validateRequest } from './validate-request.ts'

/**
 * Associates a resource with subjects, registering the schemas that come along.
 *
 * Every check comes before the first write. Should another writer interfere between the
 * registrations and the associations, all is decided anew; repeating the request is safe.
 *
 * @param verb `create` refuses types already associated otherwise, `upsert` changes them
 * @returns only what this call wrote; nothing in a dry run
 * @throws RegistryError INVALID_ASSOCIATION and whatever rest-api 3.14 names
 */
export async function applyAssociations(
  room: RegistryRoom,
  verb: AssociationVerb,
  request: AssociationRequest,
  options: AssociationOptions,
  caller: Caller,
): Promise<AssociationAnswer> {
  const { resource, wishes } = validateRequest(request, verb, options)
  const written = await takeTurns(room, async () => {
    const facts = await readAssociationFacts(room, verb, resource, wishes)
    if (facts === undefined) return moved
    const planned = decideAssociations(verb, resource, facts.candidates, facts.existing)
    for (const plan of planned) await requireCompatible(room, plan)
    for (const { candidate } of planned) await requireRegistrable(room, candidate)
    if (options.dryRun || planned.length === 0) return landed([])

    const registered: (SchemaAnswer | undefined)[] = []
    for (const plan of planned) registered.push(await registerOffered(room, plan, caller))
    const saved = planned.map((plan) => toAssociation(plan, resource))
    const outcome = await room.store.associations.write({
      principal: caller.principal,
      save: saved,
      remove: [],
      basedOn: seenAssociations(facts),
      subjects: facts.candidates.map((candidate) =>
        expectedSubject(candidate, planned, registered),
      ),
      resourceId: resource.resourceId ?? '',
    })
    if (outcome.kind === 'moved') return outcome
    return landed(saved.map((association, i) => answerFor(association, registered[i])))
  })
  return { ...resource, resourceType: RESOURCE_TYPE, associations: written }
}

/** An association as an answer shows it. */
export function answerFor(
  { subject, associationType, lifecycle, frozen }: Association,
  schema: SchemaAnswer | undefined,
): AnsweredAssociation {
  const shown = { subject, associationType, lifecycle, frozen }
  return schema === undefined ? shown : { ...shown, schema }
}

async function requireCompatible(
  room: RegistryRoom,
  { candidate: { wish, name } }: PlannedAssociation,
): Promise<void> {
  if (wish.schema === undefined) return
  const options = { normalize: wish.normalize, verbose: false }
  const { compatible, messages, incompatibilities } = await checkCompatibility(
    room,
    name,
    'all',
    wish.schema,
    options,
  )
  if (compatible) return
  const extras = { incompatibilities }
  throw registryError('INCOMPATIBLE_ASSOCIATION_SCHEMA', { messages }, { extras })
}

async function requireRegistrable(
  room: RegistryRoom,
  { wish: { schema }, name, registeredAs }: Candidate,
): Promise<void> {
  if (schema !== undefined && registeredAs === undefined) {
    await refuseUnregistrable(room, name, schema)
  }
}

async function registerOffered(
  room: RegistryRoom,
  { candidate: { wish, name } }: PlannedAssociation,
  caller: Caller,
): Promise<SchemaAnswer | undefined> {
  if (wish.schema === undefined) return undefined
  const options = { ...caller, normalize: wish.normalize, force: false, format: '' }
  return await registerSchema(room, name, wish.schema, options)
}

function toAssociation(
  { candidate, lifecycle, frozen, current }: PlannedAssociation,
  { resourceName, resourceNamespace, resourceId = '' }: Resource,
): Association {
  const now = Date.now()
  return {
    subject: printSubject(candidate.name),
    guid: current?.guid ?? randomUUID(),
    resourceName,
    resourceNamespace,
    resourceId,
    resourceType: RESOURCE_TYPE,
    associationType: candidate.wish.associationType,
    lifecycle,
    frozen,
    createTs: current?.createTs ?? now,
    // Racing changes are told apart by this time: it must move even within one millisecond.
    updateTs: Math.max(now, (current?.updateTs ?? 0) + 1),
  }
}

function seenAssociations({ existing, candidates }: AssociationFacts): readonly Association[] {
  const seen = [...existing, ...candidates.flatMap((candidate) => candidate.associations)]
  return [...new Map(seen.map((association) => [association.guid, association])).values()]
}

/** The subject as it was seen, moved on by each version that was registered since by this call. */
function expectedSubject(
  { name, revision, liveVersions }: Candidate,
  planned: readonly PlannedAssociation[],
  registered: readonly (SchemaAnswer | undefined)[],
): AssociationPlan['subjects'][number] {
  const versions = planned.flatMap(({ candidate }, i) =>
    subjectKey(candidate.name) === subjectKey(name) ? (registered[i]?.version ?? []) : [],
  )
  const fresh = new Set(versions.filter((version) => !liveVersions.includes(version)))
  return { name, revision: revision + fresh.size }
}
