import { Buffer } from 'node:buffer'
import { Ajv } from 'ajv'
import avsc from 'avsc'
import protobuf from 'protobufjs'
import {
  AvroDeserializer,
  AvroSerializer,
  JsonDeserializer,
  JsonSerializer,
  ProtobufDeserializer,
  ProtobufSerializer,
  RegistryClient,
} from '../dist/client/index.js'
import { cases, withPatterns } from './client-data.js'
import { otherRows } from './client-others.js'
import { startServer } from './server-process.js'

const ours = {
  AVRO: [AvroSerializer, AvroDeserializer],
  PROTOBUF: [ProtobufSerializer, ProtobufDeserializer],
  JSON: [JsonSerializer, JsonDeserializer],
}
const bounds = { AVRO: 1.3, PROTOBUF: 1.3, JSON: 1.2 }
const prefix = Buffer.from('0000000001', 'hex')

/** The codec alone, with the five bytes in front that any client has to write. */
const raw = {
  AVRO(text) {
    const type = avsc.Type.forSchema(JSON.parse(text), { omitRecordMethods: true })
    return {
      encode: (value) => Buffer.concat([prefix, type.toBuffer(value)]),
      decode: (bytes) => type.fromBuffer(bytes.subarray(5)),
    }
  },
  PROTOBUF(text) {
    const type = protobuf.parse(text, { keepCase: true }).root.lookupType('Rec')
    const framed = Buffer.from('000000000100', 'hex')
    return {
      encode: (value) => Buffer.concat([framed, type.encode(value).finish()]),
      decode: (bytes) => type.decode(bytes.subarray(6)),
    }
  },
  JSON(text) {
    // The options that make ajv safe with any data: `constructor` is no member of an empty object.
    const validate = new Ajv({ strict: false, ownProperties: true }).compile(JSON.parse(text))
    const check = (value) => {
      if (!validate(value)) throw new Error('invalid')
      return value
    }
    return {
      encode: (value) => Buffer.concat([prefix, Buffer.from(JSON.stringify(check(value)))]),
      decode: (bytes) => check(JSON.parse(bytes.toString('utf8', 5))),
    }
  },
}

/** A registry that knows one schema and answers in the process. */
function oneSchemaClient(schemaType, schema) {
  const body = JSON.stringify({ id: 1, version: 1, subject: 't-value', schemaType, schema })
  return new RegistryClient({ url: 'http://registry', fetch: async () => new Response(body) })
}

async function openOurs(schemaType, text, readerText) {
  const client = oneSchemaClient(schemaType, text)
  const [Serializer, Deserializer] = ours[schemaType]
  const serializer = new Serializer({ client, schemaText: text })
  const deserializer = new Deserializer({
    client,
    ...(readerText === undefined ? {} : { readerSchema: { schemaText: readerText } }),
  })
  await serializer.prepare('t')
  return {
    encode: (value) => serializer.serialize('t', value),
    decode: (bytes) => deserializer.deserialize('t', bytes),
    prepare: (bytes) => deserializer.prepare('t', bytes),
  }
}

const ROUNDS = 51
const ROUND_MS = 2
const MIN_WINDOWS = 4
const MAX_WINDOWS = 16
/** Windows that differ by less are the same figure. */
const TOLERANCE = 0.05

/**
 * Time per call of `b` over that of `a`, once both are as quick as they get: the engine compiles
 * in the background, which on a busy machine takes longer than any fixed warm-up. Windows are
 * measured until two in a row agree, and the last one counts. Within a window it is the median of
 * interleaved rounds.
 */
function ratio(a, b) {
  const count = calibrate(a)
  let before = [Infinity, Infinity]
  for (let window = 1; ; window++) {
    const now = medians(a, b, count)
    const isSteady = now.every((time, side) => Math.abs(time - before[side]) < time * TOLERANCE)
    if ((isSteady && window >= MIN_WINDOWS) || window === MAX_WINDOWS) return now[1] / now[0]
    before = now
  }
}

function medians(a, b, count) {
  const [timesA, timesB] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    timesA.push(time(a, count))
    timesB.push(time(b, count))
  }
  return [median(timesA), median(timesB)]
}

function median(figures) {
  return figures.toSorted((x, y) => x - y)[figures.length >> 1]
}

function calibrate(run) {
  let count = 64
  while (time(run, count) < ROUND_MS) count *= 2
  return count
}

function time(run, count) {
  const start = performance.now()
  for (let left = count; left > 0; left--) run()
  return performance.now() - start
}

async function measure(schemaType, one, direction) {
  const codec = raw[schemaType](one[schemaType])
  const client = await openOurs(schemaType, one[schemaType])
  const bytes = client.encode(one.value)
  await client.prepare(bytes)
  return direction === 'serialize'
    ? ratio(
        () => codec.encode(one.value),
        () => client.encode(one.value),
      )
    : ratio(
        () => codec.decode(bytes),
        () => client.decode(bytes),
      )
}

async function measureEvolved(one) {
  const codec = raw.AVRO(one.AVRO)
  const client = await openOurs('AVRO', one.AVRO, one.evolved)
  const bytes = client.encode(one.value)
  await client.prepare(bytes)
  return ratio(
    () => codec.decode(bytes),
    () => client.decode(bytes),
  )
}

const COLD_IDS = 40
const COLD_ROUNDS = 5

/** Consumers that have seen nothing and meet forty schemas at once; the median of a few. */
async function measureColdStart() {
  const server = await startServer(['--memory'])
  try {
    const producer = new RegistryClient({ url: server.url })
    const payloads = []
    for (let index = 0; index < COLD_IDS; index++) {
      const schemaText = avroEnum(index)
      const serializer = new AvroSerializer({ client: producer, schemaText, schema: 'register' })
      payloads.push(await serializer.serializeAsync(`cold-${index}`, 'A'))
    }
    const times = []
    for (let round = 0; round < COLD_ROUNDS; round++) {
      const client = new RegistryClient({ url: server.url })
      const deserializer = new AvroDeserializer({ client })
      const start = performance.now()
      await Promise.all(payloads.map((bytes) => deserializer.deserializeAsync('cold', bytes)))
      times.push(performance.now() - start)
    }
    return median(times)
  } finally {
    await server.stop()
  }
}

function avroEnum(index) {
  return JSON.stringify({ type: 'enum', name: `E${index}`, symbols: ['A'] })
}

export const rows = [
  ...Object.keys(ours).flatMap((schemaType) =>
    cases.flatMap((one) =>
      ['serialize', 'deserialize'].map((direction) => ({
        name: `${schemaType} ${one.size} ${direction}`,
        bound: bounds[schemaType],
        unit: '× raw codec',
        run: () => measure(schemaType, one, direction),
      })),
    ),
  ),
  ...['serialize', 'deserialize'].map((direction) => ({
    name: `JSON ${withPatterns.size} ${direction}`,
    bound: bounds.JSON,
    unit: '× raw codec',
    run: () => measure('JSON', withPatterns, direction),
  })),
  ...cases.map((one) => ({
    name: `AVRO ${one.size} deserialize with another reader schema`,
    bound: 1.5,
    unit: '× raw codec',
    run: () => measureEvolved(one),
  })),
  {
    name: 'cold start: 40 ids at once, registry on the same machine',
    bound: 60,
    unit: 'ms',
    run: measureColdStart,
  },
  ...otherRows(cases, raw),
]
