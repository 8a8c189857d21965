// Every list endpoint at 100,000 subjects and 1,000,000 versions: a page of 1,000, over HTTP, from
// sending the request to having the whole answer. DATABASE_URL names an empty database to load;
// without it an embedded one is started.

import { Agent, get } from 'node:http'
import pg from 'pg'
import { launchDatabase } from '../dist/store/postgres/launcher.js'
import { migrate } from '../dist/store/postgres/migrate.js'
import { ask, startServer } from './server-process.js'

const SUBJECTS = 100_000
const VERSIONS = 10
const BOUND_MS = 20
const WARM_UP = 60
const ROUNDS = 41

// A tenth of the subjects in a context of their own, a tenth of the first versions soft-deleted,
// one content in a thousand with a rule, one version that many point at, and one with many uses.
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
  `insert into schema_ids (context_id, schema_id, guid, current, rule_types)
    select case when ((i - 1) / ${VERSIONS}) % 10 = 3 then 3 else 1 end, i, md5(i::text)::uuid, true,
      case when i % 1000 = 7 then array['CEL'] end
    from generate_series(1, ${SUBJECTS * VERSIONS}) i`,
  `insert into subjects (context_id, name, printed, revision, standing)
    select case when i % 10 = 3 then 3 else 1 end, format('subject-%s', i),
      case when i % 10 = 3 then ':.b:' else '' end || format('subject-%s', i), ${VERSIONS}, 'live'
    from generate_series(0, ${SUBJECTS - 1}) i`,
  `insert into versions (subject_id, version, context_id, schema_id, deleted_at, written_at,
      registered_sequence, written_sequence, guid)
    select s.subject_id, v, s.context_id, i.schema_id,
      case when v = 1 and s.subject_id % 10 = 1 then now() end, now(), v, v, i.guid
    from subjects s cross join generate_series(1, ${VERSIONS}) v
    join schema_ids i on i.schema_id = split_part(s.name, '-', 2)::int * ${VERSIONS} + v`,
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

async function open() {
  const url = process.env.DATABASE_URL ?? (await launchDatabase({ dataDir: undefined })).url
  if ((await migrate({ url })).length > 0) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    for (const statement of load) await client.query(statement)
    await client.end()
  }
  const server = await startServer([], { DATABASE_URL: url })
  // Stops with this process, and the embedded database as well.
  process.once('exit', () => process.kill(server.pid))
  return server
}

let opened
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** Milliseconds from the request to the last byte. */
function time(url) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    get(url, { agent }, (answer) => {
      answer.resume()
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(performance.now() - start)
        else reject(new Error(`${url}: ${answer.statusCode}`))
      })
    }).on('error', reject)
  })
}

const topics = 'resourceType=topic&lifecycle=WEAK'
// A path, or what gives the path of a round.
const lists = {
  'subjects of a context': '/subjects?subjectPrefix=:.:&limit=1000',
  'subjects, everywhere': '/subjects?deleted=true&limit=1000',
  'subjects, far into the list': (round) => `/subjects?limit=1000&offset=${90_000 - round * 1_237}`,
  'subjects by prefix': '/subjects?subjectPrefix=:.b:subject-1&limit=1000',
  'subjects by prefix, everywhere': '/subjects?subjectPrefix=:*:subject-99&limit=1000',
  'subjects of contexts': '/subjects?subjectPrefix=:.b&limit=1000',
  'subjects, deleted only': '/subjects?deletedOnly=true&limit=1000',
  schemas: '/schemas',
  'schemas, everywhere': '/schemas?subjectPrefix=:*:',
  'schemas, deleted too': '/schemas?deleted=true',
  'schemas, latest only': '/schemas?latestOnly=true',
  'schemas by prefix, everywhere': '/schemas?subjectPrefix=:*:subject-99',
  'schemas, far into the list': (round) => `/schemas?offset=${90_000 - round * 1_237}`,
  'schemas, at the end of the list': (round) => `/schemas?offset=${888_000 - round * 1_237}`,
  'schemas, latest only, far': (round) => `/schemas?latestOnly=true&offset=${80_000 - round * 937}`,
  'schemas by rule type': '/schemas?ruleType=CEL',
  'schemas by rule type, latest only': '/schemas?ruleType=CEL&latestOnly=true&subjectPrefix=:*:',
  'schemas by unknown rule type': '/schemas?ruleType=X',
  'schemas with aliases': '/schemas?aliases=true',
  'schemas by association': `/schemas?${topics}`,
  'schemas by association, latest only': `/schemas?latestOnly=true&subjectPrefix=:*:&${topics}`,
  'schemas without association': '/schemas?lifecycle=NONE',
  referrers: '/subjects/subject-0/versions/10/referencedby',
  'versions of a subject': '/subjects/subject-7/versions',
  'subjects of an id': '/schemas/ids/71/subjects',
  'versions of an id': '/schemas/ids/71/versions',
  'ids of a guid': '/schemas/guids/e2c420d9-28d4-bf8c-e0ff-2ec19b371514/ids',
  contexts: '/contexts',
  'associations of a subject': '/associations/subjects/subject-99',
}

/** The median of many requests, when the process has seen some. */
async function median(path) {
  opened ??= open()
  const { url } = await opened
  const at = (round) => url + (typeof path === 'string' ? path : path(round))
  for (let round = 0; round < WARM_UP; round++) await time(at(round))
  const times = []
  for (let round = 0; round < ROUNDS; round++) times.push(await time(at(round)))
  return times.sort((a, b) => a - b)[ROUNDS >> 1]
}

/** A far page when each is asked for behind a write to a subject before it. */
async function whileWriting() {
  const { url } = await opened
  const times = []
  for (let round = 0; round < ROUNDS; round++) {
    const subject = round * 997 + 1
    const schema = JSON.stringify({
      type: 'record',
      name: `R${(subject + 1) * VERSIONS}`,
      doc: `${Date.now()}`,
      fields: [{ name: 'f', type: 'string' }],
    })
    await ask(`${url}/subjects/subject-${subject}/versions`, 'POST', { schema })
    times.push(await time(`${url}/schemas?offset=${90_000 + round * 1_000}`))
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1]
}

export const rows = [
  ...Object.entries(lists).map(([name, path]) => ({
    name,
    bound: BOUND_MS,
    unit: 'ms',
    run: () => median(path),
  })),
  {
    name: 'schemas, far into the list, while others write',
    bound: BOUND_MS,
    unit: 'ms',
    run: whileWriting,
  },
]
