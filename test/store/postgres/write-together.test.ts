import { describe, expect, it } from 'vitest'
import { WriteTogether } from '../../../src/store/postgres/write-together.ts'

interface Run {
  readonly items: readonly number[]
  readonly end: (fault?: Error) => void
}

/**
 * Statements that return when they are told to. Tens are the lane, numbers above 1,000 cannot share,
 * and those above 500 turn out to have to go alone.
 */
function statements() {
  const shared: Run[] = []
  const single: Run[] = []
  const doomed = new Set<number>()
  /** Whose answer makes which others needless. */
  const dooms = new Map<number, readonly number[]>()
  const heard: [item: number, answer: string | undefined][] = []
  const together = new WriteTogether<number, string>({
    laneOf: (item) => String(Math.trunc(item / 10)),
    canShare: (item) => item < 1000,
    together: (items) =>
      new Promise((resolve, reject) => {
        const end = (fault?: Error): void => {
          if (fault !== undefined) reject(fault)
          else resolve(items.map((item) => (item < 500 ? `done ${item}` : undefined)))
        }
        shared.push({ items, end })
      }),
    alone: (item) =>
      new Promise((resolve, reject) => {
        const end = (fault?: Error): void => {
          if (fault === undefined) resolve(`alone ${item}`)
          else reject(fault)
        }
        single.push({ items: [item], end })
      }),
    foregone: (item) => (doomed.has(item) ? 'gone' : undefined),
    settled: (item, answer) => {
      heard.push([item, answer])
      for (const one of dooms.get(item) ?? []) doomed.add(one)
    },
  })
  const sent = (runs: readonly Run[]): unknown => runs.map(({ items }) => items)
  return { shared, single, together, sent, dooms, heard }
}

/** Time for what was told to go on. */
async function turn(): Promise<void> {
  for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve))
}
/** Items of as many lanes. */
const lanes = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => (from + i) * 10)

describe('writes that travel together', () => {
  it('go at once when they come alone', async () => {
    const { shared, together, sent } = statements()
    const written = together.write(1)
    await turn()
    expect(sent(shared)).toEqual([[1]])
    shared[0]?.end()
    expect(await written).toBe('done 1')
  })

  it('wait while two statements are under way, and then share the next', async () => {
    const { shared, together, sent } = statements()
    const first = together.write(0)
    await turn()
    const second = together.write(10)
    await turn()
    const later = lanes(2, 12).map((item) => together.write(item))
    await turn()
    expect(sent(shared)).toEqual([[0], [10]])
    shared[0]?.end()
    expect(await first).toBe('done 0')
    await turn()
    expect(shared[2]?.items).toEqual(lanes(2, 12))
    for (const run of shared) run.end()
    expect(await second).toBe('done 10')
    expect(await Promise.all(later)).toEqual(lanes(2, 12).map((item) => `done ${item}`))
  })

  it('are at most 64 in one statement', async () => {
    const { shared, together } = statements()
    const written = lanes(0, 49).map((item) => together.write(item))
    written.push(...lanes(0, 49).map((item) => together.write(item + 1)))
    await turn()
    expect(shared.map(({ items }) => items.length)).toEqual([64])
    shared[0]?.end()
    await turn()
    expect(shared.map(({ items }) => items.length)).toEqual([64, 34])
    shared[1]?.end()
    expect(await Promise.all(written)).toHaveLength(98)
  })

  it('fail together, and those after them go on', async () => {
    const { shared, together } = statements()
    const failing = [together.write(1), together.write(2)].map((one) => one.catch(String))
    await turn()
    shared[0]?.end(new Error('away'))
    expect(await Promise.all(failing)).toEqual(['Error: away', 'Error: away'])
    const next = together.write(3)
    await turn()
    shared[1]?.end()
    expect(await next).toBe('done 3')
  })
})

describe('writes of one lane', () => {
  it('share a statement in their order, or wait until those before them are answered', async () => {
    const { shared, together, sent } = statements()
    const early = [together.write(1), together.write(2)]
    await turn()
    const late = together.write(3)
    const other = together.write(10)
    await turn()
    expect(sent(shared)).toEqual([[1, 2], [10]])
    shared[0]?.end()
    expect(await Promise.all(early)).toEqual(['done 1', 'done 2'])
    await turn()
    expect(shared[2]?.items).toEqual([3])
    shared[1]?.end()
    shared[2]?.end()
    expect(await Promise.all([late, other])).toEqual(['done 3', 'done 10'])
  })

  it('go one after another when they turn out to have to go alone', async () => {
    const { shared, single, together, sent } = statements()
    const written = [together.write(501), together.write(502), together.write(10)]
    await turn()
    shared[0]?.end()
    expect(await written[2]).toBe('done 10')
    const behind = together.write(503)
    await turn()
    expect(sent(single)).toEqual([[501]])
    single[0]?.end(new Error('broken'))
    await expect(written[0]).rejects.toThrow('broken')
    await turn()
    expect(sent(single)).toEqual([[501], [502]])
    expect(sent(shared)).toEqual([[501, 502, 10]])
    single[1]?.end()
    expect(await written[1]).toBe('alone 502')
    await turn()
    expect(sent(shared)).toEqual([[501, 502, 10], [503]])
    shared[1]?.end()
    await turn()
    single[2]?.end()
    expect(await behind).toBe('alone 503')
  })

  it('do not overtake one that cannot share, which waits for nobody else', async () => {
    const { shared, single, together, sent } = statements()
    void together.write(1)
    await turn()
    void together.write(10)
    await turn()
    const single1 = together.write(1001)
    const single2 = together.write(1002)
    await turn()
    expect(sent(single)).toEqual([[1001]])
    single[0]?.end()
    expect(await single1).toBe('alone 1001')
    await turn()
    expect(sent(single)).toEqual([[1001], [1002]])
    single[1]?.end()
    expect(await single2).toBe('alone 1002')
    expect(sent(shared)).toEqual([[1], [10]])
  })

  it('are not sent any more when those before them have settled it', async () => {
    const { shared, single, together, sent, dooms, heard } = statements()
    dooms.set(1, [2])
    const first = together.write(1)
    await turn()
    const second = together.write(2)
    const third = together.write(3)
    await turn()
    shared[0]?.end(new Error('broken'))
    await expect(first).rejects.toThrow('broken')
    expect(await second).toBe('gone')
    await turn()
    expect(sent(shared)).toEqual([[1], [3]])
    shared[1]?.end()
    expect(await third).toBe('done 3')

    dooms.set(501, [502])
    const alone = [together.write(501), together.write(502), together.write(503)]
    await turn()
    shared[2]?.end()
    await turn()
    single[0]?.end()
    expect(await alone[1]).toBe('gone')
    await turn()
    expect(sent(single)).toEqual([[501], [503]])
    single[1]?.end()
    expect(await alone[2]).toBe('alone 503')
    expect(heard).toEqual([
      [1, undefined],
      [2, 'gone'],
      [3, 'done 3'],
      [501, 'alone 501'],
      [502, 'gone'],
      [503, 'alone 503'],
    ])
  })
})
