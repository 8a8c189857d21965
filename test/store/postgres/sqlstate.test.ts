import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { mapDatabaseError } from '../../../src/store/postgres/sqlstate.ts'

/** What pg throws when the database says that. */
function refusal(code: string): Error {
  const error = new pg.DatabaseError('no', 2, 'error')
  error.code = code
  return error
}

describe('a database that cannot answer now may be asked again', () => {
  test.each([
    ['08006', 'the connection is lost'],
    ['53100', 'its disk is full'],
    ['53300', 'it has too many connections'],
    ['55P03', 'a lock is not to be had in time'],
    ['57014', 'it canceled the statement'],
    ['57P01', 'it shuts down'],
    ['57P05', 'the session was idle for too long'],
    ['25P03', 'the transaction was idle for too long'],
    ['25006', 'it is a standby'],
    ['58030', 'its disk fails'],
  ])('%s: %s', (code) => {
    expect(mapDatabaseError(refusal(code))).toMatchObject({ kind: 'STORE_UNAVAILABLE' })
  })

  test('what it finds wrong with a statement is our bug', () => {
    const error = refusal('42601')
    expect(mapDatabaseError(error)).toBe(error)
  })
})
