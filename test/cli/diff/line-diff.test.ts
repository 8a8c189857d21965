import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineDiff } from '../../../src/cli/diff/line-diff.ts'

const text = fc.array(fc.constantFrom('a', 'b', 'c', '{', '}'), { minLength: 1, maxLength: 20 })

describe('lineDiff', () => {
  it('leads from one text to the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = lineDiff(before.join('\n'), after.join('\n'))
        const removed = lines.filter(({ sign }) => sign === '-').length
        const added = lines.filter(({ sign }) => sign === '+').length
        expect(before.length - removed).toBe(after.length - added)
      }),
      { verbose: true },
    )
  })

  it('says nothing of equal texts', () => {
    fc.assert(
      fc.property(text, (lines) => {
        expect(lineDiff(lines.join('\n'), lines.join('\n'))).toEqual([])
      }),
      { verbose: true },
    )
  })

  it('keeps two lines around a change', () => {
    const before = ['1', '2', '3', '4', '5', '6', '7']
    const after = ['1', '2', '3', 'x', '5', '6', '7']
    const lines = lineDiff(before.join('\n'), after.join('\n'))
    expect(lines.map((line) => line.sign + line.text)).toEqual([' 2', ' 3', '-4', '+x', ' 5', ' 6'])
  })
})
