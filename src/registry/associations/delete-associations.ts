import { registryError } from '../../errors/registry-error.ts'
import type { Association } from '../../model/association.ts'
import { parseSubject } from '../../model/subject.ts'
import type { QualifiedSubject } from '../../model/subject.ts'
import type { SubjectState } from '../../store/store.ts'
import type { DeleteAssociationsOptions } from '../association-shapes.ts'
import { carryOutDeletion } from '../carry-out-deletion.ts'
import { effectiveMode } from '../effective-mode.ts'
import type { Caller } from '../offers.ts'
import { readFacts } from '../read-facts.ts'
import type { RegistryRoom } from '../registry-room.ts'
import { landed, moved, retryOnMoved } from '../retry-on-moved.ts'
import { RESOURCE_TYPE } from './association-wish.ts'
import { wholeList } from './read-candidates.ts'
import { refuseReadOnly } from './refuse-association.ts'
import { takeTurns } from './take-turns.ts'

/**
 * Removes associations of a resource; a cascade takes the subjects that belong to it alone along,
 * for good. All checks come before the first deletion.
 *
 * @throws RegistryError ASSOCIATION_NOT_FOUND, ASSOCIATION_FROZEN, READ_ONLY_MODE,
 *   SUBJECT_REFERENCE_EXISTS
 * @see Rest-api 3.14, "Delete"
 */
export async function deleteAssociations(
  room: RegistryRoom,
  resourceId: string,
  options: DeleteAssociationsOptions,
  caller: Caller,
): Promise<void> {
  await takeTurns(room, async () => {
    const existing = await room.store.associations.list({ resourceId }, wholeList)
    const doomed = existing.filter((association) => isMeant(association, options))
    if (doomed.length === 0) throw registryError('ASSOCIATION_NOT_FOUND', { resource: resourceId })
    const concerned: Concerned[] = []
    for (const association of doomed) {
      concerned.push(await readConcerned(room, association, options))
    }
    if (options.dryRun) return landed(undefined)

    // Subjects go first: were the associations gone already, a retry would not find its way back.
    const going = concerned.filter(({ state, goes }) => goes && state.versions.length > 0)
    for (const { state } of going) await deleteForGood(room, state.name, caller)
    if (going.length > 0) return moved
    const written = await room.store.associations.write({
      principal: caller.principal,
      save: [],
      remove: doomed.map((association) => association.guid),
      basedOn: [...existing, ...concerned.flatMap(({ associations }) => associations)],
      subjects: concerned.map(({ state }) => state),
      resourceId,
    })
    return written.kind === 'moved' ? written : landed(undefined)
  })
}

function isMeant(
  { resourceType, associationType }: Association,
  options: DeleteAssociationsOptions,
): boolean {
  const { associationTypes } = options
  return (
    resourceType === (options.resourceType ?? RESOURCE_TYPE) &&
    (associationTypes.length === 0 || associationTypes.includes(associationType))
  )
}

interface Concerned {
  readonly state: SubjectState
  /** Of the subject, those of other resources included. */
  readonly associations: readonly Association[]
  /** The subject goes with the association. */
  readonly goes: boolean
}

/** Checks one association, and tells what becomes of its subject. */
async function readConcerned(
  room: RegistryRoom,
  { subject, associationType, lifecycle, frozen }: Association,
  { cascadeLifecycle }: DeleteAssociationsOptions,
): Promise<Concerned> {
  if (frozen && !cascadeLifecycle) {
    throw registryError('ASSOCIATION_FROZEN', { associationType, subject })
  }
  const name = parseSubject(subject)
  const { state, scopes } = await readFacts(room, name)
  const mode = effectiveMode(state, scopes)
  refuseReadOnly(mode, name)
  const associations = await room.store.associations.list({ subject }, wholeList)
  if (!cascadeLifecycle || lifecycle !== 'STRONG' || mode === 'IMPORT') {
    return { state, associations, goes: false }
  }
  const versions = state.versions.map((record) => record.version)
  const referenced = await room.store.subjects.findReferenced(name, versions, {
    whom: 'others',
    includeDeleted: true,
  })
  if (referenced !== undefined) throw registryError('SUBJECT_REFERENCE_EXISTS', { subject })
  return { state, associations, goes: true }
}

/** Deletes a subject softly, then permanently; one that is gone already is fine. */
async function deleteForGood(
  room: RegistryRoom,
  name: QualifiedSubject,
  caller: Caller,
): Promise<void> {
  for (const permanent of [false, true]) {
    await retryOnMoved(async () => {
      const facts = await readFacts(room, name)
      const versions = facts.state.versions
        .filter((record) => record.deleted === permanent)
        .map((record) => record.version)
      if (versions.length === 0) return landed(undefined)
      const deletion = { versions, stillLive: undefined, emptiesSubject: false }
      const options = { ...caller, kind: 'subject', permanent } as const
      const written = await carryOutDeletion(room, facts, deletion, options)
      return written === 'moved' ? moved : landed(undefined)
    })
  }
}
