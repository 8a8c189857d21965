import { LRUCache } from 'lru-cache'
import { subjectKey } from '../model/subject.ts'
import type { Metadata } from '../model/metadata.ts'
import type { VersionRecord } from '../model/version-record.ts'
import type { SchemaContent } from '../model/schema.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import { metadataKey, ruleSetKey } from './content-equality.ts'
import { withoutVersionProperty } from './metadata-merge.ts'

/** So many contents are remembered before all are forgotten; some 100 bytes each. */
const MAX_REMEMBERED = 200_000
/** So many versions, over all subjects, are remembered in order; some 16 bytes each. */
const MAX_LISTED = 500_000

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
  /** What is known about versions of a subject, one by one. */
  recall(
    name: QualifiedSubject,
    versions: readonly VersionRecord[],
  ): readonly (Resemblance | undefined)[]
  remember(guid: string, content: SchemaContent): void
}

interface Listed {
  readonly versions: readonly VersionRecord[]
  readonly known: readonly (Resemblance | undefined)[]
}

/** Creates an empty memory of resemblances. */
export function createResemblances(): Resemblances {
  const byGuid = new Map<string, Resemblance>()
  const bySubject = new LRUCache<string, Listed>({
    maxSize: MAX_LISTED,
    sizeCalculation: ({ versions }) => versions.length + 1,
  })
  return {
    recall(name, versions) {
      const key = subjectKey(name)
      const before = bySubject.get(key)
      // A subject grows at its end: what was there before is known without asking for each guid.
      const same = before === undefined ? 0 : commonLength(before.versions, versions)
      if (same === versions.length && before?.versions.length === same) return before.known
      const known = before?.known.slice(0, same) ?? []
      for (const { guid } of versions.slice(same)) known.push(byGuid.get(guid))
      if (!known.includes(undefined)) bySubject.set(key, { versions, known })
      return known
    },
    remember(guid, content) {
      if (byGuid.size >= MAX_REMEMBERED) byGuid.clear()
      byGuid.set(guid, resemblanceOf(content))
    },
  }
}

function commonLength(a: readonly VersionRecord[], b: readonly VersionRecord[]): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a[length] === b[length]) length++
  return length
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
