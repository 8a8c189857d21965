import { describe, expect, test } from 'vitest'
import { jsonFormat } from '../../../src/formats/json/json-format.ts'
import { faultOf, parse } from './reading.ts'

const strict = { policy: 'STRICT', strictness: 'reference' } as const
const drafts = [
  'http://json-schema.org/draft-07/schema#',
  'https://json-schema.org/draft/2020-12/schema',
]
const load = (text: string): void =>
  jsonFormat.validate(parse(text), { validateFields: false, strictness: 'reference' })

function nested(keyword: string, depth: number, draft: string): string {
  const inner = `{"${keyword}":`.repeat(depth - 1)
  return `{"$schema":"${draft}","${keyword}":${inner}true${'}'.repeat(depth)}`
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}

describe('hostile texts', () => {
  test('ten thousand levels are refused', () => {
    expect(faultOf(() => parse('['.repeat(10_000)))?.reason).toContain('nesting depth')
  })

  test.each(drafts)('deep nesting ends in a fault, not in a full call stack (%s)', (draft) => {
    for (const keyword of ['not', 'items', 'additionalProperties', 'if']) {
      const shallow = nested(keyword, 400, draft)
      expect(faultOf(() => load(shallow))).toBeUndefined()
      expect(faultOf(() => load(nested(keyword, 900, draft)))?.reason).toContain('nested more than')
      const parsed = parse(shallow)
      expect(jsonFormat.compare(parsed, parsed, strict).length).toBeLessThanOrEqual(1)
    }
  })

  test('deep nesting is refused before the meta-schema is asked', () => {
    for (const draft of [...drafts, 'https://json-schema.org/draft/2019-09/schema']) {
      const parsed = parse(nested('not', 900, draft))
      const options = { validateFields: false, strictness: 'sound' } as const
      expect(faultOf(() => jsonFormat.validate(parsed, options))?.reason).toContain('too deep')
    }
  })

  test('a chain of thousands of references is compared to its end', () => {
    const chain = (last: string): string => {
      const links = Array.from({ length: 5_000 }, (_, i) => [
        `D${i}`,
        { properties: { next: { $ref: `#/definitions/D${i + 1}` } } },
      ])
      const definitions = Object.fromEntries([...links, ['D5000', { type: last }]])
      return JSON.stringify({ $ref: '#/definitions/D0', definitions })
    }
    const differences = jsonFormat.compare(parse(chain('integer')), parse(chain('string')), strict)
    expect(differences.map(({ kind }) => kind)).toEqual(['TYPE_CHANGED'])
  })

  test('paths that multiply are listed up to a bound, and still break', () => {
    const lattice = (last: string): string => {
      const level = (i: number): unknown => ({
        properties: {
          a: { $ref: `#/definitions/D${i + 1}` },
          b: { $ref: `#/definitions/D${i + 1}` },
        },
      })
      const levels = Array.from({ length: 60 }, (_, i) => [`D${i}`, level(i)])
      const definitions = Object.fromEntries([...levels, ['D60', { type: last }]])
      return JSON.stringify({ $ref: '#/definitions/D0', definitions })
    }
    const differences = jsonFormat.compare(
      parse(lattice('integer')),
      parse(lattice('string')),
      strict,
    )
    expect(differences).toHaveLength(10_000)
    expect(differences.every(({ effect }) => effect === 'breaks')).toBe(true)
  })

  test('too many branches end in a sentence', () => {
    const crowd = (from: number): string =>
      JSON.stringify({ anyOf: Array.from({ length: 1_200 }, (_, i) => ({ const: from + i })) })
    const fault = faultOf(() => jsonFormat.compare(parse(crowd(0)), parse(crowd(5_000)), strict))
    expect(fault?.reason).toContain('too large to compare')
  })

  test('patterns that each take long are given up together', () => {
    const names = range(300).map((i) => [`${'a'.repeat(10)}${i}`, { type: 'string' }])
    const slow = range(300).map((i) => [`^(?:a|aa)*(?:a|aa)*x${i}`, { type: 'string' }])
    const named = JSON.stringify({ properties: Object.fromEntries(names) })
    const closed = { additionalProperties: false, patternProperties: Object.fromEntries(slow) }
    const reader = parse(JSON.stringify(closed))
    for (const strictness of ['reference', 'sound'] as const) {
      const options = { policy: 'STRICT', strictness } as const
      const fault = faultOf(() => jsonFormat.compare(reader, parse(named), options))
      expect(fault?.reason).toContain('too large to compare')
    }
  })

  test('branches that differ in many names are held against each other in little memory', () => {
    const crowd = (prefix: string, demand: object): string =>
      JSON.stringify({
        anyOf: range(200).map((i) => ({
          properties: Object.fromEntries(range(100).map((k) => [`${prefix}${i}_${k}`, demand])),
        })),
      })
    const compare = (demand: object): readonly { readonly kind: string }[] =>
      jsonFormat.compare(parse(crowd('a', demand)), parse(crowd('b', demand)), strict)
    expect(compare({ type: 'string' }).map(({ kind }) => kind)).toEqual([
      'COMBINED_TYPE_SUBSCHEMAS_CHANGED',
    ])
    // Here no pair breaks, so that each of eight million differences might be wanted.
    expect(faultOf(() => compare({}))?.reason).toContain('too large to compare')
  })

  const sound = { policy: 'STRICT', strictness: 'sound' } as const
  const modern = 'https://json-schema.org/draft/2019-09/schema'
  const parts = (count: number, part: (i: number) => object, $schema = drafts[0]): string =>
    JSON.stringify({ $schema, allOf: range(count).map(part) })
  const text = { type: 'string' }

  test.each([
    {
      what: 'closed objects',
      schema: parts(300, (i) => ({ properties: { [`p${i}`]: text }, additionalProperties: false })),
      ends: [],
    },
    {
      what: 'objects that say what all other properties are',
      schema: parts(50, (i) => ({
        properties: Object.fromEntries(range(50).map((k) => [`p${i}_${k}`, { maxLength: i }])),
        additionalProperties: text,
      })),
      ends: ['TOO_COMPLEX'],
    },
    {
      what: 'objects with patterns',
      schema: parts(200, (i) => ({
        properties: { [`q${i}`]: text },
        patternProperties: Object.fromEntries(range(3).map((k) => [`^p${i}_${k}`, text])),
      })),
      ends: ['TOO_COMPLEX'],
    },
    {
      what: 'numbers',
      schema: parts(500, (i) => ({ minimum: i, maximum: 1e9 + i, multipleOf: 0.5 + i }), modern),
      ends: [],
    },
    { what: 'no demands', schema: parts(150_000, () => ({}), modern), ends: ['TOO_COMPLEX'] },
    {
      what: 'long enums',
      schema: parts(2, (i) => ({ enum: range(150_000).map((k) => `${k}`), minLength: i })),
      ends: [],
    },
  ])('a proof over many parts ends ($what)', ({ schema, ends }) => {
    const reader = schema.replace('{', '{"description":"another",')
    const kinds = jsonFormat
      .compare(parse(reader), parse(schema), sound)
      .filter(({ effect }) => effect !== 'none')
      .map(({ kind }) => kind)
    expect([...new Set(kinds)]).toEqual(ends)
  })

  test('the bound leaves room for a proof of many cases', () => {
    const choice = (title: string): string =>
      JSON.stringify({
        title,
        anyOf: [
          { enum: [2] },
          { type: 'string', maxLength: 0 },
          { anyOf: [{ $ref: '#' }, { type: 'number' }, { enum: [1] }] },
          { not: { type: 'number' } },
        ],
      })
    const differences = jsonFormat.compare(parse(choice('a')), parse(choice('b')), sound)
    expect(differences.filter(({ effect }) => effect !== 'none')).toEqual([])
  })

  test.each([
    'http://json-schema.org/draft-04/schema#',
    'http://json-schema.org/draft-06/schema#',
    ...drafts,
  ])('an enum of many values is held against the meta-schema (%s)', ($schema) => {
    const options = { validateFields: false, strictness: 'sound' } as const
    const values: unknown[] = range(50_000).map((i) => `value ${i}`)
    const valid = parse(JSON.stringify({ $schema, enum: values }))
    expect(faultOf(() => jsonFormat.validate(valid, options))).toBeUndefined()
    const required = ['a', 'b', 'a']
    const twice = parse(JSON.stringify({ $schema, required }))
    expect(faultOf(() => jsonFormat.validate(twice, options))?.reason).toBe(
      "Invalid JSON: '/required' must NOT have duplicate items (items ## 0 and 2 are identical)",
    )
  })

  test.each(['reference', 'sound'] as const)('cyclic references end (%s)', (strictness) => {
    const texts = [
      '{"$ref":"#"}',
      '{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}',
      '{"allOf":[{"$ref":"#"}]}',
      '{"anyOf":[{"$ref":"#"},{"not":{"$ref":"#"}}]}',
    ]
    for (const text of texts) {
      for (const other of texts) {
        const options = { policy: 'STRICT', strictness } as const
        const differences = jsonFormat.compare(parse(text), parse(other), options)
        expect(Array.isArray(differences)).toBe(true)
      }
    }
  })

  test('a pattern that would hold the process is given up', () => {
    const closed = { patternProperties: { '^(x+x+)+y$': { type: 'string' } } }
    const reader = parse({ ...closed, properties: { ['x'.repeat(60)]: {} } })
    const fault = faultOf(() => jsonFormat.compare(reader, parse(closed), strict))
    expect(fault?.reason).toContain('takes too long')
  })

  test('names of the prototype are names like others', () => {
    const text =
      '{"properties":{"__proto__":{"type":"string"},"toString":{}},"required":["__proto__"]}'
    expect(jsonFormat.canonicalText(parse(text))).toBe(text)
    expect(jsonFormat.topLevelFields(parse(text))).toEqual(['__proto__', 'toString'])
    expect(jsonFormat.compare(parse(text), parse(text), strict)).toEqual([])
  })

  test.each(drafts)('boolean schemas may stand wherever a schema may (%s)', (draft) => {
    const text = JSON.stringify({
      $schema: draft,
      properties: { a: true, b: false },
      patternProperties: { a: true },
      additionalProperties: true,
      propertyNames: true,
      items: true,
      contains: true,
      allOf: [true],
      anyOf: [true, false],
      oneOf: [true],
      not: false,
      if: true,
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: true,
      else: false,
    })
    expect(faultOf(() => load(text))).toBeUndefined()
  })
})
