import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SchemaOffer } from '../../src/registry/offers.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { caller, freshName, offer, openTestRegistry, plain, refusal } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

let test: TestRegistry
let registry: Registry
beforeAll(async () => {
  test = await openTestRegistry()
  registry = test.registry
})
afterAll(() => test.close())

const logical = { ...caller, normalize: false, force: false, format: 'Logical' }
const native = { ...logical, format: '' }

function register(text: string | undefined, more: Partial<SchemaOffer>, subject = 'orders-value') {
  return registry.registerSchema(freshName(subject), offer(text, more), logical)
}

describe('registering a logical text (compatibility 9)', () => {
  it.each([
    ['AVRO', '{"type":"record","name":"orders_value","fields":[{"name":"id","type":"int"}]}'],
    [
      'json',
      '{"title":"orders_value","type":"object","properties":{"id":{"type":"integer","connect.type":"int32","connect.index":0}},"required":["id"],"additionalProperties":false}',
    ],
    ['Protobuf', 'syntax = "proto3";\n\nmessage orders_value {\n  int32 id = 1;\n}\n'],
  ])('as %s shows the native schema', async (schemaType, text) => {
    const answer = await register('TYPE STRUCT<id INT NOT NULL>', { schemaType })
    expect(answer.content).toMatchObject({
      schemaType: schemaType.toUpperCase(),
      schemaText: text,
    })
  })

  it.each([
    ['orders-value', 'orders_value'],
    ['a.b/c ü', 'a_b_c__'],
    ['7up', 'Envelope7up'],
    ['', 'Envelope'],
  ])('names a struct without a name after the subject: %j is %s', async (subject, name) => {
    const text = 'TYPE STRUCT<id INT>'
    const answer = await register(text, { schemaType: 'AVRO' }, subject)
    expect(JSON.parse(answer.content.schemaText)).toMatchObject({ name })
  })

  it('leaves a struct its own name', async () => {
    const answer = await register('STRUCT Order (id INT)', { schemaType: 'AVRO' })
    expect(JSON.parse(answer.content.schemaText)).toMatchObject({ name: 'Order' })
  })

  it('is registering the native text', async () => {
    const name = freshName()
    const text = 'STRUCT Order (id BIGINT NOT NULL)'
    const offered = offer(text, { schemaType: 'avro' })
    const first = await registry.registerSchema(name, offered, logical)
    const again = await registry.registerSchema(name, offer(first.content.schemaText), native)
    expect(again).toMatchObject({ schemaId: first.schemaId, version: 1 })
    expect(await registry.registerSchema(name, offered, logical)).toMatchObject({ version: 1 })
  })

  it('takes types from references', async () => {
    const { context } = freshName()
    const address = { context, subject: 'address' }
    const text = '{"type":"record","name":"Address","namespace":"geo","fields":[]}'
    await registry.registerSchema(address, offer(text), native)
    const references = [{ name: 'geo.Address', subject: 'address', version: 1 }]
    const answer = await registry.registerSchema(
      { context, subject: 'person' },
      offer("USING TYPE Address FOR 'geo.Address'; STRUCT Person (home Address NOT NULL)", {
        schemaType: 'AVRO',
        references,
      }),
      logical,
    )
    expect(answer.content.schemaText).toBe(
      '{"type":"record","name":"Person","fields":[{"name":"home","type":"geo.Address"}]}',
    )
  })
})

describe('a logical text is refused', () => {
  const needed =
    '42201 schemaType is required when format=logical, and must be one of AVRO, JSON, PROTOBUF'
  it.each<[string, string | undefined, string | undefined, string]>([
    ['without a schema type', 'TYPE INT', undefined, needed],
    ['with an unknown schema type', 'TYPE INT', 'THRIFT', needed],
    ['with a blank schema type, before its text', undefined, ' ', needed],
    ['when it is absent', undefined, 'AVRO', '42201 Schema is required when format=logical'],
    ['when it is blank', ' \n', 'AVRO', '42201 Schema is required when format=logical'],
    [
      'when it does not parse',
      'STRUCT A (\n  id INT NOT\n)',
      'AVRO',
      "42201 Invalid logical type schema: expected NULL, found ')' (line 3, column 1)",
    ],
    [
      'when a name leads nowhere',
      'STRUCT A (home ARRAY<Address>)',
      'AVRO',
      "42201 Invalid logical type schema: UNRESOLVED_TYPE_REF at 'A.home.element': no type 'Address' is declared",
    ],
    [
      'when Avro has no such type',
      'STRUCT A (at TIMESTAMP(12))',
      'avro',
      '42201 Logical type schema cannot be represented as AVRO: Avro has no local-timestamp of 12 digits',
    ],
    [
      'when Protobuf has no such root',
      'TYPE INT',
      'PROTOBUF',
      '42201 Logical type schema cannot be represented as PROTOBUF: the root of a Protobuf schema is a STRUCT',
    ],
    [
      'when the native parser refuses what comes out',
      'TYPE UNION<INT, TINYINT>',
      'AVRO',
      '42201 Logical type schema cannot be represented as AVRO: Duplicate in union:int',
    ],
  ])('%s', async (_title, text, schemaType, message) => {
    expect(await refusal(register(text, { schemaType }))).toBe(message)
  })

  it('after an invalid subject', async () => {
    const promise = register('TYPE INT', {}, '__GLOBAL')
    expect(await refusal(promise)).toMatch(/^42208 /)
  })
})

describe('reading as a logical text', () => {
  const asLogical = { ...plain, format: 'LOGICAL' }

  it('renders what was registered', async () => {
    const name = freshName()
    const text = `NAMESPACE com.acme;

ENUM Color (
  'RED',
  'GREEN'
)

STRUCT Order (
  id BIGINT NOT NULL 'the number',
  price DECIMAL(12, 2) NOT NULL,
  color Color,
  at TIMESTAMP_LTZ(3) NOT NULL,
  note VARCHAR(20) TAGS ('PII')
)
`
    await registry.registerSchema(name, offer(text, { schemaType: 'AVRO' }), logical)
    const answer = await registry.readVersion(name, 'latest', asLogical)
    expect(answer.content).toMatchObject({ schemaType: 'AVRO', schemaText: text })
  })

  it('writes references out, and keeps them in the answer', async () => {
    const { context } = freshName()
    const part = '{"type":"record","name":"Part","fields":[{"name":"n","type":"int"}]}'
    await registry.registerSchema({ context, subject: 'part' }, offer(part), native)
    const whole = '{"type":"record","name":"Whole","fields":[{"name":"part","type":"Part"}]}'
    const references = [{ name: 'Part', subject: 'part', version: 1 }]
    const name = { context, subject: 'whole' }
    await registry.registerSchema(name, offer(whole, { references }), native)
    const { content } = await registry.readVersion(name, 1, asLogical)
    expect(content.schemaText).toBe(
      'STRUCT Part (\n  n INT NOT NULL\n)\n\nSTRUCT Whole (\n  part Part NOT NULL\n)\n',
    )
    expect(content.references).toMatchObject([{ name: 'Part' }])
  })

  it('is refused where there is no logical type', async () => {
    const name = freshName()
    await registry.registerSchema(name, offer('"null"'), native)
    expect(await refusal(registry.readVersion(name, 1, asLogical))).toBe(
      '42201 Schema cannot be represented as a logical type: the type null has no logical type',
    )
  })

  it('is for versions only: by id the canonical text is read', async () => {
    const name = freshName()
    const { schemaId } = await registry.registerSchema(name, offer('"string"'), native)
    const options = { ...plain, format: 'logical', fetchMaxId: false }
    const answer = await registry.readById(schemaId, name, options)
    expect(answer.content.schemaText).toBe('"string"')
  })
})
