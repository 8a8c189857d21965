// Registration over HTTP against one SQL function call per registration through pg alone, on the
// same PostgreSQL with fsync on.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { launchDatabase } from '../dist/store/postgres/launcher.js'
import { load, request } from './load.js'
import { record, startServer } from './server-process.js'

const CONNECTIONS = 32
const ROUNDS = 3
const PER_ROUND = 3000

/** The least a registry must write: lock the subject, count its versions, keep text, id and version. */
const minimum = `
  create table bench_subjects (name text primary key);
  create table bench_ids (id bigint generated always as identity primary key, digest bytea unique, text text);
  create table bench_versions (subject text references bench_subjects, version int, id bigint references bench_ids, primary key (subject, version));
  create function bench_register(p_subject text, p_text text) returns bigint language plpgsql as $$
  declare v_id bigint; v_version int;
  begin
    insert into bench_subjects values (p_subject) on conflict do nothing;
    perform from bench_subjects where name = p_subject for update;
    select coalesce(max(version), 0) + 1 into v_version from bench_versions where subject = p_subject;
    select id into v_id from bench_ids where digest = sha256(p_text::bytea);
    if v_id is null then
      insert into bench_ids (digest, text) values (sha256(p_text::bytea), p_text) returning id into v_id;
    end if;
    insert into bench_versions values (p_subject, v_version, v_id);
    return v_id;
  end $$`

/** Version after version stays compatible: each has one optional field of its own. */
function versionText(subject, round, index) {
  const field = { name: `optional_${round}_${index}`, type: 'long', default: 0 }
  return record(subject.replaceAll('-', '_'), 5, [field])
}

async function floor(url, subjectOf, round) {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS })
  const statement = { name: 'register', text: 'select bench_register($1, $2)' }
  let next = 0
  const work = async () => {
    for (let i = next++; i < PER_ROUND; i = next++) {
      const subject = subjectOf(i)
      const values = [subject, versionText(subject, round, i)]
      await pool.query({ ...statement, values })
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
  const perSecond = PER_ROUND / ((performance.now() - started) / 1000)
  await pool.end()
  return perSecond
}

function ours(port, subjectOf, round) {
  const requests = Array.from({ length: PER_ROUND }, (_, i) => {
    const subject = subjectOf(i)
    const body = JSON.stringify({ schema: versionText(subject, round, i) })
    return request('POST', `/subjects/${subject}/versions`, body)
  })
  return load({ port, connections: CONNECTIONS, seconds: 120, requests, limit: PER_ROUND })
}

async function ratio(subjectOf) {
  const directory = mkdtempSync(join(tmpdir(), 'concordat-bench-'))
  const database = await launchDatabase({ dataDir: directory })
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(minimum)
  await client.end()
  const server = await startServer([], { DATABASE_URL: database.url })
  const ratios = []
  for (let round = 0; round < ROUNDS; round++) {
    const alone = await floor(database.url, subjectOf, round)
    ratios.push((await ours(server.port, subjectOf, round)) / alone)
  }
  await server.stop()
  await database.stop()
  rmSync(directory, { recursive: true, force: true })
  return ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]
}

export const rows = [
  {
    name: 'register over 1,000 subjects, 32 connections, fsync on, against pg alone',
    unit: 'x',
    atLeast: 0.35,
    run: () => ratio((i) => `subject-${i % 1000}-value`),
  },
  {
    name: 'register in one hot subject, 32 connections, fsync on, against pg alone',
    unit: 'x',
    atLeast: 0.35,
    run: () => ratio(() => 'hot-value'),
  },
]
