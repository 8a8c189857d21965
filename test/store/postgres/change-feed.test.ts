import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cacheStore } from '../../../src/store/cached-store.ts'
import { openStore } from '../../../src/store/postgres/postgres-store.ts'
import type { Change, Store } from '../../../src/store/store.ts'
import { freshDatabase } from '../../database.ts'
import type { TestDatabase } from '../../database.ts'
import { newSubject, register } from '../store-writer.ts'

/** The next change that fits. */
function hear(store: Store, fits: (change: Change | undefined) => boolean): Promise<unknown> {
  return new Promise((resolve) => {
    const stop = store.changes.subscribe((change) => {
      if (!fits(change)) return
      stop()
      resolve(change)
    })
  })
}

describe('the change feed', () => {
  let database: TestDatabase
  let writer: Store
  let reader: Store
  let client: pg.Client

  beforeAll(async () => {
    database = await freshDatabase()
    writer = await openStore({ url: database.url })
    reader = cacheStore(await openStore({ url: database.url }), { maxBytes: 1_000_000 })
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await reader.close()
    await writer.close()
    await database.drop()
  })

  it('tells other stores what was written, so that their caches forget', async () => {
    const name = newSubject()
    await register(writer, name)
    await hear(reader, (change) => change?.name.subject === name.subject)
    expect((await reader.subjects.read(name)).versions).toHaveLength(1)
    const heard = hear(reader, (change) => change?.name.subject === name.subject)
    const { state } = await register(writer, name)
    expect(await heard).toMatchObject({ action: 'register', name, revision: state.revision })
    expect(await reader.subjects.read(name)).toEqual(state)
  })

  it('tells each change once, own ones and those of others, in whatever order they commit', async () => {
    const names = Array.from({ length: 20 }, () => newSubject())
    const told: string[] = []
    const stop = reader.changes.subscribe((change) => told.push(change?.name.subject ?? ''))
    const last = newSubject()
    const heard = hear(reader, (change) => change?.name.subject === last.subject)
    await Promise.all(names.map((name, i) => register(i % 2 === 0 ? writer : reader, name)))
    await register(writer, last)
    await heard
    stop()
    expect(told.toSorted()).toEqual([...names, last].map(({ subject }) => subject).toSorted())
  })

  it('finds what a killed writer had no time to tell', async () => {
    const heard = hear(reader, (change) => change?.name.subject === 'untold')
    await client.query(
      `insert into changes (action, context, subject, revision, versions, schema_ids, guids)
       values ('register', '.', 'untold', 1, '{1}', '{1}', '{}')`,
    )
    expect(await heard).toMatchObject({ action: 'register', versions: [1] })
  })

  it('says that anything may have changed when its connections were cut', async () => {
    const heard = hear(reader, (change) => change === undefined)
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    )
    expect(await heard).toBeUndefined()
    const name = newSubject()
    const again = hear(reader, (change) => change?.name.subject === name.subject)
    await register(writer, name)
    expect(await again).toMatchObject({ name })
  })
})
