import { describe, expect, test } from 'vitest'
import { differenceKinds } from '../../../src/formats/json/differences.ts'
import { jsonFormat } from '../../../src/formats/json/json-format.ts'
import { faultOf, parse, readVectors } from './reading.ts'

interface ComparisonRow {
  readonly name: string
  readonly source: string
  readonly writer: string
  readonly reader: string
  readonly references?: Record<string, string>
  readonly differences: readonly string[]
  readonly compatible: boolean
  readonly lenient: boolean
}

interface TextRow {
  readonly name: string
  readonly source: string
  readonly schemaText: string
  readonly references?: Record<string, string>
  readonly canonical?: string
  readonly normalized?: string
  readonly refused?: 'parse' | 'load'
}

interface RefusalRow {
  readonly name: string
  readonly source: string
  readonly schemaText: string
  readonly references?: Record<string, string>
  readonly validateFields?: boolean
  readonly reason: string
  readonly line: number
  /** `null` where only the line is promised; 0 where there is no place. */
  readonly column: number | null
}

const comparisons = [
  ...readVectors<ComparisonRow>('rules'),
  ...readVectors<ComparisonRow>('recorded-comparisons'),
]

describe('comparing as the reference does', () => {
  test.each(comparisons)('$name ($source)', (row) => {
    const reader = parse(row.reader, row.references)
    const writer = parse(row.writer, row.references)
    const strict = jsonFormat.compare(reader, writer, {
      policy: 'STRICT',
      strictness: 'reference',
    })
    expect(strict.map(({ kind, path }) => `${kind} ${path}`)).toEqual(row.differences)
    expect(strict.every(({ effect }) => effect === 'none')).toBe(row.compatible)
    const lenient = jsonFormat.compare(reader, writer, {
      policy: 'LENIENT',
      strictness: 'reference',
    })
    expect(lenient.every(({ effect }) => effect === 'none')).toBe(row.lenient)
  })

  test('every kind of difference has a row', () => {
    const seen = new Set(comparisons.flatMap((row) => row.differences.map((d) => d.split(' ')[0])))
    expect(Object.keys(differenceKinds).filter((kind) => !seen.has(kind))).toEqual([])
  })
})

describe('texts', () => {
  test.each(readVectors<TextRow>('recorded-texts'))('$name ($source)', (row) => {
    const fault = faultOf(() => parse(row.schemaText, row.references))
    expect(fault !== undefined).toBe(row.refused === 'parse')
    if (fault !== undefined) return
    const parsed = parse(row.schemaText, row.references)
    expect(jsonFormat.canonicalText(parsed)).toBe(row.canonical)
    expect(jsonFormat.canonicalText(jsonFormat.normalize(parsed))).toBe(row.normalized)
    const options = { validateFields: true, strictness: 'reference' } as const
    const refused = faultOf(() => jsonFormat.validate(parsed, options)) !== undefined
    expect(refused).toBe(row.refused === 'load')
  })

  test.each(['', 'default', 'resolved', 'serialized', 'RESOLVED'])(
    'in the format "%s" is the canonical one (json-schema 4)',
    (format) => {
      const parsed = parse('{ "$ref" : "b.json" }', { 'b.json': '{"type":"string"}' })
      expect(jsonFormat.formattedText(parsed, format)).toBe('{"$ref":"b.json"}')
    },
  )

  test.each(readVectors<RefusalRow>('refusals'))('$name ($source)', (row) => {
    const fault = faultOf(() =>
      jsonFormat.validate(parse(row.schemaText, row.references), {
        validateFields: row.validateFields ?? false,
        strictness: 'reference',
      }),
    )
    expect(fault?.reason).toContain(row.reason)
    expect(fault?.place?.line ?? 0).toBe(row.line)
    if (row.column !== null) expect(fault?.place?.column ?? 0).toBe(row.column)
  })
})

describe('messages', () => {
  const differences = jsonFormat.compare(
    parse({ type: 'object', properties: { '100%s': { type: 'integer' } } }),
    parse({ type: 'object', properties: { '100%s': { type: 'string' } } }),
    { policy: 'STRICT', strictness: 'reference' },
  )

  test('a message has the wire quotes and puts names in once', () => {
    expect(differences.map((one) => jsonFormat.message(one, 'new-reads-old'))).toEqual([
      `{errorType:"TYPE_CHANGED", description:"A type at path '#/properties/100%s' is different between the new schema and the old schema'}`,
    ])
  })

  test('the words change places with the direction', () => {
    expect(differences.map((one) => jsonFormat.sentence(one, 'old-reads-new'))).toEqual([
      "A type at path '#/properties/100%s' is different between the old schema and the new schema",
    ])
  })

  test('a difference has a place in both texts and a hint', () => {
    const [one] = differences
    expect(one?.reader).toEqual({ pointer: '/properties/100%s/type', line: 1, column: 48 })
    expect(one?.writer?.pointer).toBe('/properties/100%s/type')
    expect(one?.hint).toContain('Keep the old type')
  })

  const modern = 'https://json-schema.org/draft/2020-12/schema'
  const tuple = (draft: string, ...types: string[]): object => ({
    $schema: draft,
    [draft === modern ? 'prefixItems' : 'items']: types.map((type) => ({ type })),
    [draft === modern ? 'items' : 'additionalItems']: types.length === 1,
  })
  test.each([
    { draft: modern, reader: ['/prefixItems/1', '/items'], writer: ['/prefixItems', '/items'] },
    {
      draft: 'http://json-schema.org/draft-07/schema#',
      reader: ['/items/1', '/additionalItems'],
      writer: ['/items', '/additionalItems'],
    },
  ])('a place has the words of its draft ($draft)', ({ draft, reader, writer }) => {
    for (const strictness of ['reference', 'sound'] as const) {
      const found = jsonFormat.compare(
        parse(tuple(draft, 'string', 'integer')),
        parse(tuple(draft, 'string')),
        { policy: 'STRICT', strictness },
      )
      const inOrder = found.toSorted((a, b) => (a.kind > b.kind ? -1 : 1))
      expect(inOrder.map((one) => one.reader?.pointer)).toEqual(reader)
      expect(inOrder.map((one) => one.writer?.pointer)).toEqual(writer)
    }
  })

  test.each(['dependentRequired', 'dependentSchemas'])('a place knows %s', (keyword) => {
    const dependency = keyword === 'dependentRequired' ? ['b'] : { required: ['b'] }
    const [one] = jsonFormat.compare(
      parse({ $schema: modern, type: 'object', [keyword]: { a: dependency } }),
      parse({ $schema: modern, type: 'object' }),
      { policy: 'STRICT', strictness: 'reference' },
    )
    expect(one?.reader?.pointer).toBe(`/${keyword}/a`)
  })

  test('what stands in a referenced text is shown where it is used', () => {
    const text = { properties: { a: { $ref: 'x.json' } } }
    const [one] = jsonFormat.compare(
      parse(text, { 'x.json': '{"type":"integer"}' }),
      parse(text, { 'x.json': '{"type":"string"}' }),
      { policy: 'STRICT', strictness: 'reference' },
    )
    expect(one?.path).toBe('#/properties/a')
    expect(one?.reader?.pointer).toBe('/properties/a')
  })
})

describe('names', () => {
  test('the record name is the title, the fields are the properties', () => {
    const parsed = parse({ title: 'Order', properties: { b: {}, a: {} } })
    expect(jsonFormat.recordName(parsed)).toBe('Order')
    expect(jsonFormat.topLevelFields(parsed)).toEqual(['b', 'a'])
    expect(jsonFormat.recordName(parse('true'))).toBeUndefined()
  })

  test('white space does not make another schema, key order does', () => {
    expect(jsonFormat.equivalent(parse('{ "a" : 1, "b":2}'), parse('{"a":1,"b":2}'))).toBe(true)
    expect(jsonFormat.equivalent(parse('{"b":2,"a":1}'), parse('{"a":1,"b":2}'))).toBe(false)
  })
})
