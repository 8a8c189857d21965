import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Registry } from '../../src/registry/registry.ts'
import {
  caller,
  freshName,
  offer,
  openTestRegistry,
  record,
  refusal,
  registerAll,
} from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'
import { properties } from './vectors.ts'

let test: TestRegistry
let registry: Registry

beforeAll(async () => {
  test = await openTestRegistry()
  registry = test.registry
})
afterAll(() => test.close())

const asSent = { normalize: false, format: '', deleted: false }

describe('a lookup finds', () => {
  it('the version that has the content, and shows it without a time', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"', '"long"')
    const answer = await registry.lookUpSchema(name, offer('{"type":"string"}'), asSent)
    expect(answer).toEqual({
      subject: `:${name.context}:orders`,
      version: 1,
      schemaId: 1,
      guid: '095d71cf-1255-6b9d-5e33-0ad575b3df5d',
      content: {
        schemaType: 'AVRO',
        schemaText: '"string"',
        references: [],
        metadata: undefined,
        ruleSet: undefined,
      },
    })
  })

  it('a version that differs only by confluent:version, as it is stored', async () => {
    const name = freshName()
    await registerAll(registry, name, offer('"string"', { version: 1 }))
    const answer = await registry.lookUpSchema(name, offer('"string"'), asSent)
    expect(answer).toMatchObject({ version: 1, deleted: false })
    expect(answer.writtenAt).toBeGreaterThan(0)
    expect(answer.content.metadata?.properties?.get('confluent:version')).toBe('1')
  })

  it('the members of an Avro object in any order', async () => {
    const name = freshName()
    await registerAll(registry, name, '{"type":"record","name":"R","fields":[],"a":1,"b":2}')
    const turned = '{"b":2,"a":1,"name":"R","fields":[],"type":"record"}'
    expect(await registry.lookUpSchema(name, offer(turned), asSent)).toMatchObject({ version: 1 })
  })

  it('a schema whose metadata the request leaves to inheritance', async () => {
    const name = freshName()
    await registry.updateConfig(name, { overrideMetadata: properties({ a: 'b' }) }, caller)
    await registerAll(registry, name, '"string"')
    expect(await registry.lookUpSchema(name, offer('"string"'), asSent)).toMatchObject({
      version: 1,
    })
  })

  it('soft-deleted versions when asked for', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"')
    await registry.deleteVersion(name, 1, false, caller)
    const options = { ...asSent, deleted: true }
    expect(await registry.lookUpSchema(name, offer('"string"'), options)).toMatchObject({
      version: 1,
    })
  })

  it('an unqualified subject in other contexts, in name order', async () => {
    const subject = `elsewhere-${freshName().context}`
    await registerAll(registry, { context: '.zzz', subject }, '"long"', '"string"')
    await registerAll(registry, { context: '.aaa', subject }, '"string"')
    const unqualified = { context: '.', subject }
    expect(await registry.lookUpSchema(unqualified, offer('"string"'), asSent)).toMatchObject({
      subject: `:.aaa:${subject}`,
      version: 1,
    })
    expect(await registry.lookUpSchema(unqualified, offer('"long"'), asSent)).toMatchObject({
      subject: `:.zzz:${subject}`,
    })
  })

  it('what new schemas may not be, without their checks', async () => {
    const name = freshName()
    const text = '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}'
    await registry.updateConfig(name, { validateNewSchemas: false }, caller)
    await registerAll(registry, name, text)
    await registry.deleteConfig(name, caller)
    expect(await registry.lookUpSchema(name, offer(text), asSent)).toMatchObject({ version: 1 })
  })

  it('nothing of another context for a qualified subject', async () => {
    const subject = `only-${freshName().context}`
    await registerAll(registry, { context: '.', subject }, '"string"')
    const name = { context: '.qualified', subject }
    expect(await refusal(registry.lookUpSchema(name, offer('"string"'), asSent))).toBe(
      `40401 Subject ':.qualified:${subject}' not found.`,
    )
  })
})

describe('a lookup is refused', () => {
  it('40401 without any version, 40403 without that one', async () => {
    const name = freshName()
    const unknown = () => refusal(registry.lookUpSchema(name, offer('"string"'), asSent))
    expect(await unknown()).toBe(`40401 Subject ':${name.context}:orders' not found.`)
    await registerAll(registry, name, '"long"')
    expect(await unknown()).toBe('40403 Schema not found')
    await registry.deleteSubject(name, false, caller)
    expect(await unknown()).toMatch(/^40401 /)
  })

  it('42201 before anything else when the text is no schema', async () => {
    expect(await refusal(registry.lookUpSchema(freshName(), offer('nonsense'), asSent))).toMatch(
      /^42201 /,
    )
  })

  it('40403 for a blank text, which inherits nothing here', async () => {
    const name = freshName()
    await registerAll(registry, name, '"long"')
    expect(await refusal(registry.lookUpSchema(name, offer(' '), asSent))).toBe(
      '40403 Schema not found',
    )
  })

  it('40403 for a schema of another type', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"', record('R', 'a'))
    const json = offer('{"type":"object"}', { schemaType: 'JSON' })
    expect(await refusal(registry.lookUpSchema(name, json, asSent))).toBe('40403 Schema not found')
  })
})
