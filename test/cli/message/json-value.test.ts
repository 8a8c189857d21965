import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseValue, printValue } from '../../../src/cli/message/json-value.ts'

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.constantFrom('\u00005', '\u0000s', 'x"\u00005"', '\\"\u0000s', '\\'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.array(tie('value')),
    fc.dictionary(
      fc
        .oneof(fc.constantFrom('\u00005', '\u0000s'), fc.string())
        .filter((name) => name !== '__proto__'),
      tie('value'),
      { noNullPrototype: true },
    ),
  ),
})).value

describe('JSON of message values', () => {
  it('comes back as it was, bytes included', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(parseValue(printValue(given))).toEqual(given)
      }),
      { verbose: true },
    )
  })

  it('has texts for numbers that JSON does not have', () => {
    expect(JSON.parse(printValue([NaN, Infinity, -Infinity, 1.5]))).toEqual([
      'NaN',
      'Infinity',
      '-Infinity',
      1.5,
    ])
  })

  it('prints 64-bit numbers with all their digits, and nothing else so', () => {
    expect(printValue({ a: -9223372036854775808n, b: '\\u00001', c: '\u0000x' })).toBe(
      '{\n  "a": -9223372036854775808,\n  "b": "\\\\u00001",\n  "c": "\\u0000x"\n}',
    )
  })

  it('takes __proto__ for a name', () => {
    expect(printValue(JSON.parse('{"__proto__":1}'))).toBe('{\n  "__proto__": 1\n}')
  })
})
