import { describe, expect, it } from 'vitest'
import {
  attachSerializers,
  AvroDeserializer,
  AvroSerializer,
  decodeBatch,
  decodeEachMessage,
  platformaticRegistry,
  RegistryClient,
  wrapConsumer,
  wrapProducer,
} from '../../../src/client/index.ts'
import type { EncodedMessage, ReceivedPayload } from '../../../src/client/index.ts'

const guid = '7f0c2f1e-2a55-4f7e-9b1c-0a4d5f6e7a8b'
const body = JSON.stringify({ id: 42, guid, version: 1, subject: 's', schema: '"string"' })
const hi = Buffer.from('000000002a046869', 'hex')
const poison = Buffer.from('hello')

/** Every schema is `"string"`: the adapters do not care. */
function connect(): RegistryClient {
  return new RegistryClient({ url: 'http://registry', fetch: async () => new Response(body) })
}

function received(value: Buffer | null) {
  return { topic: 't', partition: 0, message: { key: null, value, offset: '7' } }
}

describe('kafkajs', () => {
  it('sends what was encoded, key and value, and leaves the rest alone', async () => {
    const client = connect()
    const sent: unknown[] = []
    const producer = wrapProducer(
      { send: async (record: { topic: string; messages: EncodedMessage[] }) => sent.push(record) },
      {
        key: new AvroSerializer<string>({ client, schema: 'latest', role: 'key' }),
        value: new AvroSerializer<string>({ client, schema: 'latest', location: 'header' }),
      },
    )
    const headers = { trace: 'x' }
    await producer.send({
      topic: 't',
      acks: 1,
      messages: [{ key: 'hi', value: 'hi', headers, partition: 3 }, { value: null }],
    })
    expect(sent).toEqual([
      {
        topic: 't',
        acks: 1,
        messages: [
          {
            key: hi,
            value: hi.subarray(5),
            partition: 3,
            headers: {
              trace: 'x',
              __value_schema_id: Buffer.from(`01${guid.replaceAll('-', '')}`, 'hex'),
            },
          },
          { key: null, value: null, headers: {} },
        ],
      },
    ])
    expect(headers).toEqual({ trace: 'x' })
  })

  it('hands decoded messages to the handler, and poison aside', async () => {
    const seen: unknown[] = []
    const eachMessage = decodeEachMessage(
      { value: new AvroDeserializer<string>({ client: connect() }) },
      async ({ message }) => void seen.push(message.value),
      async (error, { message }) => void seen.push([(error as Error).name, message.offset]),
    )
    await eachMessage(received(hi))
    await eachMessage(received(null))
    await eachMessage(received(poison))
    expect(seen).toEqual(['hi', null, ['SerdeError', '7']])
  })

  it('wraps a consumer, whose other settings stay as they are', async () => {
    const seen: unknown[] = []
    let given: object = {}
    const consumer = wrapConsumer(
      {
        async run(config: { eachMessage?: (payload: ReceivedPayload) => Promise<void> }) {
          given = config
          await config.eachMessage?.(received(hi))
          await config.eachMessage?.(received(poison))
        },
      },
      { value: new AvroDeserializer<string>({ client: connect() }) },
    )
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message }) => void seen.push(message.value),
      onPoison: async (_error, { message }) => void seen.push(message.offset),
    })
    expect(seen).toEqual(['hi', '7'])
    expect(given).toMatchObject({ autoCommit: false })
    expect(given).not.toHaveProperty('onPoison')
  })

  it('without a place for poison lets the consumer know', async () => {
    const value = new AvroDeserializer<string>({ client: connect() })
    const eachMessage = decodeEachMessage({ value }, async () => undefined)
    await expect(eachMessage(received(poison))).rejects.toMatchObject({ kind: 'UNKNOWN_FRAME' })
  })

  it('decodes batches with a result for every message', async () => {
    const messages = [hi, poison].map((value) => received(value).message)
    const deserializer = new AvroDeserializer<string>({ client: connect() })
    expect(await decodeBatch({ topic: 't', messages }, deserializer)).toMatchObject([
      { ok: true, value: 'hi' },
      { ok: false, payload: poison },
    ])
  })
})

describe('node-rdkafka', () => {
  it('gets serializers for keys and values', async () => {
    const set: Record<string, (topic: string, value: unknown) => unknown> = {}
    const client = connect()
    attachSerializers(
      {
        setTopicKeySerializer: (serialize) => (set['key'] = serialize),
        setTopicValueSerializer: (serialize) => (set['value'] = serialize),
      },
      {
        key: new AvroSerializer<string>({ client, schema: 'latest', role: 'key' }),
        value: new AvroSerializer<string>({ client, schema: 'latest' }),
      },
    )
    expect(await set['key']?.('t', 'hi')).toEqual(hi)
    expect(await set['value']?.('t', 'hi')).toEqual(hi)
    expect(set['value']?.('t', null)).toBeNull()
  })
})

describe('platformatic', () => {
  const client = connect()
  const registry = platformaticRegistry({
    valueSerializer: new AvroSerializer<string>({ client, schema: 'latest' }),
    valueDeserializer: new AvroDeserializer<string>({ client }),
  })
  const message = { topic: 't', headers: [] }

  function called(run: (callback: (error: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      run((error) => (error === null ? resolve() : reject(error)))
    })
  }

  it('prepares in the hooks, then encodes and decodes synchronously', async () => {
    const before = registry.getBeforeSerializationHook()
    await called((callback) => before('hi', 'value', message, callback))
    const bytes = registry.getSerializers().value('hi', undefined, message)
    expect(bytes).toEqual(hi)
    const beforeReading = registry.getBeforeDeserializationHook()
    await called((callback) => beforeReading(hi, 'value', message, callback))
    expect(registry.getDeserializers().value(hi, new Map(), message)).toBe('hi')
  })

  it('calls back at once when everything is known', () => {
    let done = false
    registry.getBeforeSerializationHook()('hi', 'value', message, () => (done = true))
    expect(done).toBe(true)
  })

  it('passes parts without a serializer as they are', () => {
    expect(registry.getSerializers().key(Buffer.from('k'))).toEqual(Buffer.from('k'))
    expect(registry.getSerializers().headerKey('h')).toEqual(Buffer.from('h'))
    expect(registry.getDeserializers().key(Buffer.from('k'))).toEqual(Buffer.from('k'))
    expect(registry.getDeserializers().headerKey(Buffer.from('h'))).toBe('h')
  })

  it('reports what cannot be read', async () => {
    const before = registry.getBeforeDeserializationHook()
    await expect(called((callback) => before(poison, 'value', message, callback))).rejects.toThrow(
      /Unknown magic byte/,
    )
  })
})
