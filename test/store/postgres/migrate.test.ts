import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { migrate, readMigrations } from '../../../src/store/postgres/migrate.ts'
import { openStore } from '../../../src/store/postgres/postgres-store.ts'
import { emptyDatabase, freshDatabase } from '../../database.ts'

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}

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
    await query(database.url, `insert into migrations values (9999, '9999-future.sql', 'x')`)
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

  it.each([
    {
      has: 'create table migrations (id serial, name text)',
      says: /table "migrations" of another/,
    },
    {
      has: 'create table subjects (id serial)',
      says: /^Migration 0001-tables\.sql cannot be applied: relation "subjects" already exists\. If it is of another program/,
    },
  ])('refuse a database of another program: $has', async ({ has, says }) => {
    const database = await emptyDatabase()
    await query(database.url, has)
    await expect(migrate(database)).rejects.toThrow(says)
    await database.drop()
  })

  it('refuse a database that cannot hold every text', async () => {
    const empty = await emptyDatabase()
    const url = new URL(empty.url)
    const name = `${url.pathname.slice(1)}_latin`
    url.pathname = `/${name}`
    const options = `template template0 encoding 'LATIN1' locale 'C'`
    await query(empty.url, `create database ${name} ${options}`)
    await expect(migrate({ url: url.href })).rejects.toThrow(
      /^The database has the encoding LATIN1, .* it must be UTF8\.$/,
    )
    await query(empty.url, `drop database ${name}`)
    await empty.drop()
  })

  it('say that the database is away when nobody answers', async () => {
    for (const url of ['postgresql:///x?host=/nowhere', 'postgresql://127.0.0.1:1/x']) {
      await expect(openStore({ url })).rejects.toMatchObject({ kind: 'STORE_UNAVAILABLE' })
    }
  })
})
