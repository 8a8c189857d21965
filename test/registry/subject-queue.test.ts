import { describe, expect, it } from 'vitest'
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
