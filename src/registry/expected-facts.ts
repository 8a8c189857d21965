import type { VersionRecord } from '../model/version-record.ts'
import type { Fate, StoredContent, SubjectState, VersionPlan } from '../store/store.ts'
import type { Facts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'

/** What a subject will be like once the plans under way have landed. */
export interface Expected {
  readonly state: SubjectState
  /** The latest contents of those plans, which the store does not show yet. */
  readonly contents: Map<string, StoredContent>
  /** Of the last of those plans; it fails with any before it. */
  readonly fate: Fate
}

/** More than can be under way for one subject. */
const MAX_CONTENTS = 128

/** Stands for the id that a plan will be given; no decision to write looks at it. */
const UNKNOWN_ID = -1

/**
 * What a plan will leave, for the next decision to build upon.
 *
 * @param before what the plan was decided upon
 * @returns `undefined` for a plan that does more than add a version
 */
export function expectAfter(
  plan: VersionPlan,
  { state }: Facts,
  before: Expected | undefined,
): Expected | undefined {
  const { version, schema, schemaId, purge, fate } = plan
  const next = state.versions.findLastIndex((old) => old.version < version) + 1
  if (fate === undefined || purge.length > 0 || state.versions[next]?.version === version) {
    return undefined
  }
  const record: VersionRecord = {
    version,
    schemaId: schemaId === 'allocate' ? UNKNOWN_ID : schemaId,
    guid: schema.guid,
    deleted: false,
    writtenAt: Number.POSITIVE_INFINITY,
  }
  const versions = state.versions.toSpliced(next, 0, record)
  const contents = before?.contents ?? new Map<string, StoredContent>()
  contents.set(schema.guid, schema)
  for (const guid of contents.keys()) {
    if (contents.size <= MAX_CONTENTS) break
    contents.delete(guid)
  }
  return { state: { ...state, revision: plan.subjectRevision + 1, versions }, contents, fate }
}

/** A room in which what is expected has come true. */
export function roomExpecting(room: RegistryRoom, { state, contents }: Expected): RegistryRoom {
  const { subjects, schemas } = room.store
  return {
    ...room,
    store: {
      ...room.store,
      subjects: { ...subjects, read: () => Promise.resolve(state) },
      schemas: {
        ...schemas,
        readContent: (guid) => {
          const expected = contents.get(guid)
          return expected === undefined ? schemas.readContent(guid) : Promise.resolve(expected)
        },
      },
    },
  }
}
