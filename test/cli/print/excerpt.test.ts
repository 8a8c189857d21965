import { describe, expect, it } from 'vitest'
import { excerptOf, printable } from '../../../src/cli/print/excerpt.ts'

describe('excerptOf', () => {
  it('marks a column of a line', () => {
    expect(excerptOf(['a\r', 'bcd', ''], 2, 3)).toEqual({ line: 'bcd', indent: '  ' })
  })

  it.each([
    ['漢字', 4],
    ['한', 2],
    ['😀', 2],
    ['e\u0301', 1],
    ['ü–', 2],
    ['\t', 1],
  ])('puts the mark behind %s, which takes %d columns', (before, width) => {
    expect(excerptOf([`${before}X`], 1, before.length + 1)?.indent).toHaveLength(width)
  })

  it('shows long lines around the column', () => {
    const text = `${'a'.repeat(300)}X${'b'.repeat(300)}`
    const excerpt = excerptOf([text], 1, 301)
    expect(excerpt?.line).toMatch(/^…a{50}Xb{49}…$/)
    expect(excerpt?.line[excerpt.indent.length]).toBe('X')
  })

  it('knows when there is no such line', () => {
    expect(excerptOf(['a'], 2, 1)).toBeUndefined()
    expect(excerptOf(['a'], 0, 0)).toBeUndefined()
  })

  it('lets no control character through to a terminal', () => {
    expect(printable('a\u001b[31mb\u009b\tc')).toBe('a�[31mb� c')
  })

  it('gives no text a line of its own, which could be a command to GitHub Actions', () => {
    expect(printable('a\n::error::b\r\nc\rd')).toBe('a ::error::b c�d')
  })
})
