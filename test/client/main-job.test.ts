import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  AvroDeserializer,
  AvroSerializer,
  RegistryClient,
  RequestError,
} from '../../src/client/index.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'

const id = { name: 'id', type: 'long' }
const total = { name: 'total', type: 'double' }
const currency = { name: 'currency', type: 'string', default: 'EUR' }
const order = (...fields: object[]): string =>
  JSON.stringify({ type: 'record', name: 'Order', namespace: 'shop', fields })

const version1 = order(id, total)
const version2 = order(id, total, currency)
const version3 = order(id, total, currency, { name: 'region', type: 'string' })

interface OrderV2 {
  readonly id: bigint
  readonly total: number
  readonly currency: string
}

describe('the main job', () => {
  let registry: RunningRegistry
  beforeAll(async () => {
    registry = await startRegistry()
  })
  afterAll(() => registry.close())

  it('reads 1,000 old and 1,000 new records with the new schema, and refuses a breaking one', async () => {
    const client = new RegistryClient({ url: registry.url })
    const produce = async (schemaText: string, more: object): Promise<Uint8Array[]> => {
      const serializer = new AvroSerializer<object>({ client, schemaText, schema: 'register' })
      await serializer.prepare('orders')
      return Array.from({ length: 1000 }, (_, i) =>
        serializer.serialize('orders', { id: BigInt(i), total: i / 4, ...more }),
      )
    }
    const old = await produce(version1, {})
    const recent = await produce(version2, { currency: 'CHF' })
    expect(old[0]?.[0]).toBe(0)

    const reader = new AvroDeserializer<OrderV2>({ client, readerSchema: { schemaText: version2 } })
    const read: OrderV2[] = []
    for (const message of [...old, ...recent]) {
      const value = await reader.deserializeAsync('orders', message)
      if (value !== null) read.push(value)
    }
    expect(read).toHaveLength(2000)
    expect(read[7]).toEqual({ id: 7n, total: 1.75, currency: 'EUR' })
    expect(read[1007]).toEqual({ id: 7n, total: 1.75, currency: 'CHF' })

    const breaking = new AvroSerializer({ client, schemaText: version3, schema: 'register' })
    const refusal = await breaking.prepare('orders').catch((error: unknown) => error)
    const causes = [refusal, (refusal as Error).cause]
    const refused = causes.find((error) => error instanceof RequestError)
    expect(refused).toBeInstanceOf(RequestError)
    expect((refused as RequestError).message).toContain('region')
  })
})
