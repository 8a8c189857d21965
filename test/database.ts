import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { launchDatabase } from '../src/store/postgres/launcher.ts'
import { migrate } from '../src/store/postgres/migrate.ts'

const TEMPLATE = 'concordat_template'
const URL_VARIABLE = 'CONCORDAT_TEST_DATABASE_URL'
const RUN_VARIABLE = 'CONCORDAT_TEST_RUN'

/** A database of one's own, migrated and empty. */
export interface TestDatabase {
  readonly url: string
  /** Ends its connections and removes it. */
  drop(): Promise<void>
}

/**
 * Gives every run of the suite one PostgreSQL: the server of CONCORDAT_TEST_DATABASE_URL, or the
 * embedded one without fsync; on it a migrated template, from which each test file takes a copy.
 */
export async function setup(_project: TestProject): Promise<() => Promise<void>> {
  const given = process.env[URL_VARIABLE]
  const embedded = given === undefined ? await launchDatabase({ dataDir: undefined }) : undefined
  const server = embedded?.url ?? given ?? ''
  const run = randomBytes(4).toString('hex')
  // Workers are forked from this process and inherit both.
  process.env[URL_VARIABLE] = server
  process.env[RUN_VARIABLE] = run
  await create(server, template(run), undefined)
  await migrate({ url: databaseUrl(server, template(run)) })
  return async () => {
    if (embedded) await embedded.stop()
    else await dropAll(server, run)
    if (given === undefined) Reflect.deleteProperty(process.env, URL_VARIABLE)
  }
}

/** Makes a migrated database out of the template; about 30 ms. */
export async function freshDatabase(): Promise<TestDatabase> {
  return copyOf((run) => template(run))
}

/** Makes a database without any tables. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return copyOf(() => undefined)
}

async function copyOf(source: (run: string) => string | undefined): Promise<TestDatabase> {
  const server = process.env[URL_VARIABLE]
  const run = process.env[RUN_VARIABLE]
  if (server === undefined || run === undefined) {
    throw new Error('No test database: vitest.config.ts must name test/database.ts as global setup')
  }
  const name = `concordat_${run}_${randomBytes(6).toString('hex')}`
  await create(server, name, source(run))
  return {
    url: databaseUrl(server, name),
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  }
}

const template = (run: string): string => `${TEMPLATE}_${run}`

function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function create(server: string, name: string, source: string | undefined): Promise<void> {
  const from = source ?? 'template0'
  // Encoding and order of bytes, whatever the server's defaults are.
  await administer(server, `create database ${name} template ${from} encoding 'UTF8'`)
}

async function dropAll(server: string, run: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select datname as name from pg_database where datname = $1 or datname like $2`,
      [template(run), `concordat\\_${run}\\_%`],
    )
    for (const { name } of rows) await client.query(`drop database if exists ${name} with (force)`)
  } finally {
    await client.end()
  }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
