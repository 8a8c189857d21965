import { LRUCache } from 'lru-cache'
import type { Page } from '../../model/page.ts'
import type { Change, ChangeFeed } from '../store.ts'
import type { ChangedPlace } from './changed-place.ts'
import { compareStoredTexts } from './stored-text.ts'
import type { Range } from './subject-filter.ts'
import { everything } from './subject-filter.ts'

/** Some subjects of a list, one behind the other. */
export interface Chunk {
  /** Place of the first of them. */
  readonly start: string
  /** What the list shows of them. */
  readonly rows: number
}

/** A list that can be walked by the places of its subjects. */
export interface MarkedList {
  /** Tells lists apart, whatever page of them is asked for. */
  readonly key: string
  /** Counts the first chunks of a range; if there is more, one chunk too many tells where. */
  readonly measure: (range: Range, chunks: number) => Promise<readonly Chunk[]>
  readonly placeOf: (change: Change) => ChangedPlace
}

/** Where to begin reading, and how far to go on from there. */
export interface Seat {
  readonly range: Range
  readonly page: Page
}

/** Rows that are skipped as fast as a mark is found. */
const NEAR = 2_000
/** Subjects of a chunk. */
const CHUNK = 128
const CHUNKS_AT_ONCE = 32
/** Against those who write faster than we count. */
const MEASURES = 200
const LISTS = 100

/**
 * Finds far pages without walking there: remembers how many rows chunks of a list have.
 *
 * A change makes the count of its chunk unknown, and it is counted again when a page behind it is
 * asked for. Own changes are felt at once, those of other processes as soon as the feed tells them;
 * until then a far page may be off by what they moved, as if it had been asked for earlier.
 */
export class ListMarks {
  readonly #lists = new LRUCache<string, Marks>({ max: LISTS })

  constructor(changes: ChangeFeed) {
    changes.subscribe((change) => {
      for (const marks of this.#lists.values()) marks.hear(change)
    })
  }

  async seek(list: MarkedList, page: Page): Promise<Seat> {
    if (page.offset < NEAR) return { range: everything, page }
    let marks = this.#lists.get(list.key)
    if (marks === undefined) {
      marks = new Marks(list)
      this.#lists.set(list.key, marks)
    }
    return marks.seek(page)
  }
}

/**
 * Builds what measures a list.
 *
 * @param subjects selects `place` and what the join needs, in any order
 * @param join tables whose rows are counted, `v` among them; without one a subject is a row
 */
export function measureStatement(subjects: string, chunks: number, join?: string): string {
  return `
    select min(s.place) as start, count(${join === undefined ? '*' : 'v.version'}) as rows from (
      select w.*, (row_number() over (order by w.place) - 1) / ${CHUNK} as chunk
      from (${subjects}
        order by place limit ${chunks * CHUNK + 1}) w
    ) s ${join ?? ''}
    group by s.chunk order by s.chunk`
}

interface Segment {
  /** Everything from here to the next segment; `undefined`: from the beginning of the list. */
  readonly start: string | undefined
  /** `undefined`: not known, or not any more. */
  rows: number | undefined
}

const anywhere: ChangedPlace = { place: undefined }

/** The marks of one list. */
class Marks {
  readonly #list: MarkedList
  #segments: Segment[] = [{ start: undefined, rows: undefined }]
  /** Places of changes during a measurement: it may have seen them or not. */
  readonly #heard = new Set<string>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(list: MarkedList) {
    this.#list = list
  }

  hear(change: Change | undefined): void {
    const changed = change === undefined ? anywhere : this.#list.placeOf(change)
    if (changed === undefined) return
    const { place } = changed
    if (place === undefined) {
      this.#segments = [{ start: undefined, rows: undefined }]
      return
    }
    this.#heard.add(place)
    this.#doubt(place)
  }

  /** One after the other: what one has measured, the next need not. */
  seek(page: Page): Promise<Seat> {
    const seat = this.#turn.then(() => this.#seek(page))
    this.#turn = seat.catch(() => undefined)
    return seat
  }

  async #seek(page: Page): Promise<Seat> {
    for (let measures = 0; measures < MEASURES; measures++) {
      let rest = page.offset
      let at = 0
      for (const [index, { rows }] of this.#segments.entries()) {
        at = index
        if (rows === undefined || rows > rest) break
        if (index < this.#segments.length - 1) rest -= rows
      }
      const segment = this.#segments[at]
      if (segment?.rows !== undefined) {
        const range = { from: segment.start, to: undefined }
        return { range, page: { offset: rest, limit: page.limit } }
      }
      await this.#measure(at, rest)
    }
    return { range: everything, page }
  }

  /** Counts from a segment on, as far as the missing rows may reach. */
  async #measure(at: number, missing: number): Promise<void> {
    const segments = this.#segments
    let end = at + 1
    while (end < segments.length && segments[end]?.rows === undefined) end++
    const from = segments[at]?.start
    const chunks = Math.min(CHUNKS_AT_ONCE, Math.ceil((missing + 1) / this.#rowsOfChunk()))
    this.#heard.clear()
    const found = await this.#list.measure({ from, to: segments[end]?.start }, chunks)
    // All was forgotten meanwhile.
    if (segments !== this.#segments) return
    const [first, ...others] = found.map(({ start, rows }, index): Segment => {
      return { start: index === 0 ? from : start, rows: index < chunks ? rows : undefined }
    })
    segments.splice(at, end - at, first ?? { start: from, rows: 0 }, ...others)
    for (const place of this.#heard) this.#doubt(place)
  }

  #rowsOfChunk(): number {
    const known = this.#segments.flatMap(({ rows }) => rows ?? [])
    return Math.max(CHUNK, known.reduce((sum, rows) => sum + rows, 0) / Math.max(1, known.length))
  }

  /** The count around a place is not known any more. */
  #doubt(place: string): void {
    let low = 0
    let high = this.#segments.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      const start = this.#segments[middle]?.start ?? ''
      if (compareStoredTexts(start, place) <= 0) low = middle
      else high = middle
    }
    const segment = this.#segments[low]
    if (segment !== undefined) segment.rows = undefined
  }
}
