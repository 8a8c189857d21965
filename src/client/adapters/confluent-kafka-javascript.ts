import type { Serializer } from '../serializer.ts'

/** The part of a node-rdkafka-shaped producer that takes serializers. */
export interface RdKafkaProducer {
  setTopicKeySerializer(
    serialize: (topic: string, key: unknown) => Buffer | null | Promise<Buffer | null>,
  ): void
  setTopicValueSerializer(
    serialize: (topic: string, value: unknown) => Buffer | null | Promise<Buffer | null>,
  ): void
}

/**
 * Lets a producer of the node-rdkafka API of `@confluentinc/kafka-javascript` encode with our
 * serializers. That API gives serializers no headers: the schema id must be in front.
 *
 * For its KafkaJS API use `wrapProducer`.
 */
export function attachSerializers<V, K = unknown>(
  producer: RdKafkaProducer,
  serializers: { readonly key?: Serializer<K>; readonly value: Serializer<V> },
): void {
  const { key, value } = serializers
  if (key !== undefined) {
    producer.setTopicKeySerializer((topic, given) => key.serializeAsync(topic, given as K | null))
  }
  producer.setTopicValueSerializer((topic, given) => value.serializeAsync(topic, given as V | null))
}
