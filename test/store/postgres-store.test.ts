import { openStore } from '../../src/store/postgres/postgres-store.ts'
import { freshDatabase } from '../database.ts'
import { describeStore } from './store-contract.ts'

describeStore('the store on PostgreSQL', async () => {
  const database = await freshDatabase()
  const store = await openStore({ url: database.url })
  return {
    store,
    async close() {
      await store.close()
      await database.drop()
    },
  }
})
