import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createTurns } from '../../src/registry/turns.ts'

/** A clock that stands still until work is done. */
function clockwork() {
  let time = 0
  const turns = createTurns(() => time)
  const log: string[] = []
  const work = (name: string, ms: number) => () => {
    time += ms
    log.push(name)
  }
  return { turns, log, work, pass: (ms: number) => (time += ms) }
}

describe('turns', () => {
  test('are not taken by what is done quickly', async () => {
    const { turns, log, work } = clockwork()
    const other = nextTurn().then(() => log.push('other'))
    const stint = turns.begin()
    for (let i = 0; i < 50; i++) await stint.step(work('step', 0.1))
    await other
    expect(log.at(-1)).toBe('other')
  })

  test('are given to others between two steps that take long', async () => {
    const { turns, log, work } = clockwork()
    const stint = turns.begin()
    await stint.step(work('first', 50))
    const other = nextTurn().then(() => log.push('other'))
    await stint.step(work('second', 50))
    await other
    expect(log).toEqual(['first', 'other', 'second'])
  })

  test('go to one at a time, the one that had least so far', async () => {
    const { turns, log, work } = clockwork()
    const [slow, quick] = [turns.begin(), turns.begin()]
    await slow.step(work('slow', 90))
    await quick.step(work('quick', 6))
    const others = nextTurn()
      .then(() => nextTurn())
      .then(() => log.push('other'))
    await Promise.all([slow.step(work('slow', 1)), quick.step(work('quick', 1)), others])
    expect(log).toEqual(['slow', 'quick', 'quick', 'other', 'slow'])
  })

  test('of heavy work wait until it has rested, and light work does not', async () => {
    const { turns, log, work, pass } = clockwork()
    const heavy = turns.begin()
    await heavy.step(work('heavy', 3_000))
    const again = heavy.step(work('heavy', 3_000))
    const light = turns.begin()
    await light.step(work('light', 6))
    await light.step(work('light', 6))
    await light.step(work('light', 6))
    expect(log).toEqual(['heavy', 'light', 'light', 'light'])
    pass(3_000)
    await again
    expect(log.at(-1)).toBe('heavy')
  })

  test('end with a step that fails, which is told its caller', async () => {
    const { turns, work, log } = clockwork()
    const stint = turns.begin()
    const failing = stint.step(() => {
      throw new Error('broken')
    })
    await expect(failing).rejects.toThrow('broken')
    await stint.step(work('next', 1))
    expect(log).toEqual(['next'])
  })
})
