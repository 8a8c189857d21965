import type { Metadata } from '../model/metadata.ts'
import type { SchemaContent } from '../model/schema.ts'
import { metadataKey, ruleSetKey } from './content-equality.ts'
import { withoutVersionProperty } from './metadata-merge.ts'

/** So many contents are remembered before all are forgotten; some 100 bytes each. */
const MAX_REMEMBERED = 200_000

/** A cheap sign of what a content means. */
export interface Resemblance {
  /** Contents that mean the same have the same key; the reverse need not hold. */
  readonly key: string
  /** The part of the key that is a number: thousands of them are told apart faster. */
  readonly sum: number
  readonly hasReferences: boolean
}

/**
 * Remembers the resemblance of contents, so that looking for an equal schema among thousands of
 * versions parses next to none of them.
 */
export interface Resemblances {
  recall(guid: string): Resemblance | undefined
  remember(guid: string, content: SchemaContent): void
}

/** Creates an empty memory of resemblances. */
export function createResemblances(): Resemblances {
  const byGuid = new Map<string, Resemblance>()
  return {
    recall: (guid) => byGuid.get(guid),
    remember(guid, content) {
      if (byGuid.size >= MAX_REMEMBERED) byGuid.clear()
      byGuid.set(guid, resemblanceOf(content))
    },
  }
}

/** The resemblance of a content. */
export function resemblanceOf(content: SchemaContent): Resemblance {
  const { schemaType, schemaText, references, metadata, ruleSet } = content
  const annotations = `${metadataKey(unversioned(metadata))} ${ruleSetKey(ruleSet)}`
  const sum = characterSum(schemaText)
  const key = `${schemaType} ${schemaText.length} ${sum} ${annotations}`
  return { key, sum, hasReferences: references.length > 0 }
}

/** Tells whether two contents may mean the same; a schema without references may have another's inlined. */
export function mayResemble(offered: Resemblance, stored: Resemblance): boolean {
  const isSame = offered.sum === stored.sum && offered.key === stored.key
  return isSame || (!offered.hasReferences && stored.hasReferences)
}

/** Absent metadata may equal empty metadata, once `confluent:version` is out of the way. Rest-api 3.6. */
function unversioned(metadata: Metadata | undefined): Metadata {
  return metadata === undefined ? {} : withoutVersionProperty(metadata)
}

/** Equal texts, and texts that differ in the order of members alone, have equal sums. */
function characterSum(text: string): number {
  let sum = 0
  for (let i = 0; i < text.length; i++) {
    const scattered = Math.imul(text.charCodeAt(i) + 1, 0x9e37_79b1)
    sum = (sum + (scattered ^ (scattered >>> 15))) | 0
  }
  return sum
}
