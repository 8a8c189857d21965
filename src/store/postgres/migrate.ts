import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { clientConfig } from './database.ts'
import type { DatabaseOptions } from './database.ts'
import { isDuplicate, mapDatabaseError } from './sqlstate.ts'

/** One numbered file of `migrations/`. */
export interface Migration {
  readonly number: number
  /** File name, such as `0001-tables.sql`. */
  readonly name: string
  readonly sql: string
  /** SHA-256 of the text, hexadecimal. */
  readonly checksum: string
}

// Three levels up from src/store/postgres as well as from dist/store/postgres.
const packaged = new URL('../../../migrations/', import.meta.url)

/** Reads the migrations of this package, in order. */
export function readMigrations(directory: URL = packaged): readonly Migration[] {
  return readdirSync(directory)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(name, directory), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      return { number: Number(name.slice(0, 4)), name, sql, checksum }
    })
}

// One of ours among all advisory locks of the database.
const LOCK = [1668247139, 0] as const

const createTable = `create table if not exists migrations (
  number integer primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default clock_timestamp()
)`

/**
 * Brings the database to the state that this code needs; rivals wait for each other.
 *
 * @returns names of the migrations applied, none when there was nothing to do
 * @throws Error with one clear sentence when the database is newer than the code, or cannot be ours,
 *   or a migration was edited after it was applied; RegistryError STORE_UNAVAILABLE
 */
export async function migrate(
  options: DatabaseOptions,
  migrations: readonly Migration[] = readMigrations(),
): Promise<readonly string[]> {
  // Waiting for rivals, and rewriting large tables, take as long as they take.
  const client = new pg.Client({ ...clientConfig(options), query_timeout: 0 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    if (await isUpToDate(client, migrations)) return []
    await client.query('select pg_advisory_lock($1, $2)', [...LOCK])
    await createMigrationsTable(client)
    const applied: string[] = []
    for (const migration of migrations) {
      if (await apply(client, migration)) applied.push(migration.name)
    }
    return applied
  } catch (thrown) {
    throw mapDatabaseError(thrown)
  } finally {
    // The lock goes with the connection.
    await client.end().catch(() => undefined)
  }
}

async function createMigrationsTable(client: pg.Client): Promise<void> {
  try {
    await client.query(createTable)
  } catch (thrown) {
    // `if not exists` still loses races where advisory locks are not shared (poolers).
    if (!isDuplicate(thrown)) throw thrown
  }
}

const lookAround = `select current_setting('server_encoding') as encoding,
  (select array_agg(attname::text) from pg_attribute
   where attrelid = to_regclass('migrations') and attnum > 0 and not attisdropped) as columns`

/** The usual start: one look, no lock. */
async function isUpToDate(client: pg.Client, migrations: readonly Migration[]): Promise<boolean> {
  const table = await client.query<{ encoding: string; columns: string[] | null }>(lookAround)
  const { encoding, columns } = table.rows[0] ?? { encoding: '', columns: null }
  if (encoding !== 'UTF8') {
    throw new Error(
      `The database has the encoding ${encoding}, in which not every schema can be written; it must be UTF8.`,
    )
  }
  if (columns === null) return false
  if (!['number', 'name', 'checksum'].every((column) => columns.includes(column))) {
    throw new Error(
      `The database has a table "migrations" of another program. Give Concordat a database of its own.`,
    )
  }
  const { rows } = await client.query<Pick<Migration, 'number' | 'name' | 'checksum'>>(
    'select number, name, checksum from migrations order by number',
  )
  const known = new Map(migrations.map((migration) => [migration.number, migration]))
  for (const row of rows) {
    const migration = known.get(row.number)
    if (migration === undefined) {
      throw new Error(
        `The database is newer than this program: it has migration ${row.name}, which is unknown here. Use the newer version of Concordat.`,
      )
    }
    refuseEdited(migration, row.checksum)
  }
  return rows.length === migrations.length
}

async function apply(client: pg.Client, migration: Migration): Promise<boolean> {
  await client.query('begin')
  try {
    // Claimed first: a rival that got here all the same waits for this row, and then skips.
    const claim = await client.query(
      'insert into migrations (number, name, checksum) values ($1, $2, $3) on conflict do nothing',
      [migration.number, migration.name, migration.checksum],
    )
    if (claim.rowCount === 0) {
      const { rows } = await client.query<{ checksum: string }>(
        'select checksum from migrations where number = $1',
        [migration.number],
      )
      refuseEdited(migration, rows[0]?.checksum)
      await client.query('commit')
      return false
    }
    await run(client, migration)
    await client.query('commit')
    return true
  } catch (thrown) {
    await client.query('rollback').catch(() => undefined)
    throw thrown
  }
}

async function run(client: pg.Client, { name, sql }: Migration): Promise<void> {
  try {
    await client.query(sql)
  } catch (thrown) {
    if (!isDuplicate(thrown)) throw thrown
    const { message } = thrown as Error
    throw new Error(
      `Migration ${name} cannot be applied: ${message}. If it is of another program, give Concordat a database of its own.`,
      { cause: thrown },
    )
  }
}

function refuseEdited(migration: Migration, checksum: string | undefined): void {
  if (checksum === migration.checksum) return
  throw new Error(
    `Migration ${migration.name} was applied to this database with another content than it has here.`,
  )
}
