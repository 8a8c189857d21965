import type { SettingsClient } from '../settings-client.ts'
import { readAssociations } from './associations.ts'
import { readSchemas, readSettings } from './read-registry.ts'
import type { TransferRecord } from './record.ts'

/** Everything that a registry holds, one record after another. @throws RequestError */
export async function* allRecords(registry: SettingsClient): AsyncGenerator<TransferRecord> {
  for await (const page of readSchemas(registry)) yield* page
  for await (const page of readSettings(registry)) yield* page
  for await (const page of readAssociations(registry)) yield* page
}
