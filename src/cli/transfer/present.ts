import type { RegistryClient } from '../../client/registry-client.ts'
import { readSchemas } from './read-registry.ts'
import { contentDigest, versionKey } from './record.ts'

/** What a registry holds already, in few bytes a version. */
export interface PresentVersion {
  readonly digest: string
  readonly deleted: boolean
}

/** Every version of a registry by its key. @throws RequestError */
export async function readPresent(registry: RegistryClient): Promise<Map<string, PresentVersion>> {
  const present = new Map<string, PresentVersion>()
  for await (const page of readSchemas(registry)) {
    for (const record of page) {
      present.set(versionKey(record), {
        digest: contentDigest(record),
        deleted: record.deleted === true,
      })
    }
  }
  return present
}
