import { LRUCache } from 'lru-cache'
import { assertNever } from '../../errors/assert-never.ts'
import type { VersionRecord } from '../../model/version-record.ts'
import { subjectKey } from '../../model/subject.ts'
import type { QualifiedSubject } from '../../model/subject.ts'
import type {
  SubjectState,
  SubjectStore,
  VersionPlan,
  VersionsPlan,
  VersionsWritten,
  VersionWritten,
} from '../store.ts'
import type { ChangeRow, PublishChanges } from './changes.ts'
import type { ConfigJson } from './content-json.ts'
import { decodeConfig } from './content-json.ts'
import type { Mode } from '../../model/mode.ts'
import type { Database } from './database.ts'
import type { Sealer } from './sealer.ts'
import { toStoredText } from './stored-text.ts'
import { canShare, writeRegistrations, writeVersion } from './registrations.ts'
import type { VersionAnswer } from './registrations.ts'
import { WriteTogether } from './write-together.ts'

interface SubjectRow {
  readonly revision: number
  readonly config: ConfigJson | null
  readonly mode: Mode | null
  readonly versions:
    | readonly (readonly [
        version: number,
        schemaId: number,
        guid: string,
        deleted: boolean,
        writtenAt: number,
      ])[]
    | null
}

type VersionsAnswer =
  | { readonly kind: 'written'; readonly changes: readonly ChangeRow[] }
  | { readonly kind: 'moved' }
  | { readonly kind: 'referenced'; readonly version: number }

// Enough for the subjects being written to right now.
const RECENT_VERSIONS = 100_000

/** Keeps subjects and their versions in tables of those names. */
export function createSubjectStore(
  database: Database,
  publish: PublishChanges,
  sealer: Sealer,
): SubjectStore {
  // A registration's answer is the state it was decided upon plus one record: with that state at
  // hand, a subject of thousands of versions need not be read anew for each of them.
  const recent = new LRUCache<string, SubjectState>({
    maxSize: RECENT_VERSIONS,
    sizeCalculation: (state) => state.versions.length + 1,
  })

  async function read(name: QualifiedSubject): Promise<SubjectState> {
    const [row] = await database.query<SubjectRow>(selectSubject, [
      toStoredText(name.context),
      toStoredText(name.subject),
    ])
    const state = toState(name, row, sealer)
    recent.set(subjectKey(name), state)
    return state
  }

  async function stateAfter(
    plan: VersionPlan,
    record: VersionRecord,
    answer: { readonly purged: readonly number[]; readonly changes: readonly ChangeRow[] },
  ): Promise<SubjectState> {
    const before = recent.get(subjectKey(plan.name))
    if (before?.revision !== plan.subjectRevision) return read(plan.name)
    const versions = withRecord(before.versions, record, answer.purged)
    const state = { ...before, revision: plan.subjectRevision + 1, versions }
    recent.set(subjectKey(plan.name), state)
    return state
  }

  const registrations = new WriteTogether<VersionPlan, VersionAnswer>({
    laneOf: ({ name }) => subjectKey(name),
    canShare,
    together: (plans) => writeRegistrations(database, plans, sealer),
    alone: (plan) => writeVersion(database, plan, sealer),
    foregone: ({ follows }) => (follows?.failed === true ? { kind: 'moved' } : undefined),
    settled: ({ fate }, answer) => {
      if (fate !== undefined && answer?.kind !== 'written') fate.failed = true
    },
  })

  async function register(plan: VersionPlan): Promise<VersionWritten> {
    const answer = await registrations.write(plan)
    switch (answer.kind) {
      case 'written': {
        publish(answer.changes)
        const record: VersionRecord = {
          version: plan.version,
          schemaId: answer.schemaId,
          guid: plan.schema.guid,
          deleted: false,
          writtenAt: answer.writtenAt,
        }
        const state = await stateAfter(plan, record, answer)
        return { kind: 'written', record, state, isNewContent: answer.isNew }
      }
      case 'reference-gone': {
        const target = plan.references[answer.target]
        if (target === undefined) throw new Error('write_version named a target it was not given')
        return { kind: 'reference-gone', target }
      }
      case 'moved':
      case 'id-taken':
        return answer
      default:
        return assertNever(answer)
    }
  }

  async function writeVersions(
    action: 'soft-delete' | 'hard-delete' | 'restore',
    plan: VersionsPlan,
  ): Promise<VersionsWritten> {
    const { answer } = await database.write<{ answer: VersionsAnswer }>(callWriteVersions, [
      action,
      toStoredText(plan.name.context),
      toStoredText(plan.name.subject),
      plan.subjectRevision,
      plan.scopeRevision,
      plan.principal ?? null,
      plan.versions,
      plan.blockedBy === 'others',
      plan.touch,
    ])
    if (answer.kind !== 'written') return answer
    publish(answer.changes)
    return { kind: 'written', state: await read(plan.name) }
  }

  return {
    read,
    writeVersion: register,
    softDelete: (plan) => writeVersions('soft-delete', plan),
    hardDelete: (plan) => writeVersions('hard-delete', plan),
    restore: (plan) => writeVersions('restore', plan),
    async findReferenced(name, versions, by): Promise<number | undefined> {
      const [row] = await database.query<{ version: number | null }>(selectReferenced, [
        toStoredText(name.context),
        toStoredText(name.subject),
        versions,
        by.whom === 'others',
        !by.includeDeleted,
      ])
      return row?.version ?? undefined
    },
  }
}

/** Versions after a write; mostly the new one is behind all others, of which there may be thousands. */
function withRecord(
  before: readonly VersionRecord[],
  record: VersionRecord,
  purged: readonly number[],
): readonly VersionRecord[] {
  const isLast = record.version > (before.at(-1)?.version ?? 0)
  if (isLast && purged.length === 0) return before.concat(record)
  const gone = new Set([...purged, record.version])
  const kept = before.filter(({ version }) => !gone.has(version))
  const next = kept.findIndex(({ version }) => version > record.version)
  return next < 0 ? kept.concat(record) : kept.toSpliced(next, 0, record)
}

function toState(
  name: QualifiedSubject,
  row: SubjectRow | undefined,
  sealer: Sealer,
): SubjectState {
  const versions = (row?.versions ?? []).map(
    ([version, schemaId, guid, deleted, writtenAt]): VersionRecord => ({
      version,
      schemaId,
      guid,
      deleted,
      writtenAt,
    }),
  )
  return {
    name,
    revision: row?.revision ?? 0,
    versions,
    config: row?.config ? decodeConfig(row.config, sealer) : undefined,
    mode: row?.mode ?? undefined,
  }
}

const selectSubject = {
  name: 'select subject',
  text: `
    select s.revision, c.config, m.mode,
      (select json_agg(json_build_array(v.version, v.schema_id, v.guid, v.deleted_at is not null,
          extract(epoch from v.written_at) * 1000) order by v.version)
        from versions v
        where v.subject_id = s.subject_id) as versions
    from contexts x
    join subjects s on s.context_id = x.context_id
    left join configs c on c.subject_id = s.subject_id
    left join modes m on m.subject_id = s.subject_id
    where x.name = $1 and s.name = $2`,
}

const callWriteVersions = {
  name: 'write versions',
  text: 'select write_versions($1, $2, $3, $4, $5, $6, $7, $8, $9) as answer',
}

const selectReferenced = {
  name: 'select referenced',
  text: `
    select first_referenced_version(s.subject_id, $3, $4, $5) as version
    from contexts x
    join subjects s on s.context_id = x.context_id
    where x.name = $1 and s.name = $2`,
}
