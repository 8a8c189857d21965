import { describe, expect, it } from 'vitest'
import { landed, moved } from '../../src/registry/retry-on-moved.ts'
import type { Trip } from '../../src/registry/retry-on-moved.ts'
import { createSubjectQueue } from '../../src/registry/subject-queue.ts'

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

const a = { context: '.', subject: 'a' }
const b = { context: '.', subject: 'b' }

describe('the queue of a subject', () => {
  it('runs writes one after another, in the order in which they came', async () => {
    const queue = createSubjectQueue()
    const { opened, open } = gate()
    const seen: string[] = []
    const first = queue.run(a, async () => {
      seen.push('first begins')
      await opened
      seen.push('first ends')
    })
    const second = queue.run(a, async () => {
      seen.push('second')
      return 2
    })
    open()
    expect(await second).toBe(2)
    await first
    expect(seen).toEqual(['first begins', 'first ends', 'second'])
  })

  it('does not make other subjects wait', async () => {
    const queue = createSubjectQueue()
    const { opened, open } = gate()
    const waiting = queue.run(a, () => opened)
    expect(await queue.run(b, () => Promise.resolve('at once'))).toBe('at once')
    open()
    await waiting
  })

  it('goes on after a failure, which reaches only its own caller', async () => {
    const queue = createSubjectQueue()
    const failing = queue.run(a, () => Promise.reject(new Error('broken')))
    const after = queue.run(a, () => Promise.resolve('fine'))
    await expect(failing).rejects.toThrow('broken')
    expect(await after).toBe('fine')
  })
})

/** A write that lands, or is refused, when it is told to. */
interface Pending {
  readonly on: number | undefined
  readonly end: (kind: 'landed' | 'moved') => void
}

/** Writers that add one to what they expect, or to what has landed. */
function counters() {
  const queue = createSubjectQueue()
  const pending: Pending[] = []
  let landedCount = 0
  const add = (): Promise<number> =>
    queue.runAhead<number, number>(a, (expected) => {
      const next = (expected ?? landedCount) + 1
      const written = new Promise<Trip<number>>((resolve) => {
        const end = (kind: 'landed' | 'moved'): void => {
          if (kind === 'landed') landedCount = next
          resolve(kind === 'landed' ? landed(next) : moved)
        }
        pending.push({ on: expected, end })
      })
      return Promise.resolve({ kind: 'writing', written, expected: next })
    })
  return { queue, pending, add }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}

describe('writes that are decided upon what those ahead of them will leave', () => {
  it('are under way together, and land in their order', async () => {
    const { pending, add } = counters()
    const written = [add(), add(), add()]
    await settle()
    expect(pending.map(({ on }) => on)).toEqual([undefined, 1, 2])
    for (const { end } of pending) end('landed')
    expect(await Promise.all(written)).toEqual([1, 2, 3])
    const alone = add()
    await settle()
    expect(pending[3]?.on).toBeUndefined()
    pending[3]?.end('landed')
    expect(await alone).toBe(4)
  })

  it('are decided again when one ahead of them did not land', async () => {
    const { pending, add } = counters()
    const written = [add(), add()]
    await settle()
    pending[0]?.end('moved')
    pending[1]?.end('moved')
    await settle()
    expect(pending.slice(2).map(({ on }) => on)).toEqual([undefined, 1])
    pending[2]?.end('landed')
    pending[3]?.end('landed')
    expect(await Promise.all(written)).toEqual([1, 2])
  })

  it('count only if they write: what else was decided waits for the facts', async () => {
    const { queue, pending, add } = counters()
    const first = add()
    const seen: (number | undefined)[] = []
    const look = queue.runAhead<string, number>(a, (expected) => {
      seen.push(expected)
      return Promise.resolve(landed('looked'))
    })
    const fail = queue.runAhead<string, number>(a, (expected) =>
      Promise.reject(new Error(expected === undefined ? 'the facts' : 'an expectation')),
    )
    const outcome = fail.catch(String)
    await settle()
    expect(seen).toEqual([1])
    pending[0]?.end('landed')
    expect(await first).toBe(1)
    expect(await look).toBe('looked')
    expect(seen).toEqual([1, undefined])
    expect(await outcome).toBe('Error: the facts')
  })

  it('have landed before a write that is decided upon facts alone', async () => {
    const { queue, pending, add } = counters()
    const written = [add(), add()]
    let ran = false
    const alone = queue.run(a, () => {
      ran = true
      return Promise.resolve('ran')
    })
    await settle()
    pending[1]?.end('landed')
    await settle()
    expect(ran).toBe(false)
    pending[0]?.end('landed')
    expect(await alone).toBe('ran')
    await Promise.all(written)
  })

  it('are at most 64', async () => {
    const { pending, add } = counters()
    const written = Array.from({ length: 70 }, add)
    await settle()
    expect(pending).toHaveLength(64)
    for (let i = 0; i < 70; i++) {
      pending[i]?.end('landed')
      await settle()
    }
    expect(await Promise.all(written)).toEqual(Array.from({ length: 70 }, (_, i) => i + 1))
  })

  it('give up when others are faster time after time', async () => {
    const queue = createSubjectQueue()
    const never = queue.runAhead(a, () => Promise.resolve(moved))
    await expect(never).rejects.toMatchObject({ kind: 'STORE_UNAVAILABLE' })
  })
})
