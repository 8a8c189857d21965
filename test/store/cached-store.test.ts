import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cacheStore } from '../../src/store/cached-store.ts'
import { openStore } from '../../src/store/postgres/postgres-store.ts'
import type { Store, SubjectState } from '../../src/store/store.ts'
import { freshDatabase } from '../database.ts'
import type { TestDatabase } from '../database.ts'
import { describeStore } from './store-contract.ts'
import {
  basisOf,
  newContent,
  newSubject,
  numbers,
  register,
  versionPlan,
  writeVersions,
} from './store-writer.ts'

const CACHE = { maxBytes: 16 * 1024 * 1024 }

describeStore('the cached store', async () => {
  const database = await freshDatabase()
  const store = cacheStore(await openStore({ url: database.url }), CACHE)
  return {
    store,
    async close() {
      await store.close()
      await database.drop()
    },
  }
})

/** A store whose reads of subjects can be counted and held up. */
function watch(store: Store): {
  readonly store: Store
  readonly reads: () => number
  hold(): () => void
} {
  let reads = 0
  let gate = Promise.resolve()
  const read = async (name: SubjectState['name']): Promise<SubjectState> => {
    reads++
    const state = await store.subjects.read(name)
    await gate
    return state
  }
  return {
    store: { ...store, subjects: { ...store.subjects, read } },
    reads: () => reads,
    hold() {
      let release = (): void => undefined
      gate = new Promise((resolve) => {
        release = resolve
      })
      return () => release()
    },
  }
}

describe('the cache', () => {
  let database: TestDatabase
  let inner: Store
  let watched: ReturnType<typeof watch>
  let store: Store

  beforeAll(async () => {
    database = await freshDatabase()
    inner = await openStore({ url: database.url })
    watched = watch(inner)
    store = cacheStore(watched.store, CACHE)
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  it('asks the store once for what many ask at the same time, and then no more', async () => {
    const name = newSubject()
    const before = watched.reads()
    const states = await Promise.all(Array.from({ length: 10 }, () => store.subjects.read(name)))
    expect(new Set(states).size).toBe(1)
    expect(await store.subjects.read(name)).toBe(states[0])
    expect(watched.reads()).toBe(before + 1)
  })

  it('knows the state after an own write without asking', async () => {
    const name = newSubject()
    const { state } = await register(store, name)
    const before = watched.reads()
    expect(await store.subjects.read(name)).toBe(state)
    expect(watched.reads()).toBe(before)
  })

  it('does not keep a read that began before a change', async () => {
    const name = newSubject()
    await register(inner, name)
    const plan = await versionPlan(inner, name, newContent())
    const release = watched.hold()
    const late = store.subjects.read(name)
    await inner.subjects.writeVersion(plan)
    const fresh = store.subjects.read(name)
    release()
    expect((await fresh).versions).toHaveLength(2)
    await late
    expect((await store.subjects.read(name)).versions).toHaveLength(2)
  })

  it('does not put the state of an own write over a younger one', async () => {
    const name = newSubject()
    const slow: Store = {
      ...inner,
      subjects: {
        ...inner.subjects,
        async writeVersion(plan) {
          const written = await inner.subjects.writeVersion(plan)
          await register(inner, name)
          return written
        },
      },
    }
    const cached = cacheStore(slow, CACHE)
    await cached.subjects.writeVersion(await versionPlan(inner, name, newContent()))
    expect((await cached.subjects.read(name)).versions).toHaveLength(2)
  })

  it('forgets contents, uses and ids that a hard deletion took away', async () => {
    const name = newSubject()
    const schema = newContent()
    const { record } = await register(store, name, schema)
    const look = async (): Promise<unknown> =>
      Promise.all([
        store.schemas.readContent(schema.guid),
        store.schemas.readContents([schema.guid]).then((contents) => contents.get(schema.guid)),
        store.schemas.readUses('.', record.schemaId),
        store.schemas.findSchemaId('.', schema.guid),
      ])
    expect(await look()).not.toContain(undefined)
    await writeVersions(store, 'hardDelete', name, [1])
    expect(await look()).toEqual([undefined, undefined, undefined, undefined])
  })

  it('does not keep contents that went while they were read', async () => {
    const name = newSubject()
    const schema = newContent()
    await register(inner, name, schema)
    let reads = 0
    const slow: Store = {
      ...inner,
      schemas: {
        ...inner.schemas,
        async readContents(guids) {
          const contents = await inner.schemas.readContents(guids)
          if (reads++ === 0) await writeVersions(inner, 'hardDelete', name, [1])
          return contents
        },
      },
    }
    const { schemas } = cacheStore(slow, CACHE)
    expect((await schemas.readContents([schema.guid])).size).toBe(1)
    expect((await schemas.readContents([schema.guid])).size).toBe(0)
    expect(reads).toBe(2)
  })

  it('sees a subject soft-deleted in the uses of its ids', async () => {
    const name = newSubject()
    const { record } = await register(store, name)
    await store.schemas.readUses('.', record.schemaId)
    await writeVersions(store, 'softDelete', name, [1])
    const uses = await store.schemas.readUses('.', record.schemaId)
    expect(uses?.uses).toMatchObject([{ deleted: true }])
    expect(numbers(await store.subjects.read(name))).toEqual([-1])
  })

  it('sees new settings of a context and of a subject at once', async () => {
    for (const scope of [newSubject(), { context: '.', subject: '' }]) {
      await store.subjects.read(scope)
      const config = { normalize: true }
      await store.settings.writeConfig({ ...(await basisOf(store, scope)), scope, config })
      expect((await store.subjects.read(scope)).config).toEqual(config)
    }
    expect((await store.settings.readScopes()).configs.get('.')).toEqual({ normalize: true })
  })

  it('goes on answering what it knows while the database is away', async () => {
    const name = newSubject()
    const schema = newContent()
    const other = cacheStore(await openStore({ url: database.url }), CACHE)
    const { state } = await register(other, name, schema)
    await other.schemas.readContent(schema.guid)
    await other.close()
    expect(await other.subjects.read(name)).toBe(state)
    expect(await other.schemas.readContent(schema.guid)).toMatchObject({ guid: schema.guid })
    await expect(other.subjects.read(newSubject())).rejects.toMatchObject({
      kind: 'STORE_UNAVAILABLE',
    })
  })
})
