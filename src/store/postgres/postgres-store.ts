import type { Store } from '../store.ts'
import { createAssociationStore } from './associations.ts'
import { PostgresChangeFeed } from './change-feed.ts'
import type { ChangeRow } from './changes.ts'
import { Database } from './database.ts'
import type { DatabaseOptions } from './database.ts'
import { createListStore } from './lists.ts'
import { migrate } from './migrate.ts'
import { resealMetadata } from './reseal.ts'
import { createSchemaStore } from './schemas.ts'
import { createSealer } from './sealer.ts'
import { createSettingsStore } from './settings.ts'
import { createSubjectStore } from './subjects.ts'

export interface StoreOptions extends DatabaseOptions {
  /** Seals values of sensitive metadata properties at rest. Rest-api 3.13. */
  readonly secret?: string
  /** The secret before: what it sealed is sealed anew, before the store is there. */
  readonly oldSecret?: string
}

/**
 * Opens the store on a PostgreSQL database, migrated to what this code needs.
 *
 * @throws RegistryError STORE_UNAVAILABLE; Error when the database is newer than this code
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  await migrate(options)
  const database = new Database(options)
  try {
    const { clusterId } = await database.queryOne<{ clusterId: string }>(selectCluster, [])
    const feed = await PostgresChangeFeed.open(database, options)
    const { secret, oldSecret } = options
    const sealer = createSealer(secret, oldSecret)
    if (secret !== undefined && oldSecret !== undefined) {
      await resealMetadata(database, secret, oldSecret)
    }
    const publish = (changes: readonly ChangeRow[]): void => feed.publish(changes)
    return {
      subjects: createSubjectStore(database, publish, sealer),
      schemas: createSchemaStore(database, sealer),
      settings: createSettingsStore(database, publish, sealer),
      lists: createListStore(database, feed),
      associations: createAssociationStore(database, publish),
      changes: feed,
      clusterId,
      async ping(): Promise<void> {
        await database.query(selectOne, [])
      },
      async close(): Promise<void> {
        await feed.close()
        await database.close()
      },
    }
  } catch (thrown) {
    await database.close()
    throw thrown
  }
}

const selectCluster = { text: 'select cluster_id as "clusterId" from registries' }
const selectOne = { name: 'select one', text: 'select 1' }
