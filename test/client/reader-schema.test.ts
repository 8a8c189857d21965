import { describe, expect, it } from 'vitest'
import {
  AvroDeserializer,
  AvroSerializer,
  ProtobufDeserializer,
  ProtobufSerializer,
  SerdeError,
} from '../../src/client/index.ts'
import { connect, openTopics, order, orderText, recorder, topic } from './topics.ts'
import type { Order } from './topics.ts'

openTopics()

describe('the reader schema', () => {
  it('may be one of the application', async () => {
    const client = connect()
    const serializer = new AvroSerializer<Order>({
      client,
      schemaText: orderText,
      schema: 'register',
    })
    const payload = await serializer.serializeAsync(topic, order)
    const schemaText = orderText.replace('"long"', '"double"')
    const deserializer = new AvroDeserializer({ client, readerSchema: { schemaText } })
    expect(await deserializer.deserializeAsync(topic, payload)).toEqual({ ...order, id: 2 ** 60 })
  })

  it('may be the latest with certain metadata', async () => {
    const client = connect()
    const first = await client.register(`${topic}-value`, { schema: orderText })
    const evolved = orderText.replace(
      '"fields":[',
      '"fields":[{"name":"n","type":"int","default":1},',
    )
    const metadata = { properties: { app: 'two' } }
    await client.register(`${topic}-value`, { schema: evolved, metadata })
    await client.register(`${topic}-value`, { schema: orderText, metadata: {} })
    const serializer = new AvroSerializer<Order>({ client, schema: { id: first.id } })
    const payload = await serializer.serializeAsync(topic, order)
    const readerSchema = { metadata: { app: 'two' } }
    const deserializer = new AvroDeserializer({ client, readerSchema })
    expect(await deserializer.deserializeAsync(topic, payload)).toEqual({ ...order, n: 1 })
  })

  // Serde 3.1: the subject is named after the message, of which this file has two.
  it('may be the latest of a message that the deserializer names', async () => {
    const client = connect()
    const schemaText = `syntax = "proto3"; package ${topic.replace('-', '')}; message A { int32 a = 1; } message B { int32 b = 1; }`
    const message = `${topic.replace('-', '')}.B`
    const common = { client, subjectNameStrategy: 'RECORD' } as const
    const serializer = new ProtobufSerializer({
      ...common,
      schemaText,
      schema: 'register',
      message,
    })
    const payload = await serializer.serializeAsync(topic, { b: 5 })
    await client.register(message, {
      schema: schemaText.replace('int32 b = 1;', 'int32 b = 1; int32 more = 2;'),
      schemaType: 'PROTOBUF',
    })
    const readerSchema = 'latest'
    const named = new ProtobufDeserializer({ ...common, client: connect(), readerSchema, message })
    expect(await named.deserializeAsync(topic, payload)).toEqual({ b: 5, more: 0 })
  })

  // Serde 3.1: Java names the subject after the message being read.
  it.each(['prefix', 'header'] as const)(
    'may be the latest of each of the messages that share a topic, ids in the %s',
    async (location) => {
      const client = connect()
      const packageName = `${topic.replace('-', '')}_${location}`
      const schemaText = `syntax = "proto3"; package ${packageName}; message A { int32 a = 1; message In { int32 c = 1; } } message B { int32 b = 1; }`
      const common = { client, subjectNameStrategy: 'RECORD' } as const
      const messages: [message: string, value: object, evolved: object][] = [
        ['A', { a: 4 }, { a: 4, more: 0 }],
        ['B', { b: 5 }, { b: 5, more: 0 }],
        ['A.In', { c: 6 }, { c: 6, more: 0 }],
      ]
      const written = await Promise.all(
        messages.map(async ([name, value, evolved]) => {
          const message = `${packageName}.${name}`
          const serializer = new ProtobufSerializer({
            ...common,
            schemaText,
            schema: 'register',
            message,
            location,
          })
          const headers = {}
          const payload = await serializer.serializeAsync(topic, value, headers)
          const field = Object.keys(value)[0]
          await client.register(message, {
            schema: schemaText.replace(`int32 ${field} = 1;`, `$& int32 more = 2;`),
            schemaType: 'PROTOBUF',
          })
          return { payload, headers, evolved }
        }),
      )
      const reading = { ...common, client: connect(), readerSchema: 'latest' } as const
      const deserializer = new ProtobufDeserializer(reading)
      for (const { payload, headers, evolved } of written) {
        expect(await deserializer.deserializeAsync(topic, payload, headers)).toEqual(evolved)
      }
      for (const { payload, headers, evolved } of written.toReversed()) {
        expect(deserializer.isPrepared(topic, payload, headers)).toBe(true)
        expect(deserializer.deserialize(topic, payload, headers)).toEqual(evolved)
      }
    },
  )

  it('that is not there is what the error names, and is asked for again', async () => {
    const client = connect()
    const serializer = new AvroSerializer({ client, schemaText: orderText, schema: 'register' })
    const payload = await serializer.serializeAsync(topic, order)
    const part = { type: 'enum', name: 'Part', symbols: ['A'] }
    const withPart = orderText.replace(
      '"fields":[',
      '"fields":[{"name":"p","type":["null","Part"],"default":null},',
    )
    const reference = { name: 'shop.Part', subject: `part-${topic}`, version: 1 }
    const deserializer = new AvroDeserializer({
      client: connect({ missingSubjectTtlMs: 0 }),
      readerSchema: { schemaText: withPart, references: [reference] },
    })
    const read = async () => deserializer.deserializeAsync(topic, payload)
    await expect(read).rejects.toThrow(
      expect.objectContaining({
        kind: 'UNKNOWN_SCHEMA',
        reason: expect.stringContaining(`the reader schema cannot be had: read version part-`),
      }),
    )
    const schema = JSON.stringify({ ...part, namespace: 'shop' })
    await connect().register(reference.subject, { schema })
    expect(await read()).toEqual({ ...order, p: null })
  })

  it('is not looked for when the message is none of the schema', async () => {
    const client = connect()
    const schemaText = `syntax = "proto3"; package ${topic.replace('-', '')}; message A { int32 a = 1; } message B { int32 b = 1; }`
    const message = `${topic.replace('-', '')}.A`
    const { id } = await client.register(message, { schema: schemaText, schemaType: 'PROTOBUF' })
    const frame = Buffer.alloc(5)
    frame.writeInt32BE(id, 1)
    const common = { client, subjectNameStrategy: 'RECORD', readerSchema: 'latest' } as const
    const deserializer = new ProtobufDeserializer(common)
    // Index 5, and an index that is cut off.
    for (const indexes of [Buffer.from([2, 10]), Buffer.from([2, 0x80])]) {
      const payload = Buffer.concat([frame, indexes])
      await expect(async () => deserializer.deserializeAsync(topic, payload)).rejects.toThrow(
        SerdeError,
      )
    }
    const tolerant = new ProtobufDeserializer({ ...common, messageIndexForm: 'tolerant' })
    const unindexed = Buffer.concat([frame, Buffer.from([8, 7])])
    expect(await tolerant.deserializeAsync(topic, unindexed)).toEqual({ a: 7 })
  })

  it('may be the latest of the topic, and follows it', async () => {
    let now = 0
    const client = connect({ now: () => now })
    const serializer = new AvroSerializer<Order>({
      client,
      schemaText: orderText,
      schema: 'register',
    })
    const payload = await serializer.serializeAsync(topic, order)
    const deserializer = new AvroDeserializer({ client, readerSchema: 'latest' })
    expect(await deserializer.deserializeAsync(topic, payload)).toEqual(order)

    const evolved = orderText.replace(
      '"fields":[',
      '"fields":[{"name":"n","type":"int","default":1},',
    )
    await connect().register(`${topic}-value`, { schema: evolved })
    now = 60_001
    // The old reader serves while the new one is asked for.
    expect(deserializer.deserialize(topic, payload)).toEqual(order)
    await expect.poll(() => deserializer.deserialize(topic, payload)).toEqual({ ...order, n: 1 })
  })

  it('is followed again when the subject was deleted and came back', async () => {
    let now = 0
    const client = connect({ now: () => now })
    const subject = `${topic}-value`
    const serializer = new AvroSerializer<Order>({
      client: connect(),
      schemaText: orderText,
      schema: 'register',
    })
    const payload = await serializer.serializeAsync(topic, order)
    const deserializer = new AvroDeserializer({ client, readerSchema: 'latest' })
    expect(await deserializer.deserializeAsync(topic, payload)).toEqual(order)
    await connect().deleteSubject(subject)
    now = 60_001
    deserializer.deserialize(topic, payload)
    await expect.poll(() => client.peekLatest(subject)).toBeUndefined()

    const evolved = orderText.replace(
      '"fields":[',
      '"fields":[{"name":"n","type":"int","default":1},',
    )
    await connect().register(subject, { schema: evolved })
    now = 120_000
    await expect.poll(() => deserializer.deserialize(topic, payload)).toEqual({ ...order, n: 1 })
  })

  it('is followed again beside one whose subject is gone for good', async () => {
    let now = 0
    const client = connect({ now: () => now })
    const names = ['Gone', 'Back'].map((name) => name + topic.replace('-', ''))
    const textOf = (name: string, ...more: readonly object[]): string =>
      JSON.stringify({ type: 'record', name, fields: [{ name: 'a', type: 'int' }, ...more] })
    const strategy = { subjectNameStrategy: 'RECORD' } as const
    const deserializer = new AvroDeserializer({ client, ...strategy, readerSchema: 'latest' })
    const payloads: Buffer[] = []
    for (const name of names) {
      const serializer = new AvroSerializer({
        client: connect(),
        ...strategy,
        schemaText: textOf(name),
        schema: 'register',
      })
      payloads.push(await serializer.serializeAsync(topic, { a: 1 }))
      await deserializer.deserializeAsync(topic, payloads.at(-1) ?? null)
      await connect().deleteSubject(name)
    }
    const [, payload = Buffer.alloc(0)] = payloads
    const [, back = ''] = names
    now = 60_001
    deserializer.deserialize(topic, payload)
    await expect
      .poll(() => names.map((name) => client.peekLatest(name)))
      .toEqual([undefined, undefined])

    const more = { name: 'n', type: 'int', default: 1 }
    await connect().register(back, { schema: textOf(back, more) })
    now = 200_000
    const read = (): unknown => {
      now += 1000
      return deserializer.deserialize(topic, payload)
    }
    await expect.poll(read).toEqual({ a: 1, n: 1 })
  })

  // Serde 3.2: only the schema says which subject, and one question for it is enough.
  it.each(['RECORD', 'TOPIC_RECORD'] as const)(
    'of the strategy %s is asked for once, and the schema without a subject',
    async (subjectNameStrategy) => {
      const subject = subjectNameStrategy === 'RECORD' ? 'shop.Order' : `${topic}-shop.Order`
      const { id } = await connect().register(subject, { schema: orderText })
      const serializer = new AvroSerializer<Order>({ client: connect(), schema: { id } })
      const payload = await serializer.serializeAsync(topic, order)
      recorder.requests.length = 0
      const deserializer = new AvroDeserializer({
        client: connect(),
        subjectNameStrategy,
        readerSchema: 'latest',
      })
      expect(await deserializer.deserializeAsync(topic, payload)).toEqual(order)
      expect(recorder.requests).toEqual([
        `GET /schemas/ids/${id}`,
        `GET /subjects/${subject}/versions/latest`,
      ])
    },
  )
})
