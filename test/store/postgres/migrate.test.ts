import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { migrate, readMigrations } from '../../../src/store/postgres/migrate.ts'
import { openStore } from '../../../src/store/postgres/postgres-store.ts'
import { emptyDatabase, freshDatabase } from '../../database.ts'

describe('migrations', () => {
  it('are numbered without gaps', () => {
    const numbers = readMigrations().map(({ number }) => number)
    expect(numbers).toEqual(numbers.map((_, i) => i + 1))
    expect(numbers.length).toBeGreaterThan(0)
  })

  it('bring an empty database up to date, and then have nothing to do', async () => {
    const database = await emptyDatabase()
    expect(await migrate(database)).toEqual(readMigrations().map(({ name }) => name))
    expect(await migrate(database)).toEqual([])
    await database.drop()
  })

  it('leave nothing behind when one fails', async () => {
    const database = await emptyDatabase()
    const good = readMigrations().slice(0, 1)
    const bad = {
      number: 2,
      name: '0002-bad.sql',
      sql: 'create table a (); select 1/0',
      checksum: 'x',
    }
    await expect(migrate(database, [...good, bad])).rejects.toThrow('division by zero')
    expect(await migrate(database)).toHaveLength(readMigrations().length - 1)
    await database.drop()
  })

  it('refuse a database that is newer than the program, in one sentence', async () => {
    const database = await freshDatabase()
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query(`insert into migrations values (9999, '9999-future.sql', 'x')`)
    await client.end()
    await expect(openStore({ url: database.url })).rejects.toThrow(
      /^The database is newer than this program: it has migration 9999-future\.sql/,
    )
    await database.drop()
  })

  it('refuse to go on after one that was edited', async () => {
    const database = await freshDatabase()
    const edited = readMigrations().map((migration, i) =>
      i === 0 ? { ...migration, checksum: 'other' } : migration,
    )
    await expect(migrate(database, edited)).rejects.toThrow(
      /^Migration 0001-tables\.sql was applied to this database with another content/,
    )
    await database.drop()
  })

  it('say that the database is away when nobody answers', async () => {
    for (const url of ['postgresql:///x?host=/nowhere', 'postgresql://127.0.0.1:1/x']) {
      await expect(openStore({ url })).rejects.toMatchObject({ kind: 'STORE_UNAVAILABLE' })
    }
  })
})
