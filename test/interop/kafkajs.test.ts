import * as kafkajs from '@kafkajs/confluent-schema-registry'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  AvroDeserializer,
  AvroSerializer,
  JsonDeserializer,
  JsonSerializer,
  ProtobufDeserializer,
  RegistryClient,
} from '../../src/client/index.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { avro, json } from './samples.ts'

/** `@kafkajs/confluent-schema-registry` 4.1.0 against our registry and our bytes. */
let registry: RunningRegistry
let client: RegistryClient
let theirs: kafkajs.SchemaRegistry

beforeAll(async () => {
  registry = await startRegistry()
  client = new RegistryClient({ url: registry.url })
  theirs = new kafkajs.SchemaRegistry({ host: registry.url })
})
afterAll(async () => {
  await registry.close()
})

it('they read our Avro and we read theirs', async () => {
  const { id } = await theirs.register(
    { type: kafkajs.SchemaType.AVRO, schema: avro.schemaText },
    { subject: 'avro-value' },
  )
  const ours = await new AvroSerializer({ client, schema: 'latest' }).serializeAsync(
    'avro',
    avro.value,
  )
  const written = await theirs.encode(id, avro.value)
  expect(ours.equals(written)).toBe(true)
  expect(await theirs.decode(ours)).toMatchObject(avro.value)
  expect(await new AvroDeserializer({ client }).deserializeAsync('avro', written)).toEqual(
    avro.value,
  )
})

it('they read our JSON and we read theirs', async () => {
  const { id } = await theirs.register(
    { type: kafkajs.SchemaType.JSON, schema: json.schemaText },
    { subject: 'json-value' },
  )
  const ours = await new JsonSerializer({ client, schema: 'latest' }).serializeAsync(
    'json',
    json.value,
  )
  const written = await theirs.encode(id, json.value)
  expect(ours.equals(written)).toBe(true)
  expect(await theirs.decode(ours)).toEqual(json.value)
  expect(await new JsonDeserializer({ client }).deserializeAsync('json', written)).toEqual(
    json.value,
  )
})

it('their Protobuf, which has no message indexes, is read where the option says so', async () => {
  const schema = 'syntax = "proto3";\npackage p;\n\nmessage A {\n  int32 a = 1;\n}\n'
  const { id } = await theirs.register(
    { type: kafkajs.SchemaType.PROTOBUF, schema: schema },
    { subject: 'proto-value' },
  )
  const written = await theirs.encode(id, { a: 5 })
  expect(written.toString('hex', 5)).toBe('0805')
  const deserializer = new ProtobufDeserializer({ client, messageIndexForm: 'none' })
  expect(await deserializer.deserializeAsync('proto', written)).toEqual({ a: 5 })
})
