/** Compiled, never run: the adapters fit the declarations of the clients they are for. */
import { Consumer, Producer } from '@platformatic/kafka'
import { Kafka } from 'kafkajs'
import {
  AvroDeserializer,
  AvroSerializer,
  decodeBatch,
  decodeEachMessage,
  platformaticRegistry,
  RegistryClient,
  wrapConsumer,
  wrapProducer,
} from '../../src/client/index.ts'

interface Order {
  readonly id: bigint
}

const client = new RegistryClient({ url: 'http://localhost:8081' })
const serializer = new AvroSerializer<Order>({ client, schema: 'latest' })
const deserializer = new AvroDeserializer<Order>({ client })
const kafka = new Kafka({ brokers: ['localhost:9092'] })

export async function useKafkaJs(): Promise<void> {
  const producer = wrapProducer(kafka.producer(), { value: serializer })
  const [sent] = await producer.send({ topic: 't', messages: [{ key: 'k', value: { id: 1n } }] })
  console.log(sent?.topicName)
  // @ts-expect-error -- the value is not an Order
  await producer.send({ topic: 't', messages: [{ value: { id: 'x' } }] })
  const consumer = kafka.consumer({ groupId: 'g' })
  await consumer.run({
    eachMessage: decodeEachMessage({ value: deserializer }, async ({ message, heartbeat }) => {
      console.log(message.value?.id)
      await heartbeat()
    }),
  })
  await wrapConsumer(consumer, { value: deserializer }).run({
    eachMessage: async ({ message, heartbeat }) => {
      console.log(message.value?.id)
      await heartbeat()
    },
    onPoison: async (error, { message }) => console.log(error, message.offset),
  })
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const result of await decodeBatch(batch, deserializer)) {
        console.log(result.ok ? result.value?.id : result.error)
      }
    },
  })
}

export function usePlatformatic(): void {
  const registry = platformaticRegistry({
    valueSerializer: serializer,
    valueDeserializer: deserializer,
  })
  const options = { clientId: 'c', bootstrapBrokers: ['localhost:9092'] }
  const producer = new Producer<Buffer, Order, string, Buffer>({
    ...options,
    registry: registry as never,
  })
  const consumer = new Consumer({ ...options, groupId: 'g', registry: registry as never })
  console.log(producer, consumer)
}
