import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indentJson } from '../../../src/cli/print/indent-json.ts'

describe('indentJson', () => {
  it('keeps every token, so that the text means what it meant', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const indented = indentJson(text)
        expect(JSON.parse(indented)).toEqual(JSON.parse(text))
        expect(indented.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
      }),
      { verbose: true },
    )
  })

  it.each([
    ['{"n":1E400,"m":0.10,"s":"a,\\"{"}', '{"n": 1E400, "m": 0.10, "s": "a,\\"{"}'],
    [
      `{"fields":[{"name":"a"},{"name":"b"}],"doc":"${'x'.repeat(70)}"}`,
      `{\n  "fields": [{"name": "a"}, {"name": "b"}],\n  "doc": "${'x'.repeat(70)}"\n}`,
    ],
    ['"int"', '"int"'],
    ['{"a":[', '{"a":['],
    ['{"a":\n1}', '{"a":\n1}'],
  ])('breaks %s into lines where it is long', (text, lines) => {
    expect(indentJson(text)).toBe(lines)
  })

  it('takes any nesting', () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000)
    expect(indentJson(deep).replaceAll(/\s/g, '')).toBe(deep)
  })
})
