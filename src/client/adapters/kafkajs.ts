import type { Deserializer } from '../deserializer.ts'
import type { ReadResult } from '../read-result.ts'
import type { Serializer } from '../serializer.ts'

/** Headers as kafkajs takes and gives them. */
export interface KafkaJsHeaders {
  [name: string]: Buffer | string | (Buffer | string)[] | undefined
}

/** A message before it is encoded. */
export interface TypedMessage<K, V> {
  readonly key?: K | null
  readonly value: V | null
  readonly headers?: KafkaJsHeaders
  readonly partition?: number
  readonly timestamp?: string
}

/** What `send` takes, with values instead of bytes. */
export interface TypedRecord<K, V> {
  readonly topic: string
  readonly messages: readonly TypedMessage<K, V>[]
  readonly acks?: number
  readonly timeout?: number
}

/** The part of a kafkajs-shaped producer that is wrapped. */
export interface KafkaJsProducer<R> {
  send(record: { topic: string; messages: EncodedMessage[] }): Promise<R>
}

/** A message as kafkajs takes it. */
export interface EncodedMessage {
  key?: Buffer | string | null
  value: Buffer | string | null
  headers?: KafkaJsHeaders
  partition?: number
  timestamp?: string
}

/** Without a serializer for keys, keys pass as they are. */
export interface KeyAndValueSerializers<K, V> {
  readonly key?: Serializer<K>
  readonly value: Serializer<V>
}

/** The same, reading. */
export interface KeyAndValueDeserializers<K, V> {
  readonly key?: Deserializer<K>
  readonly value: Deserializer<V>
}

/** A producer of values. */
export interface TypedProducer<K, V, R> {
  send(record: TypedRecord<K, V>): Promise<R>
}

/**
 * Encodes in front of a producer of kafkajs, or of the KafkaJS API of
 * `@confluentinc/kafka-javascript`. Connecting and everything else stays with the producer.
 */
export function wrapProducer<V, R, K = Buffer | string>(
  producer: KafkaJsProducer<R>,
  serializers: KeyAndValueSerializers<K, V>,
): TypedProducer<K, V, R> {
  return {
    async send(record) {
      const messages = await Promise.all(
        record.messages.map((message) => encode(record.topic, message, serializers)),
      )
      return producer.send({ ...record, messages })
    },
  }
}

async function encode<K, V>(
  topic: string,
  message: TypedMessage<K, V>,
  serializers: KeyAndValueSerializers<K, V>,
): Promise<EncodedMessage> {
  // In header mode the serializers write into it, so it must not be the application's.
  const headers: KafkaJsHeaders = { ...message.headers }
  const { key, ...rest } = message
  const encodedKey =
    serializers.key === undefined
      ? (key as Buffer | string | null | undefined)
      : await serializers.key.serializeAsync(topic, key, headers)
  const value = await serializers.value.serializeAsync(topic, message.value, headers)
  return { ...rest, ...(encodedKey === undefined ? {} : { key: encodedKey }), value, headers }
}

/** A message as kafkajs gives it. */
export interface ReceivedMessage {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers?: KafkaJsHeaders
  readonly offset: string
}

/** What `eachMessage` is called with. */
export interface ReceivedPayload {
  readonly topic: string
  readonly partition: number
  readonly message: ReceivedMessage
}

/** The same, decoded. */
export interface TypedPayload<K, V> {
  readonly topic: string
  readonly partition: number
  readonly message: Omit<ReceivedMessage, 'key' | 'value'> & {
    readonly key: K | null
    readonly value: V | null
  }
}

/**
 * Makes an `eachMessage` handler that decodes first.
 *
 * @param onPoison takes messages that cannot be read, for example to a dead-letter topic; without
 *   it the error goes to the consumer, which retries
 */
export function decodeEachMessage<P extends ReceivedPayload, V, K = Buffer>(
  deserializers: KeyAndValueDeserializers<K, V>,
  handler: (payload: P & TypedPayload<K, V>) => Promise<void>,
  onPoison?: (error: unknown, payload: P) => Promise<void>,
): (payload: P) => Promise<void> {
  return async (payload) => {
    let decoded: P & TypedPayload<K, V>
    try {
      decoded = await decode(payload, deserializers)
    } catch (error) {
      if (onPoison === undefined) throw error
      return onPoison(error, payload)
    }
    return handler(decoded)
  }
}

/** The part of a kafkajs-shaped consumer that is wrapped. */
export interface KafkaJsConsumer<P extends ReceivedPayload> {
  run(config: { eachMessage?: (payload: P) => Promise<void> }): Promise<void>
}

/** What `run` takes, with values instead of bytes; further settings go to the consumer. */
export interface TypedRunConfig<P extends ReceivedPayload, K, V> {
  readonly eachMessage: (payload: P & TypedPayload<K, V>) => Promise<void>
  /** As in {@link decodeEachMessage}. */
  readonly onPoison?: (error: unknown, payload: P) => Promise<void>
  readonly autoCommit?: boolean
  readonly partitionsConsumedConcurrently?: number
}

/** A consumer of values. */
export interface TypedConsumer<P extends ReceivedPayload, K, V> {
  run(config: TypedRunConfig<P, K, V>): Promise<void>
}

/**
 * Decodes behind a consumer of kafkajs, or of the KafkaJS API of `@confluentinc/kafka-javascript`.
 * Connecting, subscribing and everything else stays with the consumer.
 */
export function wrapConsumer<P extends ReceivedPayload, V, K = Buffer>(
  consumer: KafkaJsConsumer<P>,
  deserializers: KeyAndValueDeserializers<K, V>,
): TypedConsumer<P, K, V> {
  return {
    run: ({ eachMessage, onPoison, ...settings }) =>
      consumer.run({
        ...settings,
        eachMessage: decodeEachMessage<P, V, K>(deserializers, eachMessage, onPoison),
      }),
  }
}

async function decode<P extends ReceivedPayload, K, V>(
  payload: P,
  deserializers: KeyAndValueDeserializers<K, V>,
): Promise<P & TypedPayload<K, V>> {
  const { topic, message } = payload
  const { headers } = message
  const key =
    deserializers.key === undefined
      ? (message.key as K | null)
      : await deserializers.key.deserializeAsync(topic, message.key, headers)
  const value = await deserializers.value.deserializeAsync(topic, message.value, headers)
  return { ...payload, message: { ...message, key, value } }
}

/** Decodes the values of an `eachBatch` batch; unknown schemas are fetched at once. */
export function decodeBatch<V>(
  batch: { readonly topic: string; readonly messages: readonly ReceivedMessage[] },
  deserializer: Deserializer<V>,
): Promise<readonly ReadResult<V>[]> {
  const { topic } = batch
  return deserializer.deserializeBatch(
    batch.messages.map(({ value, headers }) => ({ topic, payload: value, headers })),
  )
}
