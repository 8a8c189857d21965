import { describe, expect, it } from 'vitest'
import { MAX_LOGICAL_DEPTH, MAX_LOGICAL_NODES } from '../../../src/formats/logical/cursor.ts'
import { MAX_LOGICAL_TEXT } from '../../../src/formats/logical/lex.ts'
import { parseLogical } from '../../../src/formats/logical/parse.ts'
import { printLogical } from '../../../src/formats/logical/print.ts'
import { faultOf, readVectors } from './logical-vectors.ts'

interface TextRow {
  readonly name: string
  readonly source: string
  readonly text: string
  readonly printed: string
}
interface RefusalRow {
  readonly name: string
  readonly source: string
  readonly text: string
  readonly fault: string
}

describe('a logical text is read', () => {
  it.each(readVectors<TextRow>('texts'))('$name', ({ text, printed }) => {
    const schema = parseLogical(text)
    expect(printLogical(schema)).toBe(printed)
    expect(parseLogical(printed)).toEqual(schema)
  })
})

describe('a logical text is refused, with its place', () => {
  it.each(readVectors<RefusalRow>('refusals'))('$name', ({ text, fault }) => {
    expect(faultOf(() => parseLogical(text))).toBe(fault)
  })
})

describe('bounds', () => {
  const nested = (depth: number, open: string, inside: string, close: string): string =>
    `TYPE ${open.repeat(depth)}${inside}${close.repeat(depth)}`

  it('nests types so deep and no deeper', () => {
    const deepest = MAX_LOGICAL_DEPTH - 1
    expect(faultOf(() => parseLogical(nested(deepest, 'ARRAY<', 'INT', '>')))).toBeUndefined()
    expect(faultOf(() => parseLogical(nested(deepest + 1, 'ARRAY<', 'INT', '>')))).toMatch(
      /^nested more than 64 deep \(line 1, /,
    )
  })

  it.each([
    ['types', nested(200_000, 'MAP<INT,', 'INT', '>')],
    ['structs', nested(200_000, 'STRUCT<a ', 'INT', '>')],
    ['values', `STRUCT A (a INT DEFAULT ${'ARRAY['.repeat(200_000)}`],
  ])('refuses %s nested without end', (_what, text) => {
    expect(faultOf(() => parseLogical(text.slice(0, MAX_LOGICAL_TEXT)))).toMatch(
      /^nested more than 64 deep/,
    )
  })

  it('reads so many parts and no more', () => {
    const symbols = (count: number): string =>
      `ENUM A (${Array.from({ length: count }, (_, i) => `'${i}'`).join()})`
    expect(faultOf(() => parseLogical(symbols(MAX_LOGICAL_NODES - 1)))).toBeUndefined()
    expect(faultOf(() => parseLogical(symbols(MAX_LOGICAL_NODES)))).toMatch(
      /^more than 50000 parts/,
    )
  })

  it.each([
    ['blanks', ' '.repeat(MAX_LOGICAL_TEXT)],
    ['comments', '/**/'.repeat(MAX_LOGICAL_TEXT / 4)],
    ['an open comment', `/*${' '.repeat(MAX_LOGICAL_TEXT - 2)}`],
    ['an open string', `'${"''".repeat(MAX_LOGICAL_TEXT / 2 - 1)}`],
    ['parentheses', `STRUCT A (a INT CHECK ${'('.repeat(MAX_LOGICAL_TEXT - 25)}`],
    ['dots', `TYPE a${'.a'.repeat(MAX_LOGICAL_TEXT / 2 - 10)}.`],
    ['commas', `ENUM A (${','.repeat(MAX_LOGICAL_TEXT - 20)}`],
  ])('refuses a text full of %s', (_what, text) => {
    expect(text.length).toBeLessThanOrEqual(MAX_LOGICAL_TEXT)
    expect(faultOf(() => parseLogical(text))).toBeTypeOf('string')
  })

  it('reads no longer texts', () => {
    const longest = `TYPE INT${' '.repeat(MAX_LOGICAL_TEXT - 8)}`
    expect(faultOf(() => parseLogical(longest))).toBeUndefined()
    expect(faultOf(() => parseLogical(`${longest} `))).toBe('more than 1048576 characters')
  })

  it('takes __proto__ for a name like any', () => {
    const text = "STRUCT __proto__ (__proto__ INT WITH ('__proto__' = 'x'))"
    expect(printLogical(parseLogical(text))).toContain("__proto__ INT WITH ('__proto__' = 'x')")
  })
})
