import { describe, expect, it } from 'vitest'
import { SequenceWindow } from '../../../src/store/postgres/sequence-window.ts'

describe('the window on the log', () => {
  it('tells what is new from what was seen', () => {
    const window = new SequenceWindow(5)
    expect([6, 6, 5, 7].map((sequence) => window.mark(sequence, 0))).toEqual([
      'new',
      'seen',
      'seen',
      'new',
    ])
    expect(window.highest).toBe(7)
  })

  it('goes on looking for what is missing in between', () => {
    const window = new SequenceWindow(0)
    window.mark(4, 0)
    expect(window.gaps(0)).toEqual([1, 2, 3])
    expect(window.mark(2, 0)).toBe('new')
    expect(window.mark(2, 0)).toBe('seen')
    expect(window.gaps(0)).toEqual([1, 3])
  })

  it('gives up on what has been missing for a minute', () => {
    const window = new SequenceWindow(0)
    window.mark(2, 0)
    expect(window.gaps(60_000)).toEqual([1])
    expect(window.gaps(60_001)).toEqual([])
  })

  it('says so when more is missing than it remembers', () => {
    const window = new SequenceWindow(0)
    expect(window.mark(20_000, 0)).toBe('lost')
    expect(window.gaps(0)).toEqual([])
    expect(window.mark(20_001, 0)).toBe('new')
  })
})
