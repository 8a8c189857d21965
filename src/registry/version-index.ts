import { LRUCache } from 'lru-cache'
import { subjectKey } from '../model/subject.ts'
import type { VersionRecord } from '../model/version-record.ts'
import type { SubjectState } from '../store/store.ts'
import { mayResemble } from './resemblances.ts'
import type { Resemblance, Resemblances } from './resemblances.ts'

/** So many versions, over all subjects, are remembered in order; some 100 bytes each. */
const MAX_INDEXED = 300_000
/** What a subject costs beside its versions, counted in versions. */
const SUBJECT_COST = 8

/** The versions of a subject, found without looking at each of them. */
export interface VersionIndex {
  /** The live versions, ascending. */
  readonly live: readonly VersionRecord[]
  /**
   * The subject's use of a content: of several versions having it the one written last.
   *
   * The id that a context knows a content by needs no asking: a subject that uses it has a version
   * with that guid.
   *
   * @see Rest-api 3.1, "uses"
   */
  lastUse(guid: string): VersionRecord | undefined
  /** Versions whose resemblance is not known. */
  unknown(): readonly VersionRecord[]
  /** The versions that a content may mean, ascending; those of unknown resemblance are among them. */
  alike(offered: Resemblance): readonly VersionRecord[]
}

/**
 * Hands out the index of a subject.
 *
 * An index is good until the next one is asked for: it is brought up to date, not made anew, so
 * that a subject of thousands of versions takes no longer than one of few.
 */
export type VersionIndexes = (state: SubjectState) => VersionIndex

/** Creates a memory of indexes, bounded by the versions in them. */
export function createVersionIndexes(resemblances: Resemblances): VersionIndexes {
  const bySubject = new LRUCache<string, GrowingIndex>({
    maxSize: MAX_INDEXED,
    sizeCalculation: (index) => index.length + SUBJECT_COST,
  })
  return ({ name, versions }) => {
    const key = subjectKey(name)
    const known = bySubject.get(key)
    const index = known ?? new GrowingIndex(resemblances)
    const before = index.length
    index.follow(versions)
    if (known === undefined || index.length !== before) bySubject.set(key, index)
    return index
  }
}

/** Positions in a list by key; grows and shrinks at the end alone. */
class Positions<K> {
  readonly #last = new Map<K, number>()
  /** For each position the one before it that has the same key; -1: none. */
  readonly #before: number[] = []

  push(key: K): void {
    this.#before.push(this.#last.get(key) ?? -1)
    this.#last.set(key, this.#before.length - 1)
  }

  pop(key: K): void {
    const before = this.#before.pop() ?? -1
    if (before < 0) this.#last.delete(key)
    else this.#last.set(key, before)
  }

  /** Descending. */
  *of(key: K): Generator<number> {
    for (let i = this.#last.get(key) ?? -1; i >= 0; i = this.#before[i] ?? -1) yield i
  }
}

class GrowingIndex implements VersionIndex {
  readonly #resemblances: Resemblances
  /** What is indexed, in order. */
  #versions: readonly VersionRecord[] = []
  #live: readonly VersionRecord[] | undefined
  readonly #byGuid = new Positions<string>()
  #deleted = 0
  /** Of the first versions, as far as they are known without a gap. */
  readonly #known: Resemblance[] = []
  readonly #bySum = new Positions<number>()
  /** How many of those have references, and may be a content that has none. */
  #referring = 0

  constructor(resemblances: Resemblances) {
    this.#resemblances = resemblances
  }

  get length(): number {
    return this.#versions.length
  }

  /** A subject grows at its end: what was there before needs no second look. */
  follow(versions: readonly VersionRecord[]): void {
    const before = this.#versions
    if (versions === before) return
    const same = commonLength(before, versions)
    for (const record of before.slice(same).reverse()) {
      this.#byGuid.pop(record.guid)
      if (record.deleted) this.#deleted--
    }
    this.#unsettle(same)
    for (const record of versions.slice(same)) {
      this.#byGuid.push(record.guid)
      if (record.deleted) this.#deleted++
    }
    this.#versions = versions
    this.#live = undefined
  }

  get live(): readonly VersionRecord[] {
    this.#live ??=
      this.#deleted === 0 ? this.#versions : this.#versions.filter(({ deleted }) => !deleted)
    return this.#live
  }

  lastUse(guid: string): VersionRecord | undefined {
    let last: VersionRecord | undefined
    for (const i of this.#byGuid.of(guid)) {
      const record = this.#versions[i]
      if (record && (last === undefined || record.writtenAt > last.writtenAt)) last = record
    }
    return last
  }

  unknown(): readonly VersionRecord[] {
    this.#settle()
    const rest = this.#versions.slice(this.#known.length)
    return rest.filter(({ guid }) => this.#resemblances.recall(guid) === undefined)
  }

  alike(offered: Resemblance): readonly VersionRecord[] {
    this.#settle()
    const versions = this.#versions
    const isSettled = this.#known.length === versions.length
    if (!isSettled || (!offered.hasReferences && this.#referring > 0)) {
      return versions.filter(({ guid }, i) => {
        const resemblance = this.#known[i] ?? this.#resemblances.recall(guid)
        return resemblance === undefined || mayResemble(offered, resemblance)
      })
    }
    const alike: VersionRecord[] = []
    for (const i of this.#bySum.of(offered.sum)) {
      const [record, resemblance] = [versions[i], this.#known[i]]
      if (record && resemblance && mayResemble(offered, resemblance)) alike.push(record)
    }
    return alike.reverse()
  }

  #settle(): void {
    const versions = this.#versions
    for (let i = this.#known.length; i < versions.length; i++) {
      const resemblance = this.#resemblances.recall(versions[i]?.guid ?? '')
      if (resemblance === undefined) return
      this.#known.push(resemblance)
      this.#bySum.push(resemblance.sum)
      if (resemblance.hasReferences) this.#referring++
    }
  }

  #unsettle(length: number): void {
    while (this.#known.length > length) {
      const resemblance = this.#known.pop()
      if (resemblance === undefined) return
      this.#bySum.pop(resemblance.sum)
      if (resemblance.hasReferences) this.#referring--
    }
  }
}

function commonLength(a: readonly VersionRecord[], b: readonly VersionRecord[]): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a[length] === b[length]) length++
  return length
}
