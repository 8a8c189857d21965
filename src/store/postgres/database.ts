import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isRivalry, mapDatabaseError } from './sqlstate.ts'

/** One SQL statement; with a name it is planned once per connection. */
export interface Statement {
  /** At most 63 characters, unique among statements. */
  readonly name?: string
  readonly text: string
}

export interface DatabaseOptions {
  /** `postgres://…`, or `socket:/directory?db=name` for a Unix socket. */
  readonly url: string
  /** Connections to keep at most. Default 10. */
  readonly poolSize?: number
  /** Milliseconds to wait for a connection. Default 5,000. */
  readonly connectTimeoutMs?: number
  /** Milliseconds to wait for an answer. Default 60,000. */
  readonly queryTimeoutMs?: number
}

const RIVALRY_TRIES = 20
const INT8 = 20

// Counters and milliseconds stay far below 2^53.
const types = new pg.TypeOverrides()
types.setTypeParser(INT8, Number)

/** Settings that pool and single connections share. */
export function clientConfig(options: DatabaseOptions): pg.ClientConfig {
  return {
    connectionString: options.url,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    query_timeout: options.queryTimeoutMs ?? 60_000,
    keepAlive: true,
    application_name: 'concordat',
    types,
  }
}

/** The narrow waist: every statement but the migrations' and the listener's goes through here. */
export class Database {
  readonly #pool: pg.Pool

  constructor(options: DatabaseOptions) {
    this.#pool = new pg.Pool({
      ...clientConfig(options),
      max: options.poolSize ?? 10,
      idleTimeoutMillis: 60_000,
    })
    // A connection that breaks while idle is simply replaced by the next query.
    this.#pool.on('error', () => undefined)
  }

  /**
   * Runs one statement, in a transaction of its own.
   *
   * @throws RegistryError STORE_UNAVAILABLE, SCHEMA_TOO_LARGE
   */
  async query<Row>(statement: Statement, values: readonly unknown[]): Promise<readonly Row[]> {
    try {
      const result = await this.#pool.query({ ...statement, values: [...values] })
      return result.rows as Row[]
    } catch (thrown) {
      throw mapDatabaseError(thrown)
    }
  }

  /** Runs a statement that yields exactly one row. */
  async queryOne<Row>(statement: Statement, values: readonly unknown[]): Promise<Row> {
    const [row] = await this.query<Row>(statement, values)
    if (row === undefined) throw new Error(`No row from: ${statement.text}`)
    return row
  }

  /** Runs a writing statement, again when rivals got in each other's way. */
  async write<Row>(statement: Statement, values: readonly unknown[]): Promise<Row> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.queryOne<Row>(statement, values)
      } catch (thrown) {
        if (!isRivalry(thrown) || attempt === RIVALRY_TRIES) throw thrown
        await sleep(Math.random() * 2 * attempt)
      }
    }
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }
}
