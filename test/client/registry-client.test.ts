import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AvroDeserializer, RegistryClient } from '../../src/client/index.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { record } from './recorder.ts'
import { deadUrl, startStub, text } from './stub-server.ts'

let registry: RunningRegistry
let folder: string

beforeAll(async () => {
  registry = await startRegistry()
  folder = await mkdtemp(join(tmpdir(), 'concordat-client-'))
})
afterAll(async () => {
  await registry.close()
  await rm(folder, { recursive: true })
})

function enumText(index: number): string {
  return JSON.stringify({ type: 'enum', name: `E${index}`, symbols: ['A'] })
}

describe('references', () => {
  it('count from the context of who refers, in the default one, too', async () => {
    const client = new RegistryClient({ url: registry.url })
    const text = (name: string, type: string): string =>
      JSON.stringify({ type: 'record', name, fields: [{ name: 'a', type }] })
    await client.register('inmost', { schema: text('Inmost', 'int') })
    await client.register('inner', {
      schema: text('Inner', 'Inmost'),
      references: [{ name: 'Inmost', subject: 'inmost', version: 1 }],
    })
    await client.register(':.ctx:inmost', { schema: text('Inmost', 'string') })
    await client.register(':.ctx:outer', {
      schema: text('Outer', 'Inner'),
      references: [{ name: 'Inner', subject: ':.:inner', version: 1 }],
    })
    const { references } = await client.latestSchema(':.ctx:outer')
    expect(references.map(({ schemaText }) => schemaText)).toEqual([
      text('Inmost', 'int'),
      text('Inner', 'Inmost'),
    ])
  })
})

describe('the cache', () => {
  it('joins questions that are under way, and keeps answers for ever', async () => {
    const { fetch, requests } = record()
    const client = new RegistryClient({ url: registry.url, fetch })
    const { id } = await client.register('joined', { schema: enumText(1) })
    const asked = await Promise.all(Array.from({ length: 50 }, () => client.schemaById(id)))
    expect(new Set(asked).size).toBe(1)
    expect(requests).toHaveLength(2)
    expect(client.peek({ kind: 'id', schemaId: id })).toBe(asked[0])
    // What an id said of its guid serves header mode, too.
    expect(await client.schemaByGuid(asked[0]?.guid ?? '')).toBe(asked[0])
    expect(requests).toHaveLength(2)
  })

  it('asks for different ids side by side', async () => {
    const client = new RegistryClient({ url: registry.url })
    const ids: number[] = []
    for (let index = 0; index < 40; index++) {
      ids.push((await client.register(`many-${index}`, { schema: enumText(index) })).id)
    }
    const { fetch, requests } = record()
    const other = new RegistryClient({ url: registry.url, fetch })
    const schemas = await Promise.all(ids.map((id) => other.schemaById(id)))
    expect(schemas.map((schema) => schema.schemaId)).toEqual(ids)
    expect(requests).toHaveLength(new Set(ids).size)
  })

  it('is bounded: the one longest unused goes', async () => {
    const { fetch, requests } = record()
    const client = new RegistryClient({ url: registry.url, fetch, cacheSize: 2 })
    const ids: number[] = []
    for (const index of [1, 2, 3]) {
      ids.push((await client.register(`many-${index}`, { schema: enumText(index) })).id)
    }
    for (const id of ids) await client.schemaById(id)
    expect(client.peek({ kind: 'id', schemaId: ids[0] ?? 0 })).toBeUndefined()
    await client.schemaById(ids[0] ?? 0)
    expect(requests.filter((line) => line.startsWith('GET'))).toHaveLength(4)
  })

  it('believes "not found" for a while only', async () => {
    let now = 0
    const { fetch, requests } = record()
    const client = new RegistryClient({ url: registry.url, fetch, now: () => now })
    for (const time of [0, 4999, 5000]) {
      now = time
      await expect(client.schemaById(999_999)).rejects.toMatchObject({
        status: 404,
        errorCode: 40403,
      })
    }
    expect(requests).toHaveLength(2)
    for (const time of [5000, 34_999, 35_000]) {
      now = time
      await expect(client.latestSchema('nowhere')).rejects.toMatchObject({ errorCode: 40401 })
    }
    expect(requests).toHaveLength(4)
  })

  it('does not take a proxy’s page for "not found"', async () => {
    const page = text(404, 'text/html', '<html>No route to the registry</html>')
    const server = await startStub(page)
    const client = new RegistryClient({ url: server.url })
    await expect(client.schemaById(1)).rejects.toThrow('not an answer of a schema registry')
    await expect(client.schemaById(1)).rejects.toThrow('not an answer of a schema registry')
    const deserializer = new AvroDeserializer({ client })
    const frame = Buffer.from([0, 0, 0, 0, 1, 2])
    await expect(deserializer.deserializeAsync('t', frame)).rejects.toThrow('not an answer of')
    expect(server.seen).toHaveLength(3)
    await server.close()
  })

  it('does not look a missing schema up again at once, unless it registers it itself', async () => {
    let now = 0
    const { fetch, requests } = record()
    const client = new RegistryClient({ url: registry.url, fetch, now: () => now })
    const own = { schemaType: 'AVRO', schemaText: enumText(7) } as const
    for (const time of [0, 4999, 5000]) {
      now = time
      await expect(client.lookUpSchema('late', own)).rejects.toMatchObject({ status: 404 })
    }
    expect(requests).toHaveLength(2)
    const { schemaId } = await client.registerSchema('late', own)
    expect((await client.lookUpSchema('late', own)).schemaId).toBe(schemaId)
  })

  it('has a bound of its own for latest versions and for what is missing', async () => {
    const { fetch, requests } = record()
    const client = new RegistryClient({
      url: registry.url,
      fetch,
      latestCacheSize: 1,
      missingCacheSize: 1,
    })
    for (const subject of ['one', 'two']) {
      await client.register(subject, { schema: enumText(8) })
      await client.latestSchema(subject)
      await expect(client.latestSchema(`no-${subject}`)).rejects.toMatchObject({ status: 404 })
    }
    const before = requests.length
    await client.latestSchema('one')
    await expect(client.latestSchema('no-one')).rejects.toMatchObject({ status: 404 })
    expect(requests.length - before).toBe(2)
  })

  it('serves the old latest while it asks for the new one', async () => {
    let now = 0
    const { fetch, requests } = record()
    const client = new RegistryClient({ url: registry.url, fetch, now: () => now })
    await client.register('aging', { schema: enumText(0) })
    const first = await client.latestSchema('aging')
    await client.register('aging', { schema: enumText(0).replace('"A"', '"A","B"') })
    expect(await client.latestSchema('aging')).toBe(first)
    now = 60_000
    expect(await client.latestSchema('aging')).toBe(first)
    await expect.poll(async () => (await client.latestSchema('aging')).version).toBe(2)
    expect(requests.filter((line) => line.startsWith('GET'))).toHaveLength(2)
  })

  it('takes the own registration for the latest at once', async () => {
    const client = new RegistryClient({ url: registry.url })
    await client.register('own', { schema: enumText(0) })
    expect((await client.latestSchema('own')).version).toBe(1)
    const schemaText = enumText(0).replace('"A"', '"A","C"')
    await client.registerSchema('own', { schemaType: 'AVRO', schemaText })
    expect((await client.latestSchema('own')).version).toBe(2)
  })

  it('takes the own registration for the latest with its metadata, too', async () => {
    const client = new RegistryClient({ url: registry.url })
    const blue = { team: 'blue' }
    const named = (symbols: string, properties: Record<string, string>) => ({
      schemaType: 'AVRO' as const,
      schemaText: enumText(0).replace('"A"', symbols),
      metadata: { properties },
    })
    await expect(client.schemaWithMetadata('marked', blue)).rejects.toMatchObject({ status: 404 })
    await client.registerSchema('marked', named('"A"', { ...blue, tier: '1' }))
    expect((await client.schemaWithMetadata('marked', blue)).version).toBe(1)
    await client.registerSchema('marked', named('"A","C"', { team: 'red' }))
    expect((await client.schemaWithMetadata('marked', blue)).version).toBe(1)
    await client.registerSchema('marked', named('"A","C","D"', blue))
    expect((await client.schemaWithMetadata('marked', blue)).version).toBe(3)
  })

  it('is not set back by an answer to an older question', async () => {
    const own = { schemaType: 'AVRO' as const, schemaText: enumText(0) }
    const body = (version: number) => ({ ...own, schema: own.schemaText, id: version, version })
    let answerOld = (): void => undefined
    const old = new Promise<void>((resolve) => (answerOld = resolve))
    const fetcher: typeof fetch = async (_input, init) => {
      if (init?.method === 'POST') return Response.json(body(2))
      await old
      return Response.json(body(1))
    }
    const client = new RegistryClient({ url: registry.url, fetch: fetcher })
    const asked = client.latestSchema('raced')
    await client.registerSchema('raced', own)
    answerOld()
    expect((await asked).version).toBe(2)
    expect((await client.latestSchema('raced')).version).toBe(2)
  })

  it('does not take an old version for the latest, only because it registers it', async () => {
    const text = (...more: readonly string[]): string =>
      JSON.stringify({ type: 'enum', name: 'Twice', symbols: ['A', ...more] })
    const other = new RegistryClient({ url: registry.url })
    await other.updateConfig({ compatibility: 'NONE' }, 'twice')
    await other.register('twice', { schema: text() })
    await other.register('twice', { schema: text('B') })
    const own = { schemaType: 'AVRO' as const, schemaText: text() }
    const client = new RegistryClient({ url: registry.url })
    expect((await client.registerSchema('twice', own)).version).toBe(1)
    expect((await client.latestSchema('twice')).version).toBe(2)
    const busy = new RegistryClient({ url: registry.url })
    const asked = busy.latestSchema('twice')
    await busy.registerSchema('twice', own)
    expect((await asked).version).toBe(2)
    expect((await busy.latestSchema('twice')).version).toBe(2)
  })

  it('resolves references with theirs, each version once', async () => {
    const { fetch, requests } = record()
    const client = new RegistryClient({ url: registry.url, fetch })
    const type = (name: string, ...uses: readonly string[]): string =>
      JSON.stringify({
        type: 'record',
        name,
        fields: uses.map((use, index) => ({ name: `f${index}`, type: use })),
      })
    const reference = (name: string) => ({ name, subject: `ref-${name}`, version: 1 })
    await client.register('ref-Leaf', { schema: type('Leaf') })
    for (const name of ['Left', 'Right']) {
      await client.register(`ref-${name}`, {
        schema: type(name, 'Leaf'),
        references: [reference('Leaf')],
      })
    }
    const { id } = await client.register('ref-Top', {
      schema: type('Top', 'Left', 'Right'),
      references: [reference('Left'), reference('Right')],
    })
    requests.length = 0
    const { references } = await client.schemaById(id)
    expect(references.map((one) => one.name)).toEqual(['Leaf', 'Left', 'Right'])
    expect(requests).toHaveLength(4)
  })
})

describe('the snapshot', () => {
  it('lets a consumer start and read while the registry is down', async () => {
    const snapshotFile = join(folder, 'snapshot.json')
    const url = `${registry.url},${await deadUrl()}`
    const writer = new RegistryClient({ url, snapshotFile })
    const { id } = await writer.register('kept', { schema: '"string"' })
    await writer.schemaById(id)
    await writer.close()

    const failing: typeof fetch = async () => {
      throw new Error('the registry is down')
    }
    const client = new RegistryClient({ url, snapshotFile, fetch: failing })
    const payload = Buffer.from('0000000000046869', 'hex')
    payload.writeInt32BE(id, 1)
    expect(await new AvroDeserializer({ client }).deserializeAsync('kept', payload)).toBe('hi')
  })

  it('of another registry, or broken, counts as empty', async () => {
    const snapshotFile = join(folder, 'other.json')
    const writer = new RegistryClient({ url: registry.url, snapshotFile })
    const { id } = await writer.register('kept', { schema: '"string"' })
    await writer.schemaById(id)
    await writer.close()
    const handle = { kind: 'id', schemaId: id } as const
    const same = new RegistryClient({ url: registry.url, snapshotFile })
    expect(same.peek(handle)?.schemaText).toBe('"string"')
    expect(new RegistryClient({ url: 'http://other', snapshotFile }).peek(handle)).toBeUndefined()
    for (const content of ['{', '{"version":1}', 'null']) {
      await writeFile(snapshotFile, content)
      expect(new RegistryClient({ url: registry.url, snapshotFile }).peek(handle)).toBeUndefined()
    }
  })

  it.each([
    ['no entry', [null]],
    ['no schema', [['7', null]]],
    ['no text', [['7', { schemaType: 'AVRO', references: [] }]]],
    ['no references', [['7', { schemaType: 'AVRO', schemaText: '"string"' }]]],
    ['a type of its own', [['7', { schemaType: 'X', schemaText: '', references: [] }]]],
    ['half a reference', [['7', { schemaType: 'AVRO', schemaText: '""', references: [{}] }]]],
  ])('with damage inside counts as empty: %s', async (_what, ids) => {
    const snapshotFile = join(folder, 'damaged.json')
    const content = { version: 1, registry: `${registry.url} `, ids, guids: [] }
    await writeFile(snapshotFile, JSON.stringify(content))
    const client = new RegistryClient({ url: registry.url, snapshotFile })
    expect(client.peek({ kind: 'id', schemaId: 7 })).toBeUndefined()
  })

  it('may be written by many clients of one process', async () => {
    const snapshotFile = join(folder, 'shared.json')
    const clients = Array.from(
      { length: 20 },
      () => new RegistryClient({ url: registry.url, snapshotFile }),
    )
    const [first] = clients
    const id = (await first?.register('kept', { schema: '"string"' }))?.id ?? 0
    await Promise.all(clients.map((client) => client.schemaById(id)))
    await Promise.all(clients.map((client) => client.close()))
    const later = new RegistryClient({ url: registry.url, snapshotFile })
    expect(later.peek({ kind: 'id', schemaId: id })?.schemaText).toBe('"string"')
    expect((await readdir(folder)).filter((name) => name.startsWith('shared'))).toEqual([
      'shared.json',
    ])
  })

  it.each(['hunter2', 'h@hunter2'])('holds no password, such as %s', async (password) => {
    const snapshotFile = join(folder, `secret-${password.length}.json`)
    const url = registry.url.replace('//', `//ann:${password}@`)
    const client = new RegistryClient({ url, snapshotFile })
    const { id } = await client.register('kept', { schema: '"string"' })
    await client.schemaById(id)
    await client.close()
    expect(await readFile(snapshotFile, 'utf8')).not.toContain('hunter2')
  })
})
