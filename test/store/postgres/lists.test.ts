import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubjectPrefix, printSubject } from '../../../src/model/subject.ts'
import { migrate, readMigrations } from '../../../src/store/postgres/migrate.ts'
import { openStore } from '../../../src/store/postgres/postgres-store.ts'
import type { DeletedFilter, SchemaListFilter, Store } from '../../../src/store/store.ts'
import { emptyDatabase, freshDatabase } from '../../database.ts'
import type { TestDatabase } from '../../database.ts'
import { basisOf, newContent, register, writeVersions } from '../store-writer.ts'

const SUBJECTS = 700
const VERSIONS = 6

// Every third subject in a context of its own; gaps, and subjects of which nothing lives.
const load = [
  'set session_replication_role = replica',
  `select open_context('.b')`,
  `update contexts set listed = true where name = '.b'`,
  `insert into contents (guid, digest, schema_type, schema_text, normalized, schema_references,
      rule_types)
    select md5(i::text)::uuid, decode(md5(i::text), 'hex'), 'AVRO', i::text, false, '[]',
      case when i % 2 = 0 then array['CEL'] else '{}' end
    from generate_series(0, ${SUBJECTS * VERSIONS - 1}) i`,
  `insert into schema_ids (context_id, schema_id, guid, current, rule_types)
    select case when i / ${VERSIONS} % 3 = 0 then c.context_id else 1 end, i + 1,
      md5(i::text)::uuid, true, case when i % 2 = 0 then array['CEL'] end
    from generate_series(0, ${SUBJECTS * VERSIONS - 1}) i, contexts c where c.name = '.b'`,
  `insert into subjects (context_id, name, printed, revision, standing)
    select case when i % 3 = 0 then c.context_id else 1 end, format('s-%s', i),
      case when i % 3 = 0 then ':.b:' else '' end || format('s-%s', i), 1,
      case when i % 50 = 7 then 'deleted' else 'live' end
    from generate_series(0, ${SUBJECTS - 1}) i, contexts c where c.name = '.b'`,
  `insert into versions (subject_id, version, context_id, schema_id, deleted_at, written_at,
      registered_sequence, written_sequence, guid)
    select s.subject_id, v, s.context_id, i.schema_id,
      case when s.standing = 'deleted' or v = s.subject_id % 11 then now() end, now(), 0, 0, i.guid
    from subjects s cross join generate_series(1, ${VERSIONS}) v
    join schema_ids i on i.schema_id = split_part(s.name, '-', 2)::int * ${VERSIONS} + v`,
  `insert into configs (subject_id, config, alias_of)
    select s.subject_id, '{}', case when s.subject_id % 2 = 0 then ':.b:s-3' else 's-4' end
    from subjects s where s.subject_id % 10 = 0`,
  `insert into associations select gen_random_uuid(), s.printed, s.name, 'lkc', s.name, 'topic',
      'value', case when s.subject_id % 4 = 0 then 'STRONG' else 'WEAK' end, false, 1, 1
    from subjects s where s.subject_id % 2 = 0`,
  'analyze',
]

const plain: SchemaListFilter = {
  prefix: parseSubjectPrefix(':*:'),
  deleted: false,
  latestOnly: false,
  ruleType: undefined,
  associations: undefined,
  aliases: false,
  page: { offset: 0, limit: undefined },
}
const topics = { resourceType: 'topic', associationTypes: [] }
const filters: readonly Partial<SchemaListFilter>[] = [
  {},
  { prefix: parseSubjectPrefix('') },
  { prefix: parseSubjectPrefix(':.b:') },
  { prefix: parseSubjectPrefix(':.') },
  { prefix: parseSubjectPrefix(':.b') },
  { prefix: parseSubjectPrefix(':*:s-') },
  { prefix: parseSubjectPrefix('s-'), deleted: true },
  { deleted: true },
  { deleted: true, aliases: true },
  { aliases: true, prefix: parseSubjectPrefix('') },
  { ruleType: 'CEL' },
  { ruleType: 'CEL', deleted: true, prefix: parseSubjectPrefix('s') },
  { associations: { ...topics, lifecycles: [] } },
  { associations: { ...topics, lifecycles: ['NONE', 'WEAK'] }, deleted: true },
  { associations: { ...topics, lifecycles: ['NONE'] }, prefix: parseSubjectPrefix(':*:s') },
  { associations: { ...topics, lifecycles: ['WEAK', 'STRONG'] }, aliases: true },
]

describe('far pages', () => {
  let database: TestDatabase
  let store: Store
  let other: Store

  beforeAll(async () => {
    database = await freshDatabase()
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    for (const statement of load) await client.query(statement)
    await client.end()
    store = await openStore({ url: database.url })
    other = await openStore({ url: database.url })
  })
  afterAll(async () => {
    await other.close()
    await store.close()
    await database.drop()
  })

  const schemas = async (
    from: Store,
    filter: Partial<SchemaListFilter>,
    page = { offset: 0, limit: undefined } as SchemaListFilter['page'],
  ): Promise<readonly unknown[]> => from.lists.listSchemas({ ...plain, ...filter, page })

  const subjects = async (
    prefix: string,
    deleted: DeletedFilter,
    page = { offset: 0, limit: undefined } as SchemaListFilter['page'],
  ): Promise<readonly string[]> =>
    (await store.lists.listSubjects(parseSubjectPrefix(prefix), deleted, page)).map(printSubject)

  /** Whatever the whole list is, each page is its slice. */
  const expectPages = async (filter: Partial<SchemaListFilter>): Promise<void> => {
    const all = await schemas(store, filter)
    for (const offset of [all.length - 3, 0, 2_001, all.length >> 1, 2_500, all.length, 9_999]) {
      const page = { offset: Math.max(0, offset), limit: 5 }
      expect(await schemas(store, filter, page)).toEqual(all.slice(page.offset, page.offset + 5))
    }
  }

  it('are slices of the list, whatever the filter', async () => {
    for (const filter of filters) {
      await expectPages(filter)
      await expectPages({ ...filter, latestOnly: true })
    }
    expect((await schemas(store, {})).length).toBeGreaterThan(3_000)
  })

  it('are slices of the list while others delete, restore and register between them', async () => {
    const some = filters.filter((_, index) => index % 4 === 0)
    const early = { context: '.b', subject: 's-0' }
    const late = { context: '.', subject: 's-698' }
    await writeVersions(store, 'softDelete', early, [2, 3])
    for (const filter of some) await expectPages(filter)
    await writeVersions(store, 'hardDelete', early, [2, 3])
    for (const filter of some) await expectPages(filter)
    await register(store, late)
    await writeVersions(store, 'softDelete', late, [1])
    for (const filter of some) await expectPages(filter)
    await writeVersions(store, 'restore', late, [1])
    // Many new subjects at one place.
    for (let i = 0; i < 300; i++) await register(store, { context: '.', subject: `s-5-${i}` })
    for (const filter of filters) await expectPages(filter)
  })

  it('feel aliases and associations that come and go', async () => {
    const scope = { context: '.', subject: 's-10' }
    const filter = { aliases: true, prefix: parseSubjectPrefix('') }
    const before = await schemas(store, filter)
    await expectPages(filter)
    await store.settings.writeConfig({
      ...(await basisOf(store, scope)),
      scope,
      config: { alias: ':.b:s-0' },
    })
    expect((await schemas(store, filter)).length).toBeGreaterThan(before.length)
    await expectPages(filter)

    const associations = { ...topics, lifecycles: [] }
    await expectPages({ associations })
    const subject = 's-2'
    const association = {
      subject,
      guid: crypto.randomUUID(),
      resourceName: 'new',
      resourceNamespace: 'lkc',
      resourceId: 'new',
      resourceType: 'topic',
      associationType: 'key',
      lifecycle: 'WEAK',
      frozen: false,
      createTs: 1,
      updateTs: 1,
    } as const
    const { kind } = await store.associations.write({
      save: [association],
      remove: [],
      basedOn: [],
      subjects: [await store.subjects.read({ context: '.', subject })],
      resourceId: 'new',
      principal: undefined,
    })
    expect(kind).toBe('written')
    await expectPages({ associations })
  })

  it('feel what another process writes as soon as it is told', async () => {
    await expectPages({})
    const heard = new Promise<void>((resolve) => {
      const stop = store.changes.subscribe((change) => {
        if (change?.name.subject !== 's-1') return
        stop()
        resolve()
      })
    })
    await register(other, { context: '.', subject: 's-1' })
    await heard
    await expectPages({})
  })

  it('of subjects are slices, too, while subjects come and go', async () => {
    const names = Array.from({ length: 1_500 }, (_, i) => ({ context: '.', subject: `t-${i}` }))
    await Promise.all(names.map(async (name) => register(store, name)))
    const expectSlices = async (): Promise<void> => {
      for (const prefix of [':*:', '', ':.', ':*:t']) {
        for (const deleted of ['live', 'all', 'deleted-only'] as const) {
          const all = await subjects(prefix, deleted)
          for (const offset of [2_000, all.length - 2, 2_345]) {
            const page = { offset: Math.max(0, offset), limit: 7 }
            const slice = all.slice(page.offset, page.offset + 7)
            expect(await subjects(prefix, deleted, page)).toEqual(slice)
          }
        }
      }
    }
    await expectSlices()
    await writeVersions(store, 'softDelete', { context: '.', subject: 't-0' }, [1])
    await register(store, { context: '.', subject: 'a' })
    await register(store, { context: '.', subject: 't-999-9' })
    await expectSlices()
  })
})

describe('the list of schemas by rule type', () => {
  let database: TestDatabase
  let store: Store

  beforeAll(async () => {
    database = await freshDatabase()
    store = await openStore({ url: database.url })
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  const rule = (type: string): ReturnType<typeof newContent> =>
    newContent(undefined, {
      ruleSet: {
        domainRules: [{ name: 'r', kind: 'CONDITION', mode: 'WRITE', type, disabled: false }],
      },
    })
  const by = async (ruleType: string, change: Partial<SchemaListFilter> = {}): Promise<unknown> =>
    (await store.lists.listSchemas({ ...plain, ruleType, ...change })).map(
      ({ name, version }) => `${printSubject(name)} ${version}`,
    )

  it('knows new and known contents, in every context, alone and together', async () => {
    const [cel, jsonata] = [rule('CEL'), rule('JSONATA')]
    const name = (subject: string): { context: string; subject: string } => ({
      context: '.',
      subject,
    })
    await register(store, name('a'), cel)
    await register(store, name('b'), cel)
    await register(store, { context: '.x', subject: 'c' }, cel)
    await register(store, name('a'))
    await Promise.all([
      register(store, name('d'), cel),
      register(store, name('e'), jsonata),
      register(store, name('f')),
      register(store, name('g'), jsonata),
    ])
    expect(await by('CEL')).toEqual([':.x:c 1', 'a 1', 'b 1', 'd 1'])
    expect(await by('JSONATA')).toEqual(['e 1', 'g 1'])
    expect(await by('CEL', { latestOnly: true })).toEqual([':.x:c 1', 'b 1', 'd 1'])
    expect(await by('CEL', { prefix: parseSubjectPrefix('') })).toEqual(['a 1', 'b 1', 'd 1'])
  })

  it('follows a version that is replaced or that goes', async () => {
    const name = { context: '.', subject: 'h' }
    const replace = { overwrite: true, version: 1, schemaId: 5_001 }
    await register(store, name, rule('ENCRYPT'), { schemaId: 5_000 })
    expect(await by('ENCRYPT')).toEqual(['h 1'])
    await register(store, name, rule('OTHER'), replace)
    expect(await by('ENCRYPT')).toEqual([])
    expect(await by('OTHER')).toEqual(['h 1'])
    await writeVersions(store, 'softDelete', name, [1])
    expect(await by('OTHER')).toEqual([])
    expect(await by('OTHER', { deleted: true })).toEqual(['h 1'])
    await writeVersions(store, 'hardDelete', name, [1])
    expect(await by('OTHER', { deleted: true })).toEqual([])
  })

  it('knows what was registered before there was such a list', async () => {
    const older = await emptyDatabase()
    const url = older.url
    await migrate(
      { url },
      readMigrations().filter(({ number }) => number < 7),
    )
    const writing = new pg.Client({ connectionString: url })
    await writing.connect()
    await writing.query(`
      select write_version('.', 'old', 0, 1, null, 1, false, null, gen_random_uuid(), 'd', 'AVRO',
        '"int"', null, false, '[]', null, null, array['CEL'], '{}', '{}', '{}', '{}', true)`)
    await writing.end()
    const newer = await openStore({ url })
    const listed = await newer.lists.listSchemas({ ...plain, ruleType: 'CEL' })
    expect(listed.map(({ name }) => printSubject(name))).toEqual(['old'])
    await newer.close()
    await older.drop()
  })
})
