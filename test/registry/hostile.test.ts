import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SchemaOffer } from '../../src/registry/offers.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { caller, freshName, offer, openTestRegistry, plain, refusal } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'
import { properties } from './vectors.ts'

let test: TestRegistry
let registry: Registry

beforeAll(async () => {
  test = await openTestRegistry()
  registry = test.registry
})
afterAll(() => test.close())

const asSent = { ...caller, normalize: false, force: false, format: '' }
const lookUp = { normalize: false, format: '', deleted: false }

function register(name: ReturnType<typeof freshName>, schema: SchemaOffer) {
  return registry.registerSchema(name, schema, asSent)
}

describe('texts with characters that databases fear', () => {
  it.each([
    ['NUL', '\\u0000'],
    ['half a surrogate pair', '\\ud800'],
    ['an emoji', '😀'],
    ['a line separator', '\u2028'],
  ])('%s are stored and found again', async (_, character) => {
    const name = freshName()
    const text = `{"type":"enum","name":"E","doc":"a${character}b","symbols":["A"]}`
    const registered = await register(name, offer(text))
    const read = await registry.readVersion(name, 1, plain)
    expect(read.content.schemaText).toBe(registered.content.schemaText)
    expect(read.guid).toBe(registered.guid)
    expect(await registry.lookUpSchema(name, offer(text), lookUp)).toMatchObject({ version: 1 })
  })

  it('are data in metadata, too', async () => {
    const name = freshName()
    const metadata = properties(
      JSON.parse('{"__proto__":"a\\u0000b","constructor":""}') as object as Record<string, string>,
    )
    await register(name, offer('"string"', { metadata }))
    const read = await registry.readVersion(name, 1, plain)
    expect(read.content.metadata?.properties).toEqual(metadata.properties)
  })
})

describe('names that databases fear', () => {
  it.each([
    ['with NUL', 'a\u0000b'],
    ['with half a surrogate pair', 'a\ud800b'],
    ['of 100,000 characters', 'é'.repeat(100_000)],
    ['that begin like a context', ':.x'],
    ['that look like code', "'; drop table versions; --"],
  ])('%s are answered like any other', async (_, subject) => {
    const name = { context: '.', subject }
    expect(await refusal(registry.readVersion(name, 1, plain))).toMatch(/^40401 /)
    expect(await refusal(registry.lookUpSchema(name, offer('"string"'), lookUp))).toMatch(/^40401 /)
    const registered = await refusal(register(name, offer('"string"')))
    expect(registered ?? '42208').toMatch(/^422/)
  })
})

describe('schemas that grow without bound', () => {
  it.each([
    [
      'Avro nested 10,000 deep',
      'AVRO',
      `${'{"type":"array","items":'.repeat(10_000)}"int"${'}'.repeat(10_000)}`,
    ],
    ['JSON nested 10,000 deep', 'JSON', `${'{"items":'.repeat(10_000)}{}${'}'.repeat(10_000)}`],
    [
      'Protobuf nested 10,000 deep',
      'PROTOBUF',
      `${'message M { '.repeat(10_000)}${'}'.repeat(10_000)}`,
    ],
    ['an unclosed text', 'AVRO', '['.repeat(1_000_000)],
  ])('%s are refused as schemas', async (_, schemaType, text) => {
    const name = freshName()
    const schema = offer(text, { schemaType })
    expect(await refusal(register(name, schema))).toMatch(/^42201 /)
    expect(await refusal(registry.lookUpSchema(name, schema, lookUp))).toMatch(/^42201 /)
    const check = { normalize: true, verbose: true }
    expect((await registry.checkCompatibility(name, 'all', schema, check)).compatible).toBe(false)
  })

  it('with 10,000 fields are fine', async () => {
    const fields = Array.from({ length: 10_000 }, (_, i) => ({ name: `f${i}`, type: 'int' }))
    const text = JSON.stringify({ type: 'record', name: 'R', fields })
    expect(await register(freshName(), offer(text))).toMatchObject({ version: 1 })
  })
})

describe('two types of schema with one text, and so one guid', () => {
  const text = '{"type":"string","x":1}'
  const json = offer(text, { schemaType: 'JSON' })

  it('are one version under one subject', async () => {
    const name = freshName()
    await register(name, offer(text))
    expect(await register(name, json)).toMatchObject({ schemaId: 1, version: 1 })
  })

  it('exclude each other in a context', async () => {
    const name = freshName()
    await register(name, offer(text))
    expect(await refusal(register({ ...name, subject: 'other' }, json))).toBe(
      `42205 Overwrite new schema with id 1 in context :${name.context}: is not permitted.`,
    )
  })
})
