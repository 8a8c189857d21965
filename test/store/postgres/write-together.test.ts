import { describe, expect, it } from 'vitest'
import { WriteTogether } from '../../../src/store/postgres/write-together.ts'

/** Statements that return when they are told to. */
function statements() {
  const runs: { readonly items: readonly number[]; readonly end: (fault?: Error) => void }[] = []
  const together = new WriteTogether<number, string>(
    (items) =>
      new Promise((resolve, reject) => {
        const end = (fault?: Error): void => {
          if (fault === undefined) resolve(items.map((item) => `done ${item}`))
          else reject(fault)
        }
        runs.push({ items, end })
      }),
  )
  return { runs, together }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i)

describe('writes that travel together', () => {
  it('go at once when they come alone', async () => {
    const { runs, together } = statements()
    const written = together.write(1)
    await turn()
    expect(runs.map(({ items }) => items)).toEqual([[1]])
    runs[0]?.end()
    expect(await written).toBe('done 1')
  })

  it('wait while two statements are under way, and then share the next', async () => {
    const { runs, together } = statements()
    const first = together.write(0)
    await turn()
    const second = together.write(1)
    await turn()
    const later = numbers(2, 12).map((item) => together.write(item))
    await turn()
    expect(runs.map(({ items }) => items)).toEqual([[0], [1]])
    runs[0]?.end()
    expect(await first).toBe('done 0')
    await turn()
    expect(runs[2]?.items).toEqual(numbers(2, 12))
    for (const run of runs) run.end()
    expect(await second).toBe('done 1')
    expect(await Promise.all(later)).toEqual(numbers(2, 12).map((item) => `done ${item}`))
  })

  it('are at most 64 in one statement', async () => {
    const { runs, together } = statements()
    const written = numbers(0, 100).map((item) => together.write(item))
    await turn()
    await turn()
    expect(runs.map(({ items }) => items.length)).toEqual([64, 36])
    for (const run of runs) run.end()
    expect(await Promise.all(written)).toHaveLength(100)
  })

  it('fail together, and those after them go on', async () => {
    const { runs, together } = statements()
    const failing = [together.write(1), together.write(2)].map((one) => one.catch(String))
    await turn()
    runs[0]?.end(new Error('away'))
    expect(await Promise.all(failing)).toEqual(['Error: away', 'Error: away'])
    const next = together.write(3)
    await turn()
    runs[1]?.end()
    expect(await next).toBe('done 3')
  })
})
