import { describe, expect, test } from 'vitest'
import type { Difference } from '../../../src/formats/difference.ts'
import { jsonFormat } from '../../../src/formats/json/json-format.ts'
import { faultOf, parse, readVectors } from './reading.ts'

interface SoundRow {
  readonly name: string
  readonly source: string
  readonly writer: string
  readonly reader: string
  readonly verdict: 'compatible' | 'incompatible' | 'undecided'
  readonly kinds: readonly string[]
}

const sound = { policy: 'STRICT', strictness: 'sound' } as const
const modern = 'https://json-schema.org/draft/2020-12/schema'
const older = 'https://json-schema.org/draft/2019-09/schema'

function verdictOf(differences: readonly Difference[]): SoundRow['verdict'] {
  if (differences.some(({ effect }) => effect === 'breaks')) return 'incompatible'
  return differences.some(({ effect }) => effect === 'undecided') ? 'undecided' : 'compatible'
}

describe('the sound rule book', () => {
  test.each(readVectors<SoundRow>('sound'))('$name ($source)', (row) => {
    const differences = jsonFormat.compare(parse(row.reader), parse(row.writer), sound)
    expect(verdictOf(differences)).toBe(row.verdict)
    const counted = differences.filter(({ effect }) => effect !== 'none')
    expect(counted.map(({ kind }) => kind)).toEqual(row.kinds)
    for (const one of counted) expect(jsonFormat.sentence(one, 'new-reads-old')).not.toBe('')
  })

  test('policies do not matter to it', () => {
    const reader = parse({ type: 'object', properties: { a: { type: 'integer' } } })
    const lenient = { policy: 'LENIENT', strictness: 'sound' } as const
    const differences = jsonFormat.compare(reader, parse({ type: 'object' }), lenient)
    expect(verdictOf(differences)).toBe('incompatible')
  })

  test('a difference of its own has places in both texts', () => {
    const reader = parse('{"type":"object",\n"required":["a"]}')
    const [one] = jsonFormat.compare(reader, parse({ type: 'object' }), sound)
    expect(one?.kind).toBe('REQUIRED_NAME_ADDED')
    expect(one?.reader).toEqual({ pointer: '/required', line: 2, column: 12 })
    expect(one?.writer).toEqual({ pointer: '', line: 1, column: 1 })
  })

  test('2019-09 tuples compare', () => {
    const tuple = (type: string): unknown => ({ $schema: older, items: [{ type }] })
    const differences = jsonFormat.compare(parse(tuple('number')), parse(tuple('integer')), sound)
    expect(differences).toEqual([])
    const narrowed = jsonFormat.compare(parse(tuple('integer')), parse(tuple('number')), sound)
    expect(verdictOf(narrowed)).not.toBe('compatible')
  })

  test('an equal text is compatible, whatever it holds', () => {
    const text = {
      $schema: modern,
      unevaluatedProperties: false,
      contains: { type: 'string' },
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      allOf: [{ if: { minimum: 1 }, then: { $ref: '#/$defs/a' } }],
      $defs: { a: { properties: { b: { $ref: '#/$defs/a' } } } },
    }
    expect(verdictOf(jsonFormat.compare(parse(text), parse(text), sound))).toBe('compatible')
  })
})

describe('validation under the sound rule book', () => {
  const validate = (value: unknown): void =>
    jsonFormat.validate(parse(value), { validateFields: false, strictness: 'sound' })

  test.each([
    [{ minLength: -1 }, "'/minLength' must be >= 0"],
    [
      { $schema: modern, properties: { a: { minimum: '1' } } },
      "'/properties/a/minimum' must be number",
    ],
    [
      { $schema: 'http://json-schema.org/draft-04/schema#', required: [] },
      "'/required' must NOT have",
    ],
    [{ $schema: 'http://json-schema.org/draft-06/schema#', type: 'x' }, "'/type' must be equal"],
    [{ $schema: older, items: 1 }, "'/items' must be"],
  ])('%j breaks its meta-schema and says where', (value, sentence) => {
    expect(faultOf(() => validate(value))?.reason).toContain(sentence)
  })

  test('2019-09 is read in its own words', () => {
    const tuple = { $schema: older, items: [{ type: 'string' }], additionalItems: false }
    expect(faultOf(() => validate(tuple))).toBeUndefined()
    const dangling = { $schema: older, items: [{ $ref: '#/$defs/no' }] }
    expect(faultOf(() => validate(dangling))?.reason).toContain('points to nothing')
  })
})
