import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { describeDeletion } from './contract/deletion.ts'
import { describeLists } from './contract/lists.ts'
import { describeRegistration } from './contract/registration.ts'
import { describeSettings } from './contract/settings.ts'
import { describeSharedRegistration } from './contract/shared-registration.ts'

/** Opens a store of its own, with what it takes to end it. */
export type OpenStore = () => Promise<{ readonly store: Store; close(): Promise<void> }>

/** The suite that every store must pass. */
export function describeStore(title: string, open: OpenStore): void {
  describe(title, () => {
    let opened: Awaited<ReturnType<OpenStore>>
    beforeAll(async () => {
      opened = await open()
    })
    afterAll(() => opened.close())
    const store = (): Store => opened.store

    it('answers a ping and knows which cluster it is', async () => {
      await store().ping()
      expect(store().clusterId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    })
    describeRegistration(store)
    describeSharedRegistration(store)
    describeDeletion(store)
    describeSettings(store)
    describeLists(store)
  })
}
