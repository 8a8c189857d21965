import type { Metadata } from '../model/metadata.ts'
import type { MetadataBody } from '../rest/bodies.ts'

/** Metadata of the wire as the engine takes it. */
export function toMetadata({ tags, properties, sensitive }: MetadataBody): Metadata {
  return {
    ...(tags === undefined ? {} : { tags: new Map(Object.entries(tags)) }),
    ...(properties === undefined ? {} : { properties: new Map(Object.entries(properties)) }),
    ...(sensitive === undefined ? {} : { sensitive }),
  }
}
