import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  AvroDeserializer,
  AvroSerializer,
  JsonSerializer,
  ProtobufDeserializer,
  ProtobufSerializer,
  RegistryClient,
} from '../../src/client/index.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { record } from './recorder.ts'
import type { Recorder } from './recorder.ts'

let registry: RunningRegistry
let recorder: Recorder
let client: RegistryClient
let count = 0
let topic: string

beforeAll(async () => {
  registry = await startRegistry()
})
afterAll(async () => {
  await registry.close()
})
beforeEach(() => {
  recorder = record()
  client = new RegistryClient({ url: registry.url, fetch: recorder.fetch })
  topic = `topic-${(count += 1)}`
})

/** Names differ from test to test: subjects are named after them. */
function protobufTexts() {
  const [unit, money] = [`${topic}/unit.proto`, `${topic}/money.proto`]
  return {
    unit,
    money,
    schemaText: `syntax = "proto3"; import "${money}"; import "${unit}"; import "google/protobuf/timestamp.proto";
      message Order { c.Money total = 1; u.Unit unit = 2; google.protobuf.Timestamp at = 3; }`,
    imports: {
      [money]: `syntax = "proto3"; package c; import "${unit}"; message Money { u.Unit unit = 1; }`,
      [unit]: 'syntax = "proto3"; package u; message Unit { string name = 1; }',
    },
  }
}

const order = { total: { unit: { name: 'EUR' } }, unit: { name: 'kg' } }

describe('imported schemas', () => {
  it('are registered before the schema, depth first, each once', async () => {
    const { schemaText, imports, unit, money } = protobufTexts()
    const serializer = new ProtobufSerializer({ client, schema: 'register', schemaText, imports })
    const payload = await serializer.serializeAsync(topic, order)
    const registered = recorder.requests.filter((line) => line.startsWith('POST'))
    expect(registered.map((line) => decodeURIComponent(line.split('/')[2] ?? ''))).toEqual([
      unit,
      money,
      `${topic}-value`,
    ])
    const { references } = await client.getVersion(`${topic}-value`, 1)
    expect(references).toEqual([
      { name: money, subject: money, version: 1 },
      { name: unit, subject: unit, version: 1 },
    ])
    const deserializer = new ProtobufDeserializer({
      client: new RegistryClient({ url: registry.url }),
    })
    expect(await deserializer.deserializeAsync(topic, payload)).toMatchObject(order)
  })

  it('are named by the qualified strategy or by a function', async () => {
    const { schemaText, imports, money } = protobufTexts()
    const shared = { client, schema: 'register', schemaText, imports } as const
    await new ProtobufSerializer({
      ...shared,
      referenceSubjectNameStrategy: 'QUALIFIED',
    }).prepare(topic)
    const [reference] = (await client.getVersion(`${topic}-value`, 1)).references ?? []
    expect(reference).toEqual({ name: money, subject: `${topic}.money`, version: 1 })
    await new ProtobufSerializer({
      ...shared,
      referenceSubjectNameStrategy: ({ name, topic: of }) => `${of}!${name}`,
    }).prepare(topic)
    expect(await client.listVersions(`${topic}!${money}`)).toEqual([1])
  })

  it('are looked up where the schema is, and the error names what is missing', async () => {
    const { schemaText, imports, unit, money } = protobufTexts()
    const shared = { client, schemaText, imports } as const
    await expect(new ProtobufSerializer(shared).prepare(topic)).rejects.toMatchObject({
      kind: 'SCHEMA_NOT_REGISTERED',
      message: expect.stringContaining(unit),
    })
    await expect(
      new ProtobufSerializer({ ...shared, schema: 'register', lookUpImports: true }).prepare(topic),
    ).rejects.toMatchObject({ kind: 'SCHEMA_NOT_REGISTERED' })
    expect(await client.listSubjects({ subjectPrefix: money })).toEqual([])
    const other = new RegistryClient({ url: registry.url })
    await new ProtobufSerializer({ ...shared, client: other, schema: 'register' }).prepare(topic)
    await new ProtobufSerializer({ ...shared, client: other }).prepare(topic)
    expect(await client.listVersions(`${topic}-value`)).toEqual([1])
  })

  it('of Avro are found by full name, and by short name in the namespace', async () => {
    const serializer = new AvroSerializer({
      client,
      schema: 'register',
      schemaText: JSON.stringify({
        type: 'record',
        name: 'Order',
        namespace: topic.replace('-', '_'),
        fields: [{ name: 'total', type: ['null', 'Money'] }],
      }),
      imports: {
        [`${topic.replace('-', '_')}.Money`]: JSON.stringify({
          type: 'record',
          name: 'Money',
          namespace: topic.replace('-', '_'),
          fields: [{ name: 'units', type: 'int' }],
        }),
      },
    })
    const payload = await serializer.serializeAsync(topic, { total: { units: 3 } })
    const { references } = await client.getVersion(`${topic}-value`, 1)
    expect(references).toHaveLength(1)
    const deserializer = new AvroDeserializer({ client })
    expect(await deserializer.deserializeAsync(topic, payload)).toEqual({ total: { units: 3 } })
  })

  it('of JSON are found by the URI in $ref', async () => {
    const name = `http://${topic}/money.json`
    const serializer = new JsonSerializer({
      client,
      schema: 'register',
      schemaText: JSON.stringify({ properties: { total: { $ref: `${name}#/definitions/m` } } }),
      imports: { [name]: JSON.stringify({ definitions: { m: { type: 'integer' } } }) },
    })
    expect((await serializer.serializeAsync(topic, { total: 3 })).length).toBeGreaterThan(5)
    await expect(async () => serializer.serializeAsync(topic, { total: 'x' })).rejects.toThrow(
      /'total'/,
    )
    expect(await client.listVersions(name)).toEqual([1])
  })

  it('of Avro may contain themselves', async () => {
    const namespace = topic.replace('-', '_')
    const link = { name: 'next', type: ['null', 'Chain'] }
    const serializer = new AvroSerializer({
      client,
      schema: 'register',
      schemaText: JSON.stringify({
        type: 'record',
        name: 'Holder',
        fields: [{ name: 'chain', type: `${namespace}.Chain` }],
      }),
      imports: {
        [`${namespace}.Chain`]: JSON.stringify({
          type: 'record',
          name: 'Chain',
          namespace,
          fields: [link],
        }),
      },
    })
    const value = { chain: { next: { next: null } } }
    const payload = await serializer.serializeAsync(topic, value)
    expect(await new AvroDeserializer({ client }).deserializeAsync(topic, payload)).toEqual(value)
  })

  it('of JSON may refer to themselves by their own URI', async () => {
    const name = `http://${topic}/chain.json`
    const serializer = new JsonSerializer({
      client,
      schema: 'register',
      schemaText: JSON.stringify({ $ref: name }),
      imports: {
        [name]: JSON.stringify({ $id: name, type: 'object', properties: { next: { $ref: name } } }),
      },
    })
    await serializer.prepare(topic)
    expect(() => serializer.serialize(topic, { next: { next: 5 } })).toThrow("'next.next'")
  })

  it('may not lead in a circle', async () => {
    const serializer = new ProtobufSerializer({
      client,
      schema: 'register',
      schemaText: 'syntax = "proto3"; import "a.proto"; message O { }',
      imports: {
        'a.proto': 'syntax = "proto3"; import "b.proto"; message A { }',
        'b.proto': 'syntax = "proto3"; import "a.proto"; message B { }',
      },
    })
    await expect(serializer.prepare(topic)).rejects.toThrow("'a.proto' to 'b.proto' to 'a.proto'")
  })
})

describe('the context of a topic', () => {
  const contextNameStrategy = (of: string): string => `.team-${of}`

  it('holds subjects, imports and ids', async () => {
    const { schemaText, imports, money } = protobufTexts()
    const serializer = new ProtobufSerializer({
      client,
      schema: 'register',
      schemaText,
      imports,
      contextNameStrategy,
    })
    const payload = await serializer.serializeAsync(topic, order)
    expect(await client.listSubjects({ subjectPrefix: `:.team-${topic}:` })).toEqual([
      `:.team-${topic}:${topic}-value`,
      `:.team-${topic}:${money}`,
      `:.team-${topic}:${topic}/unit.proto`,
    ])
    const fresh = new RegistryClient({ url: registry.url })
    const deserializer = new ProtobufDeserializer({ client: fresh, contextNameStrategy })
    expect(await deserializer.deserializeAsync(topic, payload)).toMatchObject(order)
    expect(deserializer.deserialize(topic, payload)).toMatchObject(order)
  })

  it.each([
    ['TOPIC', (of: string) => `${of}-value`],
    ['RECORD', (of: string) => `shop.${of}`],
    ['TOPIC_RECORD', (of: string) => `${of}-shop.${of}`],
    [(): string => 'mine', () => 'mine'],
  ] as const)('qualifies subjects of every strategy: %s', async (strategy, subject) => {
    topic = topic.replace('-', '_')
    const schemaText = JSON.stringify({
      type: 'record',
      name: topic,
      namespace: 'shop',
      fields: [],
    })
    const serializer = new AvroSerializer({
      client,
      schema: 'register',
      schemaText,
      subjectNameStrategy: strategy,
      contextNameStrategy,
    })
    await serializer.prepare(topic)
    expect(await client.listVersions(`:.team-${topic}:${subject(topic)}`)).toEqual([1])
  })

  it('keeps equal ids of two topics apart', async () => {
    const [one, two] = ['"string"', '{"type":"bytes"}']
    const payloads: Buffer[] = []
    for (const [of, schemaText, value] of [
      [`${topic}-a`, one, 'hi'],
      [`${topic}-b`, two, Buffer.from('ho')],
    ] as const) {
      const serializer = new AvroSerializer({
        client,
        schema: 'register',
        schemaText,
        contextNameStrategy,
      })
      payloads.push(await serializer.serializeAsync(of, value))
    }
    expect(payloads[0]?.readInt32BE(1)).toBe(payloads[1]?.readInt32BE(1))
    const deserializer = new AvroDeserializer({ client, contextNameStrategy })
    const read = (of: string, index: number) =>
      deserializer.deserializeAsync(of, payloads[index] ?? null)
    expect(await read(`${topic}-a`, 0)).toBe('hi')
    expect(await read(`${topic}-b`, 1)).toEqual(Buffer.from('ho'))
  })
})
