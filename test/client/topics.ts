import { afterAll, beforeAll, beforeEach } from 'vitest'
import { RegistryClient } from '../../src/client/index.ts'
import type { RegistryClientOptions } from '../../src/client/index.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { record } from './recorder.ts'
import type { Recorder } from './recorder.ts'

export interface Order {
  readonly id: bigint
  readonly note: string | null
}

export const orderText = JSON.stringify({
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'note', type: ['null', 'string'], default: null },
  ],
})
export const order: Order = { id: 2n ** 60n, note: 'quick' }

let registry: RunningRegistry
/** What the test at hand has asked the registry of its file. */
export let recorder: Recorder
/** A topic of the test's own. */
export let topic: string

let count = 0

/** Starts a registry for the tests of a file, and gives each of them a topic. */
export function openTopics(): void {
  beforeAll(async () => {
    registry = await startRegistry()
  })
  afterAll(async () => {
    await registry.close()
  })
  beforeEach(() => {
    recorder = record()
    topic = `topic-${(count += 1)}`
  })
}

/** A client whose requests the recorder notes. */
export function connect(options: Partial<RegistryClientOptions> = {}): RegistryClient {
  return new RegistryClient({ url: registry.url, fetch: recorder.fetch, ...options })
}
