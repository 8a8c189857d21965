import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../../src/store/postgres/postgres-store.ts'
import type { Store } from '../../../src/store/store.ts'
import { freshDatabase } from '../../database.ts'
import type { TestDatabase } from '../../database.ts'
import { basisOf, newContent, newSubject, register } from '../store-writer.ts'

describe('sensitive metadata', () => {
  const metadata = {
    properties: new Map([
      ['owner', 'blue'],
      ['password', 'hunter2 \u0000\ud800'],
    ]),
    sensitive: ['password', 'absent'],
  }
  const secretContent = newContent(undefined, { metadata })
  let database: TestDatabase
  let store: Store
  let client: pg.Client

  beforeAll(async () => {
    database = await freshDatabase()
    store = await openStore({ url: database.url, secret: 'key of the house' })
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await store.close()
    await database.drop()
  })

  it('is sealed in the database and clear to who has the secret', async () => {
    await register(store, newSubject(), secretContent)
    const { rows } = await client.query<{ metadata: string }>(
      'select metadata::text from contents where guid = $1',
      [secretContent.guid],
    )
    expect(rows[0]?.metadata).toContain('blue')
    expect(rows[0]?.metadata).not.toContain('hunter2')
    const stored = await store.schemas.readContent(secretContent.guid)
    expect(stored?.content.metadata?.properties).toEqual(metadata.properties)
  })

  it('is the same content however often it is sealed', async () => {
    const first = await register(store, newSubject(), secretContent)
    const second = await register(store, newSubject(), secretContent)
    expect(second.record.schemaId).toBe(first.record.schemaId)
  })

  it('is sealed in configs, too', async () => {
    const scope = newSubject()
    const config = { defaultMetadata: metadata }
    await store.settings.writeConfig({ ...(await basisOf(store, scope)), scope, config })
    const { rows } = await client.query<{ text: string }>(
      `select string_agg(c.config::text, '') || string_agg(h.details::text, '') as text
       from configs c, changes h`,
    )
    expect(rows[0]?.text).not.toContain('hunter2')
    const { config: stored } = await store.subjects.read(scope)
    expect(stored?.defaultMetadata?.properties).toEqual(metadata.properties)
  })

  it('fails alone to be read without the secret', async () => {
    const plain = newContent()
    await register(store, newSubject(), plain)
    for (const options of [{}, { secret: 'another key' }]) {
      const other = await openStore({ url: database.url, ...options })
      await expect(other.schemas.readContent(secretContent.guid)).rejects.toMatchObject({
        kind: 'METADATA_NOT_READ',
        code: 50001,
      })
      expect(await other.schemas.readContent(plain.guid)).toMatchObject({ guid: plain.guid })
      await other.close()
    }
  })

  it('leaves the contents of lists whole but for what cannot be read', async () => {
    const other = await openStore({ url: database.url })
    const listed = await other.lists.listSchemas({
      prefix: { kind: 'anywhere', prefix: '' },
      deleted: false,
      latestOnly: false,
      ruleType: undefined,
      associations: undefined,
      aliases: false,
      page: { offset: 0, limit: undefined },
    })
    const guids = new Set(listed.map(({ guid }) => guid))
    expect(guids).toContain(secretContent.guid)
    const contents = await other.schemas.readContents([...guids])
    guids.delete(secretContent.guid)
    expect(new Set(contents.keys())).toEqual(guids)
    await other.close()
  })

  // Rest-api, Appendix B, "Misc": secret rotation re-encrypts.
  it('is sealed anew when the secret is another, and the old one is not needed any more', async () => {
    const [scope, other] = [newSubject(), newSubject()]
    const config = { defaultMetadata: metadata, overrideMetadata: metadata }
    await store.settings.writeConfig({ ...(await basisOf(store, scope)), scope, config })
    const lost = newContent(undefined, { metadata })
    const stranger = await openStore({ url: database.url, secret: 'lost' })
    await register(stranger, other, lost)
    await stranger.close()

    const rotated = { url: database.url, secret: 'new key', oldSecret: 'key of the house' }
    await (await openStore(rotated)).close()
    const after = await openStore({ url: database.url, secret: 'new key' })
    const stored = await after.schemas.readContent(secretContent.guid)
    expect(stored?.content.metadata?.properties).toEqual(metadata.properties)
    const read = await after.subjects.read(scope)
    expect(read.config?.defaultMetadata?.properties).toEqual(metadata.properties)
    expect(read.config?.overrideMetadata?.properties).toEqual(metadata.properties)
    await expect(after.schemas.readContent(lost.guid)).rejects.toMatchObject({ code: 50001 })
    await after.close()

    const texts = async (): Promise<unknown> =>
      (await client.query(`select guid, metadata::text from contents order by guid`)).rows
    const before = await texts()
    await (await openStore(rotated)).close()
    expect(await texts()).toEqual(before)

    await (
      await openStore({ url: database.url, secret: 'key of the house', oldSecret: 'new key' })
    ).close()
    expect(await texts()).not.toEqual(before)
  })
})
