import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRegistryError } from '../../src/errors/registry-error.ts'
import { MAX_BODY_DEPTH, readJson } from '../../src/http/read-json.ts'

const read = readJson

function refusalOf(text: string): string {
  try {
    read(text)
  } catch (error) {
    if (isRegistryError(error, 'BAD_REQUEST')) return error.message
    throw error
  }
  return ''
}

describe('the JSON of a body', () => {
  it('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value, (_key, item: unknown) =>
          typeof item === 'number' ? Math.trunc(item % 1e14) || 0 : item,
        )
        expect(read(text)).toEqual(JSON.parse(text))
        expect(read(` \n${text}\t `)).toEqual(JSON.parse(text))
      }),
      { verbose: true },
    )
  })

  it.each(['', ' ', '\n\t ', '\ufeff'])('is nothing when the body is "%s"', (text) => {
    expect(read(text)).toBeUndefined()
  })

  it('may start with a byte order mark', () => {
    expect(read('\ufeff{"a":1}')).toEqual({ a: 1 })
  })

  it('has the last of equal members', () => {
    expect(read('{"a":1,"b":2,"a":3}')).toEqual({ a: 3, b: 2 })
  })

  it('has members of any name, inherited ones too', () => {
    const value = read('{"__proto__":{"x":1},"constructor":2,"toString":3}') as object
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'toString'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  it.each([
    ['NaN', 'NaN'],
    ['Infinity', 'Infinity'],
    ['-Infinity', '-Infinity'],
    ['1.0', '1.0'],
    ['1e3', '1e3'],
    ['-1.5E-7', '-1.5E-7'],
    ['12345678901234567890', '12345678901234567890'],
    ['123456789012345', 123456789012345],
    ['0', 0],
  ])('keeps the number %s', (literal, value) => {
    expect(read(`{"n":${literal},"list":[${literal}, ${literal}]}`)).toEqual({
      n: value,
      list: [value, value],
    })
  })

  it('leaves numbers inside strings alone', () => {
    expect(read('{"a":"1.0 NaN \\" 2.5","b\\\\":1.5}')).toEqual({
      a: '1.0 NaN " 2.5',
      'b\\': '1.5',
    })
  })

  it.each([
    '{',
    '}',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '[1,]',
    '{a:1}',
    "{'a':1}",
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":1e}',
    '{"a":--1}',
    '{"a":1 2}',
    '{"a":"b\nc"}',
    '{"a":"\\x"}',
    '{"a":"b',
    '{"a":"b\\',
    'hello',
    'undefined',
    '// comment\n{}',
    '{} {}',
    '\u0000',
  ])('is refused: %j', (text) => {
    expect(refusalOf(text)).not.toBe('')
  })

  it.each(['{"secret":"hunter2" oops}', '{"secret":"hunter2"} oops', '{"secret":"hunter2",}'])(
    'is refused without showing the body or a place in it: %s',
    (text) => {
      const message = refusalOf(text)
      expect(message).not.toContain('hunter2')
      expect(message).not.toMatch(/position|line|column/)
    },
  )

  it('may be nested as deep as the reference reads, and no deeper', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
    expect(read(nested(MAX_BODY_DEPTH))).toBeInstanceOf(Array)
    expect(refusalOf(nested(MAX_BODY_DEPTH + 1))).toContain('nesting depth')
    expect(refusalOf(nested(2_000_000))).toContain('nesting depth')
    expect(refusalOf(`${'{"a":'.repeat(200_000)}NaN${'}'.repeat(200_000)}`)).toContain(
      'nesting depth',
    )
    expect(refusalOf('['.repeat(5_000_000))).not.toBe('')
  })

  it('is read at once when it is long and full of quotes and backslashes', () => {
    const value = { text: '\\"'.repeat(500_000), list: Array.from({ length: 50_000 }, () => '"') }
    expect(read(JSON.stringify(value))).toEqual(value)
    expect(refusalOf(`"${'\\'.repeat(2_000_001)}`)).not.toBe('')
  })
})
