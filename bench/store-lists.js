// Lists through the store, at 100,000 subjects and 1,000,000 versions: a page of 1,000 each.

import pg from 'pg'
import { launchDatabase } from '../dist/store/postgres/launcher.js'
import { openStore } from '../dist/store/postgres/postgres-store.js'

const SUBJECTS = 100_000
const VERSIONS = 10
const BOUND_MS = 20
const ROUNDS = 7

// A tenth of the subjects in a context of their own, a tenth of the first versions soft-deleted,
// one content in a thousand with a rule, and one version that many point at.
const load = [
  // The rows fit each other; checking a million references would take minutes.
  'set session_replication_role = replica',
  `select open_context('.b')`,
  `update contexts set listed = true where name = '.b'`,
  `insert into contents (guid, digest, schema_type, schema_text, normalized, schema_references,
      rule_types)
    select md5(i::text)::uuid, decode(md5(i::text), 'hex'), 'AVRO',
      format('{"type":"record","name":"R%s","fields":[{"name":"f","type":"string"}]}', i), false,
      '[]', case when i % 1000 = 7 then array['CEL'] else '{}' end
    from generate_series(1, ${SUBJECTS * VERSIONS}) i`,
  `insert into schema_ids (context_id, schema_id, guid, current)
    select case when ((i - 1) / ${VERSIONS}) % 10 = 3 then 3 else 1 end, i, md5(i::text)::uuid, true
    from generate_series(1, ${SUBJECTS * VERSIONS}) i`,
  `insert into subjects (context_id, name, printed, revision, standing)
    select case when i % 10 = 3 then 3 else 1 end, format('subject-%s', i),
      case when i % 10 = 3 then ':.b:' else '' end || format('subject-%s', i), ${VERSIONS}, 'live'
    from generate_series(0, ${SUBJECTS - 1}) i`,
  `insert into versions (subject_id, version, context_id, schema_id, deleted_at, written_at,
      registered_sequence, written_sequence)
    select s.subject_id, v, s.context_id, split_part(s.name, '-', 2)::int * ${VERSIONS} + v,
      case when v = 1 and s.subject_id % 10 = 1 then now() end, now(), v, v
    from subjects s cross join generate_series(1, ${VERSIONS}) v`,
  `insert into schema_references (subject_id, version, target_subject_id, target_version)
    select v.subject_id, v.version, 1, ${VERSIONS} from versions v
    where v.version = 2 and v.subject_id between 2 and 1500`,
  `insert into configs (subject_id, config, alias_of)
    select s.subject_id, '{"alias":"subject-5"}', 'subject-5' from subjects s
    where s.subject_id % 1000 = 0`,
  `insert into associations select md5('a' || s.subject_id)::uuid, s.printed, s.name, 'lkc',
      s.name, 'topic', 'value', 'WEAK', false, 1, 1 from subjects s where s.subject_id % 100 = 0`,
  'vacuum analyze',
]

let opened
/** Stops with the process. */
async function open() {
  const database = await launchDatabase({ dataDir: undefined })
  const client = new pg.Client({ connectionString: database.url })
  const store = await openStore({ url: database.url })
  await client.connect()
  for (const statement of load) await client.query(statement)
  await client.end()
  return store.lists
}

const page = { offset: 0, limit: 1_000 }
const deep = { offset: 90_000, limit: 1_000 }
const home = { kind: 'in-context', context: '.', prefix: '' }
const other = { kind: 'in-context', context: '.b', prefix: 'subject-1' }
const everywhere = { kind: 'anywhere', prefix: '' }
const named = { kind: 'anywhere', prefix: 'subject-99' }
const contexts = { kind: 'contexts', contextPrefix: '.b' }
const associations = { resourceType: 'topic', associationTypes: [], lifecycles: ['WEAK'] }
const filter = { prefix: home, deleted: false, latestOnly: false, aliases: false, page }
const target = { name: { context: '.', subject: 'subject-0' }, version: VERSIONS }

const lists = {
  'subjects of a context': (l) => l.listSubjects(home, 'live', page),
  'subjects, everywhere': (l) => l.listSubjects(everywhere, 'all', page),
  'subjects, far into the list': (l) => l.listSubjects(everywhere, 'live', deep),
  'subjects by prefix': (l) => l.listSubjects(other, 'live', page),
  'subjects by prefix, everywhere': (l) => l.listSubjects(named, 'live', page),
  'subjects of contexts': (l) => l.listSubjects(contexts, 'live', page),
  'subjects, deleted only': (l) => l.listSubjects(everywhere, 'deleted-only', page),
  schemas: (l) => l.listSchemas(filter),
  'schemas, everywhere': (l) => l.listSchemas({ ...filter, prefix: everywhere }),
  'schemas, deleted too': (l) => l.listSchemas({ ...filter, deleted: true }),
  'schemas, latest only': (l) => l.listSchemas({ ...filter, latestOnly: true }),
  'schemas by prefix, everywhere': (l) => l.listSchemas({ ...filter, prefix: named }),
  'schemas, far into the list': (l) => l.listSchemas({ ...filter, page: deep }),
  'schemas by rule type': (l) => l.listSchemas({ ...filter, ruleType: 'CEL' }),
  'schemas by unknown rule type': (l) => l.listSchemas({ ...filter, ruleType: 'X' }),
  'schemas with aliases': (l) => l.listSchemas({ ...filter, aliases: true }),
  'schemas by association': (l) => l.listSchemas({ ...filter, associations }),
  referrers: (l) => l.listReferrers(target, false, page),
}

export const rows = Object.entries(lists).map(([name, list]) => ({
  name,
  bound: BOUND_MS,
  unit: 'ms',
  async run() {
    opened ??= open()
    const store = await opened
    const times = []
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now()
      await list(store)
      times.push(performance.now() - start)
    }
    return times.sort((a, b) => a - b)[ROUNDS >> 1]
  },
}))
