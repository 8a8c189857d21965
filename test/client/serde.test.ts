import { describe, expect, it } from 'vitest'
import {
  AvroDeserializer,
  AvroSerializer,
  JsonDeserializer,
  JsonSerializer,
  ProtobufDeserializer,
  ProtobufSerializer,
  RegistryClient,
  SerdeError,
} from '../../src/client/index.ts'
import { SubjectNamer } from '../../src/client/subject-name-strategy.ts'
import { connect, openTopics, order, orderText, recorder, topic } from './topics.ts'
import type { Order } from './topics.ts'

openTopics()

describe('a message', () => {
  it('goes through with the id in front', async () => {
    const client = connect()
    const serializer = new AvroSerializer<Order>({
      client,
      schemaText: orderText,
      schema: 'register',
    })
    const payload = await serializer.serializeAsync(topic, order)
    const { id } = await client.getVersion(`${topic}-value`, 'latest')
    expect(payload.readUInt8(0)).toBe(0)
    expect(payload.readInt32BE(1)).toBe(id)

    const deserializer = new AvroDeserializer<Order>({ client: connect() })
    expect(await deserializer.deserializeAsync(topic, payload)).toEqual(order)
  })

  it('goes through with the guid in a header', async () => {
    const client = connect()
    const serializer = new AvroSerializer<Order>({
      client,
      schemaText: orderText,
      schema: 'register',
      location: 'header',
      role: 'key',
    })
    const headers: Record<string, Buffer> = {}
    const payload = await serializer.serializeAsync(topic, order, headers)
    const { guid } = await client.getVersion(`${topic}-key`, 'latest')
    expect(headers['__key_schema_id']?.toString('hex')).toBe(`01${guid?.replaceAll('-', '')}`)
    expect(payload.length).toBe(16)

    const deserializer = new AvroDeserializer<Order>({ client: connect(), role: 'key' })
    expect(await deserializer.deserializeAsync(topic, payload, headers)).toEqual(order)
    expect(deserializer.deserialize(topic, payload, headers)).toEqual(order)
    await expect(async () => serializer.serializeAsync(topic, order)).rejects.toMatchObject({
      kind: 'MISSING_HEADERS',
    })
  })

  it('of JSON goes through, and is checked on both sides', async () => {
    const client = connect()
    const schemaText = '{"type":"object","properties":{"id":{"type":"integer"}},"title":"J"}'
    const serializer = new JsonSerializer({ client, schemaText, schema: 'register' })
    const payload = await serializer.serializeAsync(topic, { id: 1 })
    expect(payload.toString('utf8', 5)).toBe('{"id":1}')
    const deserializer = new JsonDeserializer({ client })
    expect(await deserializer.deserializeAsync(topic, payload)).toEqual({ id: 1 })
    const wrong = Buffer.concat([payload.subarray(0, 5), Buffer.from('{"id":"x"}')])
    expect(() => deserializer.deserialize(topic, wrong)).toThrow(/'id' does not fit/)
    expect(() => serializer.serialize(topic, { id: 'x' })).toThrow(
      expect.objectContaining({
        kind: 'INVALID_VALUE',
        details: expect.objectContaining({ topic, role: 'value', path: 'id' }),
      }),
    )
  })

  it('of Protobuf goes through, named by its place in the registered schema', async () => {
    const client = connect()
    const registered = 'syntax = "proto3"; message B { int32 b = 1; } message A { int32 a = 1; }'
    await client.register(`${topic}-value`, { schema: registered, schemaType: 'PROTOBUF' })
    const serializer = new ProtobufSerializer({ client, schema: 'latest', message: 'A' })
    const payload = await serializer.serializeAsync(topic, { a: 5 })
    expect(payload.toString('hex', 5)).toBe('02020805')
    const deserializer = new ProtobufDeserializer({ client })
    expect(await deserializer.deserializeAsync(topic, payload)).toEqual({ a: 5 })
  })

  it('of Protobuf brings its imports', async () => {
    const client = connect()
    const money = 'syntax = "proto3"; package c; message Money { int64 units = 1; }'
    const subject = `${topic}/money.proto`
    await client.register(subject, { schema: money, schemaType: 'PROTOBUF' })
    const serializer = new ProtobufSerializer({
      client,
      schema: 'register',
      schemaText: `syntax = "proto3"; import "m.proto"; message O { c.Money total = 1; }`,
      references: [{ name: 'm.proto', subject, version: 1 }],
    })
    const payload = await serializer.serializeAsync(topic, { total: { units: 9n } })
    const deserializer = new ProtobufDeserializer({ client: connect() })
    expect(await deserializer.deserializeAsync(topic, payload)).toEqual({ total: { units: 9n } })
  })

  it('that is a tombstone passes both ways without a question', async () => {
    const client = connect()
    const serializer = new AvroSerializer<Order>({ client, schemaText: orderText })
    const deserializer = new AvroDeserializer<Order>({ client })
    expect(serializer.serialize(topic, null)).toBeNull()
    expect(await serializer.serializeAsync(topic, undefined)).toBeNull()
    expect(deserializer.deserialize(topic, null)).toBeNull()
    expect(recorder.requests).toEqual([])
  })

  it('without bytes is an error, or null where asked for', async () => {
    const client = connect()
    const empty = new Uint8Array()
    expect(() => new AvroDeserializer({ client }).deserialize(topic, empty)).toThrow(
      expect.objectContaining({ kind: 'EMPTY_PAYLOAD' }),
    )
    expect(new AvroDeserializer({ client, emptyAsNull: true }).deserialize(topic, empty)).toBeNull()
  })

  it('may come as any Uint8Array', async () => {
    const client = connect()
    const serializer = new AvroSerializer({ client, schemaText: orderText, schema: 'register' })
    const payload = await serializer.serializeAsync(topic, order)
    const plain = Uint8Array.from([9, ...payload, 9]).subarray(1, payload.length + 1)
    expect(await new AvroDeserializer({ client }).deserializeAsync(topic, plain)).toEqual(order)
  })
})

describe('the schema written with', () => {
  const texts = [orderText, orderText.replace('"note"', '"remark"')]

  async function registerBoth(client: RegistryClient): Promise<readonly number[]> {
    const ids: number[] = []
    for (const schema of texts) ids.push((await client.register(`${topic}-value`, { schema })).id)
    return ids
  }

  it('is only looked up by default, and the error says how to change that', async () => {
    const serializer = new AvroSerializer<Order>({ client: connect(), schemaText: orderText })
    await expect(async () => serializer.serializeAsync(topic, order)).rejects.toMatchObject({
      kind: 'SCHEMA_NOT_REGISTERED',
      message: expect.stringContaining("schema: 'register'"),
    })
    expect(await connect().listSubjects({ subjectPrefix: topic })).toEqual([])
  })

  it('is found when it is registered', async () => {
    const client = connect()
    const [first] = await registerBoth(client)
    const serializer = new AvroSerializer<Order>({ client, schemaText: orderText })
    expect((await serializer.serializeAsync(topic, order)).readInt32BE(1)).toBe(first)
  })

  it('may be the latest, one id, one guid, or the one with certain metadata', async () => {
    const client = connect()
    const [first, second] = await registerBoth(client)
    const { guid = '' } = await client.getSchemaById(first ?? 0)
    const metadata = { properties: { team: 'blue' } }
    const { id: marked } = await client.register(`${topic}-value`, {
      schema: texts[0] ?? '',
      metadata,
    })
    const remark = { id: 1n, remark: null }
    for (const [schema, value, id] of [
      [{ id: first ?? 0 }, order, first],
      [{ id: second ?? 0 }, remark, second],
      [{ guid }, order, first],
      [{ metadata: { team: 'blue' } }, order, marked],
      ['latest', order, marked],
    ] as const) {
      const serializer = new AvroSerializer({ client, schema })
      expect((await serializer.serializeAsync(topic, value)).readInt32BE(1)).toBe(id)
    }
  })

  it('follows the latest version once it is known', async () => {
    let now = 0
    const client = connect({ now: () => now })
    const producer = new AvroSerializer({ client, schema: 'latest' })
    const [first] = [
      (await client.registerSchema(`${topic}-value`, { schemaType: 'AVRO', schemaText: orderText }))
        .schemaId,
    ]
    expect((await producer.serializeAsync(topic, order)).readInt32BE(1)).toBe(first)

    const evolved = orderText.replace(
      '"fields":[',
      '"fields":[{"name":"n","type":"int","default":1},',
    )
    const other = await connect().register(`${topic}-value`, { schema: evolved })
    expect(producer.serialize(topic, order).readInt32BE(1)).toBe(first)
    now = 60_001
    // The old version serves while the new one is asked for.
    expect(producer.serialize(topic, order).readInt32BE(1)).toBe(first)
    await expect
      .poll(() => producer.serialize(topic, { ...order, n: 1 }).readInt32BE(1))
      .toBe(other.id)
  })

  it('follows the latest version with certain metadata, too', async () => {
    let now = 0
    const client = connect({ now: () => now })
    const metadata = { properties: { team: 'blue' } }
    const subject = `${topic}-value`
    const first = await client.register(subject, { schema: orderText, metadata })
    const serializer = new AvroSerializer({ client, schema: { metadata: { team: 'blue' } } })
    expect((await serializer.serializeAsync(topic, order)).readInt32BE(1)).toBe(first.id)
    const schema = orderText.replace('"long"', '"long","doc":"d"')
    const second = await client.register(subject, { schema, metadata })
    now = 60_001
    await expect.poll(() => serializer.serialize(topic, order).readInt32BE(1)).toBe(second.id)
  })

  it('takes the tags of the version before along when asked to', async () => {
    const client = connect()
    const subject = `${topic}-value`
    const tagged = orderText.replace('"type":"long"', '"type":"long","confluent:tags":["PII"]')
    await client.register(subject, { schema: tagged })
    const schemaText = orderText.replace('"default":null', '"default":null,"doc":"d"')
    const shared = { client, schemaText, schema: 'register' } as const
    await new AvroSerializer({ ...shared, propagateSchemaTags: true }).prepare(topic)
    expect((await client.getVersion(subject, 2)).schema).toContain('"PII"')
  })

  it('must be of the serializer’s type', async () => {
    const client = connect()
    await client.register(`${topic}-value`, { schema: '{}', schemaType: 'JSON' })
    const serializer = new AvroSerializer({ client, schema: 'latest' })
    await expect(async () => serializer.serializeAsync(topic, {})).rejects.toMatchObject({
      kind: 'WRONG_SCHEMA_TYPE',
    })
  })

  it('must be given where it is needed', () => {
    expect(() => new AvroSerializer({ client: connect() })).toThrow(/schemaText/)
  })
})

describe('subjects', () => {
  it.each([
    ['TOPIC', (name: string) => `${name}-value`],
    ['RECORD', () => 'shop.Order'],
    ['TOPIC_RECORD', (name: string) => `${name}-shop.Order`],
  ] as const)('by %s', async (subjectNameStrategy, subject) => {
    const client = connect()
    const serializer = new AvroSerializer<Order>({
      client,
      schemaText: orderText,
      schema: 'register',
      subjectNameStrategy,
    })
    await serializer.serializeAsync(topic, order)
    expect(await client.listVersions(subject(topic))).toEqual([1])
  })

  it('by a record name that is missing are an error with names', async () => {
    const serializer = new AvroSerializer({
      client: connect(),
      schemaText: '"string"',
      schema: 'register',
      subjectNameStrategy: 'RECORD',
    })
    await expect(async () => serializer.serializeAsync(topic, 'x')).rejects.toThrow(
      new RegExp(
        `RECORD needs a record name for topic '${topic}', and the AVRO schema has none: "string"`,
      ),
    )
  })

  it('by a record name that nothing says are an error that says what to give', async () => {
    const serializer = new AvroSerializer({
      client: connect(),
      schema: 'latest',
      subjectNameStrategy: 'RECORD',
    })
    await expect(async () => serializer.serializeAsync(topic, order)).rejects.toThrow(
      'no schema says it: pass schemaText',
    )
  })

  it('by association fall back to the topic, and ask once', async () => {
    const client = connect()
    const serializer = new AvroSerializer<Order>({
      client,
      schemaText: orderText,
      schema: 'register',
      subjectNameStrategy: 'ASSOCIATED',
    })
    await serializer.serializeAsync(topic, order)
    await serializer.serializeAsync(topic, order)
    expect(await client.listVersions(`${topic}-value`)).toEqual([1])
    expect(recorder.requests.filter((line) => line.includes('/associations/'))).toHaveLength(1)
  })

  it('by association are asked for again after the time given', async () => {
    let now = 0
    const strategy = { kind: 'ASSOCIATED', cacheTtlMs: 1000, cacheSize: 10 } as const
    const namer = new SubjectNamer(connect({ now: () => now }), strategy)
    const input = { topic, role: 'value', schemaType: 'AVRO', recordName: undefined } as const
    for (const [time, requests] of [
      [0, 1],
      [999, 1],
      [1000, 2],
    ] as const) {
      now = time
      expect(await namer.subjectOf(input)).toBe(`${topic}-value`)
      expect(recorder.requests).toHaveLength(requests)
    }
  })

  it('of a context live there, and so do ids', async () => {
    const client = connect({ context: '.other' })
    const serializer = new AvroSerializer<Order>({
      client,
      schemaText: orderText,
      schema: 'register',
    })
    const payload = await serializer.serializeAsync(topic, order)
    expect(await client.listVersions(`:.other:${topic}-value`)).toEqual([1])
    const deserializer = new AvroDeserializer<Order>({ client: connect({ context: 'other' }) })
    expect(await deserializer.deserializeAsync(topic, payload)).toEqual(order)
  })
})

describe('the cached path', () => {
  it('asks nobody and parses nothing', async () => {
    const client = connect()
    const serializer = new AvroSerializer<Order>({
      client,
      schemaText: orderText,
      schema: 'register',
    })
    const deserializer = new AvroDeserializer<Order>({ client })
    const payload = await serializer.serializeAsync(topic, order)
    await deserializer.deserializeAsync(topic, payload)
    const asked = recorder.requests.length
    const parse = JSON.parse
    let parsed = 0
    JSON.parse = (...input: Parameters<typeof parse>): unknown => {
      parsed += 1
      return parse(...input) as unknown
    }
    try {
      for (let times = 0; times < 100; times++) {
        expect(deserializer.deserialize(topic, serializer.serialize(topic, order))).toEqual(order)
      }
    } finally {
      JSON.parse = parse
    }
    expect([recorder.requests.length, parsed]).toEqual([asked, 0])
  })

  it('is synchronous, and says so when it cannot be', async () => {
    const client = connect()
    const serializer = new AvroSerializer<Order>({
      client,
      schemaText: orderText,
      schema: 'register',
    })
    expect(() => serializer.serialize(topic, order)).toThrow(/await prepare/)
    await serializer.prepare(topic)
    const payload = serializer.serialize(topic, order)
    expect(serializer.serializeAsync(topic, order)).toEqual(payload)

    const deserializer = new AvroDeserializer<Order>({ client: connect() })
    expect(() => deserializer.deserialize(topic, payload)).toThrow(/await prepare/)
    await deserializer.prepare(topic, payload)
    expect(deserializer.deserialize(topic, payload)).toEqual(order)
  })

  it('is reached by many at once with one request', async () => {
    const client = connect()
    const serializer = new AvroSerializer<Order>({
      client,
      schemaText: orderText,
      schema: 'register',
    })
    const payloads = await Promise.all(
      Array.from({ length: 20 }, async () => serializer.serializeAsync(topic, order)),
    )
    const deserializer = new AvroDeserializer<Order>({ client })
    await Promise.all(payloads.map(async (one) => deserializer.deserializeAsync(topic, one)))
    expect(recorder.requests).toHaveLength(2)
  })
})

describe('messages that cannot be read', () => {
  it('name topic, side, first bytes and a guess', () => {
    const deserializer = new AvroDeserializer({ client: connect(), role: 'key' })
    expect(() => deserializer.deserialize(topic, Buffer.from('{"id":1}'))).toThrow(
      expect.objectContaining({
        kind: 'UNKNOWN_FRAME',
        message: expect.stringContaining(`key of topic '${topic}'`),
        details: expect.objectContaining({
          firstBytes: '7b226964223a317d',
          guess: 'bare JSON without a schema id',
        }),
      }),
    )
  })

  it('of an unknown id are asked for once, then refused from memory', async () => {
    const deserializer = new AvroDeserializer({ client: connect() })
    const payload = Buffer.from('000074cbb102', 'hex')
    for (let times = 0; times < 5; times++) {
      await expect(async () => deserializer.deserializeAsync(topic, payload)).rejects.toMatchObject(
        {
          kind: 'UNKNOWN_SCHEMA',
          details: { schemaId: 7_654_321 },
        },
      )
    }
    expect(recorder.requests).toHaveLength(1)
  })

  it('of a schema of another type are refused without asking twice', async () => {
    const client = connect()
    const { id } = await client.register(`${topic}-value`, { schema: '{}', schemaType: 'JSON' })
    const payload = Buffer.alloc(6)
    payload.writeInt32BE(id, 1)
    const deserializer = new AvroDeserializer({ client })
    for (let times = 0; times < 3; times++) {
      await expect(async () => deserializer.deserializeAsync(topic, payload)).rejects.toMatchObject(
        {
          kind: 'WRONG_SCHEMA_TYPE',
        },
      )
    }
    expect(recorder.requests).toHaveLength(2)
  })

  it('of a schema that cannot be used are refused without asking or compiling twice', async () => {
    const body = JSON.stringify({ schema: '{"type":"nonsense"}' })
    let asked = 0
    const client = new RegistryClient({
      url: 'http://registry',
      fetch: async () => {
        asked += 1
        return new Response(body)
      },
    })
    const deserializer = new AvroDeserializer({ client })
    const payload = Buffer.from('000000002a02', 'hex')
    for (let times = 0; times < 3; times++) {
      await expect(async () => deserializer.deserializeAsync(topic, payload)).rejects.toMatchObject(
        {
          kind: 'UNUSABLE_SCHEMA',
        },
      )
    }
    expect(asked).toBe(1)
  })

  it('keep their place and bytes in a batch', async () => {
    const client = connect()
    const serializer = new AvroSerializer<Order>({
      client,
      schemaText: orderText,
      schema: 'register',
    })
    const good = await serializer.serializeAsync(topic, order)
    const poison = Buffer.from('not framed')
    const deserializer = new AvroDeserializer<Order>({ client: connect() })
    const results = await deserializer.deserializeBatch(
      [good, poison, null, good].map((payload) => ({ topic, payload })),
    )
    expect(results).toEqual([
      { ok: true, value: order },
      { ok: false, error: expect.any(SerdeError), payload: poison },
      { ok: true, value: null },
      { ok: true, value: order },
    ])
  })
})
