import type { RecordHeaders } from '../../wire/headers.ts'
import type { Deserializer } from '../deserializer.ts'
import type { Serializer } from '../serializer.ts'

/** Which part of a message a hook is called for. */
type Part = 'key' | 'value' | 'headerKey' | 'headerValue'
type Callback = (error: Error | null) => void

/** A message that `@platformatic/kafka` is about to send. */
interface OutgoingMessage {
  readonly topic: string
}

/** A message that it has received; its headers are pairs or, decoded, a Map. */
interface IncomingMessage {
  readonly topic: string
  readonly headers?: unknown
}

/** What the registry is made of; a part without one passes as bytes. */
export interface PlatformaticParts<K, V> {
  readonly keySerializer?: Serializer<K>
  readonly valueSerializer?: Serializer<V>
  readonly keyDeserializer?: Deserializer<K>
  readonly valueDeserializer?: Deserializer<V>
}

type Encode = (data?: unknown, headers?: unknown, message?: OutgoingMessage) => Buffer | undefined
type Decode = (data?: Buffer, headers?: unknown, message?: IncomingMessage) => unknown

/** The `registry` option of producers and consumers of `@platformatic/kafka`. */
export interface PlatformaticRegistry {
  get(id: unknown): unknown
  fetch(id: unknown, callback?: (error?: Error) => void): void
  getSchemaId(payload: unknown, type?: Part): undefined
  getSerializers(): { key: Encode; value: Encode; headerKey: Encode; headerValue: Encode }
  getDeserializers(): { key: Decode; value: Decode; headerKey: Decode; headerValue: Decode }
  getBeforeSerializationHook(): (
    payload: unknown,
    type: Part,
    message: OutgoingMessage,
    callback: Callback,
  ) => void
  getBeforeDeserializationHook(): (
    payload: Buffer | null,
    type: Part,
    message: IncomingMessage,
    callback: Callback,
  ) => void
}

/**
 * Puts our serializers behind the registry interface of `@platformatic/kafka`: its hooks prepare,
 * its synchronous functions encode and decode. Its writers have no headers to put a guid in, so
 * serializers must leave the id in front.
 *
 * @see Serde 6
 */
export function platformaticRegistry<K, V>(parts: PlatformaticParts<K, V>): PlatformaticRegistry {
  const serializers = { key: parts.keySerializer, value: parts.valueSerializer }
  const deserializers = { key: parts.keyDeserializer, value: parts.valueDeserializer }
  return {
    // Schemas are found by the serializers themselves.
    get: () => undefined,
    fetch: (_id, callback) => callback?.(),
    getSchemaId: () => undefined,
    getSerializers: () => ({
      key: encodeWith(serializers.key),
      value: encodeWith(serializers.value),
      headerKey: passBytes,
      headerValue: passBytes,
    }),
    getDeserializers: () => ({
      key: decodeWith(deserializers.key),
      value: decodeWith(deserializers.value),
      headerKey: (data) => data?.toString(),
      headerValue: (data) => data,
    }),
    getBeforeSerializationHook: () => (payload, type, message, callback) => {
      const serializer = isOwn(type) ? (serializers[type] as Serializer<unknown>) : undefined
      const given = payload ?? null
      if (serializer === undefined || serializer.isPrepared(message.topic, given)) callback(null)
      else settle(serializer.prepare(message.topic, given), callback)
    },
    getBeforeDeserializationHook: () => (payload, type, message, callback) => {
      const deserializer = isOwn(type) ? deserializers[type] : undefined
      if (deserializer === undefined) callback(null)
      else settle(prepare(deserializer, payload, message), callback)
    },
  }
}

async function prepare(
  deserializer: Deserializer<unknown>,
  payload: Buffer | null,
  message: IncomingMessage,
): Promise<void> {
  await deserializer.prepare(message.topic, payload, headersOf(message.headers))
}

function isOwn(type: Part): type is 'key' | 'value' {
  return type === 'key' || type === 'value'
}

function encodeWith<T>(serializer: Serializer<T> | undefined): Encode {
  if (serializer === undefined) return passBytes
  return (data, _headers, message) =>
    serializer.serialize(message?.topic ?? '', data as T | undefined) ?? undefined
}

function decodeWith<T>(deserializer: Deserializer<T> | undefined): Decode {
  if (deserializer === undefined) return (data) => data
  return (data, headers, message) =>
    deserializer.deserialize(message?.topic ?? '', data ?? null, headersOf(headers))
}

function passBytes(data?: unknown): Buffer | undefined {
  if (data === undefined || data === null) return undefined
  return typeof data === 'string' ? Buffer.from(data) : (data as Buffer)
}

/** Pairs of buffers before the message is decoded, a Map afterwards. */
function headersOf(headers: unknown): RecordHeaders | undefined {
  if (headers instanceof Map) return headers as RecordHeaders
  return Array.isArray(headers)
    ? new Map(headers as (readonly [Uint8Array, Uint8Array])[])
    : undefined
}

function settle(work: Promise<void>, callback: Callback): void {
  work.then(
    () => callback(null),
    (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
  )
}
