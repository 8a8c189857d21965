import { create, createFileRegistry, fromBinary } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema, TimestampSchema } from '@bufbuild/protobuf/wkt'
import * as official from '@confluentinc/schemaregistry'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  AvroDeserializer,
  AvroSerializer,
  JsonDeserializer,
  JsonSerializer,
  ProtobufDeserializer,
  ProtobufSerializer,
  RegistryClient,
} from '../../src/client/index.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { avro, json, protobuf } from './samples.ts'

/** `@confluentinc/schemaregistry` 1.10.1 against our registry and our bytes. */
let registry: RunningRegistry
let client: RegistryClient
let theirs: official.SchemaRegistryClient
let topic: string
let count = 0

beforeAll(async () => {
  registry = await startRegistry()
})
afterAll(async () => {
  await registry.close()
})
beforeEach(() => {
  client = new RegistryClient({ url: registry.url })
  theirs = new official.SchemaRegistryClient({ baseURLs: [registry.url] })
  topic = `topic-${(count += 1)}`
})

const { VALUE } = official.SerdeType
const locations = ['prefix', 'header'] as const

function theirWriting(location: (typeof locations)[number]) {
  return {
    useLatestVersion: true,
    ...(location === 'header' ? { schemaIdSerializer: official.HeaderSchemaIdSerializer } : {}),
  }
}

async function register(sample: { schemaType: string; schemaText: string }): Promise<void> {
  const { schemaType, schemaText } = sample
  await client.register(`${topic}-value`, { schemaType, schema: schemaText })
}

describe.each(locations)('with the schema named in the %s', (location) => {
  it('they read our Avro and we read theirs', async () => {
    await register(avro)
    const [ourHeaders, theirHeaders] = [{}, {}]
    const ours = await new AvroSerializer({ client, schema: 'latest', location }).serializeAsync(
      topic,
      avro.value,
      ourHeaders,
    )
    const written = await new official.AvroSerializer(
      theirs,
      VALUE,
      theirWriting(location),
    ).serialize(topic, avro.value, theirHeaders)
    expect(ours.equals(written)).toBe(true)
    expect(ourHeaders).toEqual(theirHeaders)
    const reader = new official.AvroDeserializer(theirs, VALUE, {})
    expect(await reader.deserialize(topic, ours, ourHeaders)).toMatchObject(avro.value)
    const own = new AvroDeserializer({ client })
    expect(await own.deserializeAsync(topic, written, theirHeaders)).toEqual(avro.value)
  })

  it('they read our JSON and we read theirs', async () => {
    await register(json)
    const [ourHeaders, theirHeaders] = [{}, {}]
    const ours = await new JsonSerializer({ client, schema: 'latest', location }).serializeAsync(
      topic,
      json.value,
      ourHeaders,
    )
    const written = await new official.JsonSerializer(
      theirs,
      VALUE,
      theirWriting(location),
    ).serialize(topic, json.value, theirHeaders)
    expect(ours.equals(written)).toBe(true)
    expect(ourHeaders).toEqual(theirHeaders)
    const reader = new official.JsonDeserializer(theirs, VALUE, {})
    expect(await reader.deserialize(topic, ours, ourHeaders)).toEqual(json.value)
    const own = new JsonDeserializer({ client })
    expect(await own.deserializeAsync(topic, written, theirHeaders)).toEqual(json.value)
  })

  it('they read our Protobuf and we read theirs', async () => {
    await register(protobuf)
    const { message } = protobuf
    const [ourHeaders, theirHeaders] = [{}, {}]
    const writer = new ProtobufSerializer({ client, schema: 'latest', location, message })
    const ours = await writer.serializeAsync(topic, protobuf.value, ourHeaders)

    const messages = createFileRegistry(await compiled(), (path) =>
      path === TimestampSchema.file.proto.name ? TimestampSchema.file.proto : undefined,
    )
    const order = messages.getMessage(message)
    if (order === undefined) throw new Error(`no message ${message}`)
    const theirWriter = new official.ProtobufSerializer(theirs, VALUE, theirWriting(location))
    theirWriter.registry.add(order)
    const written = await theirWriter.serialize(
      topic,
      create(order, protobuf.value as never),
      theirHeaders,
    )
    expect(ours.equals(written)).toBe(true)
    expect(ourHeaders).toEqual(theirHeaders)

    const reader = new official.ProtobufDeserializer(theirs, VALUE, {})
    expect(await reader.deserialize(topic, ours, ourHeaders)).toMatchObject(protobuf.value)
    const own = new ProtobufDeserializer({ client })
    expect(await own.deserializeAsync(topic, written, theirHeaders)).toEqual(protobuf.value)
  })

  /** What a compiler would give: the registry's own descriptor, under a file name. */
  async function compiled() {
    const { schema = '' } = await client.getVersion(`${topic}-value`, 'latest', {
      format: 'serialized',
    })
    const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(schema, 'base64'))
    if (file.name === '') file.name = 'shop.proto'
    return file
  }
})

it('top-level bytes have no length in front, as theirs', async () => {
  await register({ schemaType: 'AVRO', schemaText: '"bytes"' })
  const value = Buffer.from([1, 2, 3])
  const ours = await new AvroSerializer({ client, schema: 'latest' }).serializeAsync(topic, value)
  const written = await new official.AvroSerializer(theirs, VALUE, {
    useLatestVersion: true,
  }).serialize(topic, value)
  expect(ours.equals(written)).toBe(true)
})
