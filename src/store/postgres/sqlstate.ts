import pg from 'pg'
import { registryError } from '../../errors/registry-error.ts'

/** SQLSTATEs under names that say what they mean; by class where two characters suffice. */
const unavailable = new Set([
  '08', // connection lost
  '28', // the user or password is refused
  '3D000', // the database does not exist
  '53', // out of connections, memory or disk
  '57P01', // shutting down
  '57P02', // crashed
  '57P03', // starting up
  '57P04', // dropped
  '57P05', // idle for longer than it permits
  '57014', // canceled, mostly by the statement timeout that its operator has set
  '55P03', // a lock was not to be had within the timeout
  '25P03', // a transaction was idle for longer than it permits
  '25P04', // a transaction took longer than it permits
  '58', // the system beneath it failed: a disk, mostly
  '25006', // read-only: a standby, in the middle of a failover
])

const rivalry = new Set([
  '40001', // serialization failure; our functions raise it when a rival came between
  '40P01', // deadlock
  '23503', // a referenced row went meanwhile
])

/** A row outgrows an index or a value: mostly a name of some thousand characters. */
const PROGRAM_LIMIT_EXCEEDED = '54000'

/** A sequence of schema ids has come to its end. */
const SEQUENCE_LIMIT_EXCEEDED = '2200H'

/** The object was made by a rival between our look and our own try. */
const duplicates = new Set(['42P06', '42P07', '23505', '42710'])

function sqlstate(thrown: unknown): string | undefined {
  return thrown instanceof pg.DatabaseError ? thrown.code : undefined
}

/** Tells whether the same write may succeed when tried again at once. */
export function isRivalry(thrown: unknown): boolean {
  const state = sqlstate(thrown)
  return state !== undefined && rivalry.has(state)
}

/** Tells whether a table, sequence or row could not be made because it is there. */
export function isDuplicate(thrown: unknown): boolean {
  const state = sqlstate(thrown)
  return state !== undefined && duplicates.has(state)
}

/** Tells whether the table or column asked for does not exist. */
export function isUndefinedTable(thrown: unknown): boolean {
  return sqlstate(thrown) === '42P01'
}

/**
 * Turns what pg throws into what the store promises.
 *
 * @returns STORE_UNAVAILABLE when the database is away, SCHEMA_TOO_LARGE when it refuses the size of
 *   a record, IDS_EXHAUSTED; the thrown itself otherwise
 */
export function mapDatabaseError(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown
  const state = sqlstate(thrown)
  if (state === PROGRAM_LIMIT_EXCEEDED) {
    return registryError('SCHEMA_TOO_LARGE', undefined, { cause: thrown })
  }
  if (state === SEQUENCE_LIMIT_EXCEEDED) {
    return registryError('IDS_EXHAUSTED', undefined, { cause: thrown })
  }
  // Anything pg throws without a SQLSTATE comes from the connection, not from a statement.
  const away =
    thrown instanceof pg.DatabaseError
      ? state !== undefined && (unavailable.has(state) || unavailable.has(state.slice(0, 2)))
      : isConnectionError(thrown)
  if (!away) return thrown
  return registryError('STORE_UNAVAILABLE', { reason: thrown.message }, { cause: thrown })
}

const connectionMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (was closed|has encountered a connection error)|Cannot use a pool after calling end)/

function isConnectionError(error: Error): boolean {
  if (
    'syscall' in error ||
    ('code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code))
  ) {
    return true
  }
  // Several addresses were tried in vain.
  if (error instanceof AggregateError) return true
  return connectionMessages.test(error.message)
}
