import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MarkedList } from '../../../src/store/postgres/list-marks.ts'
import { ListMarks } from '../../../src/store/postgres/list-marks.ts'
import type { Change } from '../../../src/store/store.ts'

type Hearer = (change: Change | undefined) => void

const place = (subject: number): string => String(subject).padStart(5, '0')

const changeOf = (subject: string): Change => ({
  sequence: 0,
  action: 'register',
  name: { context: '.', subject },
  versions: [],
  schemaIds: [],
  guids: [],
  revision: 0,
})

/** A list in memory: how many rows each place has. */
function listOf(rows: Map<string, number>, measuring: () => void = () => undefined): MarkedList {
  return {
    key: 'list',
    placeOf: ({ name }) => ({ place: name.subject }),
    async measure({ from, to }, chunks) {
      const found = [...rows.entries()]
        .filter(([at]) => (from === undefined || at >= from) && (to === undefined || at < to))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, chunks * 128 + 1)
      const measured = Array.from({ length: Math.ceil(found.length / 128) }, (_, index) => {
        const chunk = found.slice(index * 128, (index + 1) * 128)
        return { start: chunk[0]?.[0] ?? '', rows: chunk.reduce((sum, [, n]) => sum + n, 0) }
      })
      measuring()
      await Promise.resolve()
      return measured
    },
  }
}

/** The offset in the whole list that a seat stands for. */
async function offsetOf(
  marks: ListMarks,
  list: MarkedList,
  rows: Map<string, number>,
  offset: number,
): Promise<number> {
  const { range, page } = await marks.seek(list, { offset, limit: 1 })
  const before = [...rows].filter(([at]) => range.from !== undefined && at < range.from)
  return before.reduce((sum, [, n]) => sum + n, page.offset)
}

describe('marks of a list', () => {
  it('lead to the same row as walking does, whatever was written since', async () => {
    const operation = fc.record({
      subject: fc.integer({ min: 0, max: 20_000 }),
      rows: fc.integer({ min: 0, max: 9 }),
      offset: fc.integer({ min: 2_000, max: 40_000 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
        const hearers: Hearer[] = []
        const marks = new ListMarks({
          subscribe: (hearer) => {
            hearers.push(hearer)
            return () => undefined
          },
        })
        const rows = new Map(Array.from({ length: 6_000 }, (_, i) => [place(i * 3), 1 + (i % 5)]))
        const list = listOf(rows)
        for (const { subject, rows: now, offset } of operations) {
          rows.set(place(subject), now)
          for (const hear of hearers) hear(changeOf(place(subject)))
          expect(await offsetOf(marks, list, rows, offset)).toBe(offset)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('count again where something was written while they counted', async () => {
    let hearer: Hearer = () => undefined
    const marks = new ListMarks({
      subscribe: (hear) => {
        hearer = hear
        return () => undefined
      },
    })
    const rows = new Map(Array.from({ length: 1_000 }, (_, i) => [place(i), 5]))
    let writes = 3
    const list = listOf(rows, () => {
      if (writes === 0) return
      rows.set(place(writes), 50)
      hearer(writes === 2 ? undefined : changeOf(place(writes)))
      writes--
    })
    expect(await offsetOf(marks, list, rows, 4_000)).toBe(4_000)
    expect(writes).toBe(0)
  })

  it('let a page near the beginning alone', async () => {
    const marks = new ListMarks({ subscribe: () => () => undefined })
    const page = { offset: 10, limit: 5 }
    expect(await marks.seek(listOf(new Map()), page)).toEqual({
      range: { from: undefined, to: undefined },
      page,
    })
  })
})
