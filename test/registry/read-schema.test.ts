import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Registry } from '../../src/registry/registry.ts'
import {
  all,
  caller,
  freshName,
  offer,
  openTestRegistry,
  plain,
  record,
  refusal,
  registerAll,
} from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

let test: TestRegistry
let registry: Registry

beforeAll(async () => {
  test = await openTestRegistry()
  registry = test.registry
})
afterAll(() => test.close())

const byId = { format: '', referenceFormat: '', findTags: [], fetchMaxId: false }

describe('reading by version', () => {
  it('answers with the stored record', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"')
    const answer = await registry.readVersion(name, 1, plain)
    expect(answer).toMatchObject({
      subject: `:${name.context}:orders`,
      version: 1,
      schemaId: 1,
      guid: '095d71cf-1255-6b9d-5e33-0ad575b3df5d',
      deleted: false,
    })
    expect(Math.abs(Date.now() - (answer.writtenAt ?? 0))).toBeLessThan(60_000)
    expect(answer).not.toHaveProperty('schemaTags')
  })

  it('latest is the highest live version', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"', '"long"', '"int"')
    expect(await registry.readVersion(name, 'latest', plain)).toMatchObject({ version: 3 })
    await registry.deleteVersion(name, 3, false, caller)
    expect(await registry.readVersion(name, 'latest', plain)).toMatchObject({ version: 2 })
    const deleted = { ...plain, deleted: true }
    expect(await registry.readVersion(name, 'latest', deleted)).toMatchObject({ version: 2 })
    expect(await registry.readVersion(name, 3, deleted)).toMatchObject({ deleted: true })
  })

  it('is refused for what is not there', async () => {
    const name = freshName()
    const read = (version: number | 'latest', options = plain) =>
      refusal(registry.readVersion(name, version, options))
    const unknown = `40401 Subject ':${name.context}:orders' not found.`
    expect(await read(1)).toBe(unknown)
    expect(await read('latest')).toBe(unknown)
    await registerAll(registry, name, '"string"')
    expect(await read(2)).toBe('40402 Version 2 not found.')
    await registry.deleteSubject(name, false, caller)
    expect(await read(1)).toBe(unknown)
    const deleted = { ...plain, deleted: true }
    expect(await read('latest', deleted)).toBe('40402 Version -1 not found.')
    expect(await read(2, deleted)).toBe('40402 Version 2 not found.')
  })

  it('finds an unqualified subject wherever it lives, the default context first', async () => {
    const subject = `roaming-${freshName().context}`
    await registerAll(registry, { context: '.roam-b', subject }, '"string"')
    await registerAll(registry, { context: '.roam-a', subject }, '"long"')
    const unqualified = { context: '.', subject }
    const read = () => registry.readVersion(unqualified, 1, plain)
    expect(await read()).toMatchObject({ subject: `:.roam-a:${subject}` })
    await registerAll(registry, unqualified, '"int"')
    expect(await read()).toMatchObject({ subject, content: { schemaText: '"int"' } })
  })

  it('gives every tag of an entity that has a wanted one', async () => {
    const name = freshName()
    const text = JSON.stringify({
      type: 'record',
      name: 'R',
      'confluent:tags': ['T1', 'T2'],
      fields: [{ name: 'a', type: 'int', 'confluent:tags': ['T3'] }],
    })
    await registerAll(registry, name, text)
    const find = async (...findTags: string[]) =>
      (await registry.readVersion(name, 1, { ...plain, findTags })).schemaTags
    const r = { entityPath: 'R', entityType: 'sr_record', tags: ['T1', 'T2'] }
    const a = { entityPath: 'R.a', entityType: 'sr_field', tags: ['T3'] }
    expect(await find('T2')).toEqual([r])
    expect(await find('T3', 'T1')).toEqual([r, a])
    expect(await find('*')).toEqual([r, a])
    expect(await find('none')).toEqual([])
  })
})

describe('reading by id', () => {
  it('finds soft-deleted schemas, until the last use is gone for good', async () => {
    const name = freshName()
    const context = { ...name, subject: '' }
    await registerAll(registry, name, '"string"')
    expect(await registry.readById(1, context, byId)).toMatchObject({ version: 1, deleted: false })
    await registry.deleteSubject(name, false, caller)
    expect(await registry.readById(1, context, byId)).toMatchObject({ version: 1, deleted: true })
    await registry.deleteSubject(name, true, caller)
    expect(await refusal(registry.readById(1, context, byId))).toBe('40403 Schema 1 not found')
  })

  it('looks in the context that was named, and nowhere else', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"')
    const stranger = { ...name, subject: 'stranger' }
    expect(await registry.readById(1, name, byId)).toMatchObject({ version: 1 })
    expect(await refusal(registry.readById(1, stranger, byId))).toBe('40403 Schema 1 not found')
    expect(await refusal(registry.readById(77, undefined, byId))).toBe('40403 Schema 77 not found')
    expect(await refusal(registry.readById(-1, undefined, byId))).toBe('40403 Schema -1 not found')
  })

  it('finds an unqualified subject in other contexts, else any use in the default one', async () => {
    const fresh = await openTestRegistry()
    try {
      const over = fresh.registry
      await registerAll(over, { context: '.', subject: 'here' }, '"int"')
      await registerAll(over, { context: '.b', subject: 'there' }, '"string"')
      const read = (subject: string) => over.readById(1, { context: '.', subject }, byId)
      expect(await read('there')).toMatchObject({ subject: ':.b:there' })
      expect(await read('here')).toMatchObject({ subject: 'here' })
      expect(await read('nobody')).toMatchObject({ subject: 'here' })
      expect(await over.readById(1, undefined, byId)).toMatchObject({ subject: 'here' })
    } finally {
      await fresh.close()
    }
  })

  it('knows the highest id of the context when asked', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"', '"long"')
    const answer = await registry.readById(1, name, { ...byId, fetchMaxId: true })
    expect(answer.maxId).toBe(2)
    expect(await registry.readById(1, name, byId)).not.toHaveProperty('maxId')
  })

  it('lists one use per subject, soft-deleted ones when asked for', async () => {
    const name = freshName('a')
    const other = { ...name, subject: 'b' }
    const context = { ...name, subject: '' }
    await registerAll(registry, name, '"long"', '"string"')
    await registerAll(registry, other, '"string"')
    await registry.deleteVersion(name, 2, false, caller)
    const list = (deleted: boolean) => registry.listUsesOfId(2, context, deleted, all)
    expect(await list(false)).toEqual([{ subject: `:${name.context}:b`, version: 1 }])
    expect([...(await list(true))].sort((x, y) => x.version - y.version)).toEqual([
      { subject: `:${name.context}:b`, version: 1 },
      { subject: `:${name.context}:a`, version: 2 },
    ])
    await registry.deleteSubject(other, false, caller)
    expect(await list(false)).toEqual([])
    expect(await registry.listUsesOfId(2, context, true, { offset: 1, limit: 5 })).toHaveLength(1)
    expect(await refusal(registry.listUsesOfId(9, context, true, all))).toBe(
      '40403 Schema not found',
    )
  })
})

describe('reading by guid', () => {
  const guidOf = async (name: ReturnType<typeof freshName>) =>
    (await registry.readVersion(name, 1, plain)).guid

  it('takes any spelling of a guid, and names no subject', async () => {
    const name = freshName()
    await registerAll(registry, name, record(`G${name.context.slice(1)}`, 'a'))
    const guid = await guidOf(name)
    for (const spelling of [guid, guid.toUpperCase(), guid.replaceAll('-', '')]) {
      const answer = await registry.readByGuid(spelling, '')
      expect(answer).toMatchObject({ guid, deleted: false })
      expect(answer).not.toHaveProperty('subject')
      expect(answer).not.toHaveProperty('version')
    }
  })

  it('lists the contexts that know it', async () => {
    const names = [freshName(), freshName()].sort((a, b) => (a.context < b.context ? -1 : 1))
    for (const name of names) await registerAll(registry, name, '"bytes"', '"double"')
    const [first, second] = names
    const guid = (await registry.readVersion(first ?? freshName(), 2, plain)).guid
    expect(await registry.listIdsOfGuid(guid)).toEqual([
      { context: first?.context, id: 2 },
      { context: second?.context, id: 2 },
    ])
    expect(await registry.listIdsOfGuid('00000000-0000-0000-0000-000000000000')).toEqual([])
  })

  it('is refused for unknown and malformed guids, and after the last use is gone', async () => {
    for (const guid of ['00000000-0000-0000-0000-000000000000', 'x', '', '__proto__']) {
      expect(await refusal(registry.readByGuid(guid, ''))).toBe(`40403 Schema ${guid} not found`)
    }
    const name = freshName()
    await registerAll(registry, name, record('Gone', name.context.slice(1)))
    const guid = await guidOf(name)
    await registry.deleteSubject(name, false, caller)
    expect(await registry.readByGuid(guid, '')).toMatchObject({ deleted: true })
    await registry.deleteSubject(name, true, caller)
    expect(await refusal(registry.readByGuid(guid, ''))).toBe(`40403 Schema ${guid} not found`)
  })
})

describe('changes', () => {
  it('are told before the write is acknowledged', async () => {
    const name = freshName()
    const told: unknown[] = []
    const stop = registry.onChange((touched) => told.push(touched))
    await registerAll(registry, name, '"string"')
    expect(told).toContainEqual({ name, schemaIds: [1] })
    told.length = 0
    await registry.deleteVersion(name, 1, false, caller)
    expect(told).toEqual([{ name, schemaIds: [1] }])
    await registry.updateConfig(name, { normalize: true }, caller)
    expect(told.slice(1)).toEqual([{ name, schemaIds: [] }])
    stop()
    await registerAll(registry, name, '"long"')
    expect(told).toHaveLength(2)
  })
})

describe('other types of schema', () => {
  it('are registered and read back like Avro', async () => {
    const name = freshName()
    const proto = 'syntax = "proto3";\npackage p;\n\nmessage M {\n  string a = 1;\n}\n'
    const json = '{"type":"object","properties":{"a":{"type":"string"}}}'
    await registerAll(registry, name, offer(proto, { schemaType: 'PROTOBUF' }))
    await registerAll(registry, name, offer(json, { schemaType: 'JSON' }))
    expect((await registry.readVersion(name, 1, plain)).content).toMatchObject({
      schemaType: 'PROTOBUF',
      schemaText: proto,
    })
    expect((await registry.readVersion(name, 2, plain)).content.schemaText).toBe(json)
    const serialized = await registry.readVersion(name, 1, { ...plain, format: 'serialized' })
    expect(Buffer.from(serialized.content.schemaText, 'base64').toString('latin1')).toContain('M')
  })
})
