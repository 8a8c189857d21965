import { describe, expect, test } from 'vitest'
import { avroFormat } from '../../../src/formats/avro/avro-format.ts'
import { SchemaFault } from '../../../src/formats/schema-fault.ts'
import { parsed } from './avro-vectors.ts'
import type { AvroSchema } from '../../../src/formats/avro/ast.ts'
import type { Strictness } from '../../../src/model/compatibility-level.ts'
import type { Difference } from '../../../src/formats/difference.ts'

function compare(
  reader: AvroSchema,
  writer: AvroSchema,
  strictness: Strictness = 'reference',
): readonly Difference[] {
  return avroFormat.compare(reader, writer, { policy: 'STRICT', strictness })
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const record = (name: string, ...types: unknown[]): Record<string, unknown> => ({
  type: 'record',
  name,
  fields: types.map((type, index) => ({ name: `f${index}`, type })),
})
const arrays = (depth: number, inside: string): string =>
  `${'{"type":"array","items":'.repeat(depth)}"${inside}"${'}'.repeat(depth)}`

/** Records that lead one to the next, each in a reference of its own. */
function chain(count: number, link: (name: string) => unknown, end: string): AvroSchema {
  const references = Object.fromEntries(
    upTo(count).map((i) => [
      `R${i}`,
      JSON.stringify(record(`R${i}`, i === 0 ? end : link(`R${i - 1}`))),
    ]),
  )
  return parsed(`"R${count - 1}"`, references)
}

describe('depth', () => {
  test('nesting up to 999 levels is read, printed and compared', () => {
    const deep = parsed(arrays(999, 'int'))
    expect(avroFormat.normalize(deep).canonicalText).toBe(arrays(999, 'int'))
    expect(avroFormat.equivalent(deep, parsed(arrays(999, 'int')))).toBe(true)
    expect(compare(parsed(arrays(999, 'string')), deep)).toHaveLength(1)
  })

  test('nesting 10,000 deep is refused', () => {
    expect(() => parsed(arrays(10_000, 'int'))).toThrow(SchemaFault)
  })

  test('names used before their definition nest no deeper than a text', () => {
    const forward = upTo(2000).map((i) => record(`R${i}`, i === 1999 ? 'int' : `R${i + 1}`))
    expect(() => parsed(forward)).toThrow('nesting depth')
    const backward = parsed([...forward].reverse())
    expect(avroFormat.normalize(backward).canonicalText).toBe(backward.canonicalText)
  })

  test.each(['reference', 'sound'] as const)(
    'a chain of 3,000 references reads itself and tells the break at its end (%s)',
    (strictness) => {
      const link = (name: string): unknown => ['null', name]
      const [ints, strings] = [chain(3000, link, 'int'), chain(3000, link, 'string')]
      expect(compare(ints, chain(3000, link, 'int'), strictness)).toEqual([])
      expect(compare(ints, strings, strictness)).toHaveLength(1)
      expect(avroFormat.equivalent(ints, strings)).toBe(false)
      expect(avroFormat.inlineTags(ints)).toEqual([])
    },
  )

  test('what cannot be printed in one text is refused, not overflown', () => {
    const long = chain(3000, (name) => name, 'int')
    expect(() => avroFormat.formattedText(long, 'resolved')).toThrow(SchemaFault)
  })

  test('defaults that lean on each other end', () => {
    const leaning = Object.fromEntries(
      upTo(3000).map((i) => [
        `D${i}`,
        JSON.stringify({
          type: 'record',
          name: `D${i}`,
          fields: [{ name: 'f', type: i === 0 ? 'D0' : `D${i - 1}`, default: {} }],
        }),
      ]),
    )
    const main = (name: string): unknown => ({
      type: 'record',
      name: 'M',
      fields: [{ name: 'f', type: name, default: {} }],
    })
    expect(() => parsed(main('D0'), leaning)).toThrow('Invalid default for field f')
    expect(() => parsed(main('D2999'), leaning)).toThrow(SchemaFault)
  })
})

describe('width', () => {
  test('lists that double at each level stay bounded', () => {
    const twice = (end: string): AvroSchema => {
      const references = Object.fromEntries(
        upTo(60).map((i) => {
          const inside = i === 0 ? end : `R${i - 1}`
          return [`R${i}`, JSON.stringify(record(`R${i}`, inside, inside))]
        }),
      )
      return parsed('"R59"', references)
    }
    expect(compare(twice('int'), twice('string')).length).toBeLessThanOrEqual(10_000)
  })

  test('records that all lead to each other read themselves', () => {
    const tangle = (): AvroSchema =>
      parsed(
        upTo(150).map((i) => {
          const targets = new Set(upTo(30).map((j) => `R${(i * 7 + j * 13 + 1) % 150}`))
          return record(`R${i}`, [...targets])
        }),
      )
    expect(compare(tangle(), tangle())).toEqual([])
  })

  test.each(['reference', 'sound'] as const)(
    'a union of 5,000 records reads itself in another order, and tells what it lacks (%s)',
    (strictness) => {
      const union = (order: readonly number[]): AvroSchema =>
        parsed(order.map((i) => record(`n.R${i}`, 'int')))
      const all = union(upTo(5000))
      expect(compare(all, union(upTo(5000).reverse()), strictness)).toEqual([])
      const lacking = compare(union(upTo(4990)), all, strictness)
      expect(lacking.map(({ path }) => path)).toEqual(upTo(10).map((i) => `/${4990 + i}`))
    },
  )

  test('100,000 symbols and names of a million letters are read', () => {
    const symbols = upTo(100_000).map((i) => `S${i}`)
    const all = parsed({ type: 'enum', name: 'E', symbols })
    const half = parsed({ type: 'enum', name: 'E', symbols: symbols.slice(50_000) })
    expect(compare(half, all)).toHaveLength(1)
    const name = 'n'.repeat(1_000_000)
    expect(parsed(record(name)).canonicalText).toContain(name)
    expect(() => parsed(record(`${name}-`))).toThrow('Illegal character in: nnn')
  })

  test('20,000 differences are told up to a bound, with their places', () => {
    const wide = (type: string): AvroSchema => parsed(record('R', ...upTo(20_000).map(() => type)))
    const differences = compare(wide('int'), wide('string'))
    expect(differences).toHaveLength(10_000)
    expect(differences.at(-1)?.reader?.pointer).toBe('/fields/9999/type')
  })

  test('white space between a schema and what follows it is passed quickly', () => {
    expect(() => parsed(`"int"${' '.repeat(1_000_000)}x`)).toThrow('dangling content')
  })
})

describe('names that objects have already', () => {
  test('they are names of fields, types, properties and keys like any other', () => {
    const text =
      '{"type":"record","name":"constructor","fields":[{"name":"__proto__","type":"int","default":1},{"name":"toString","type":{"type":"map","values":"int"},"default":{"__proto__":5},"hasOwnProperty":3},{"name":"next","type":["null","constructor"]}],"__proto__":{"x":1}}'
    const schema = parsed(text)
    expect(schema.canonicalText).toBe(text)
    expect(avroFormat.normalize(schema).canonicalText).toBe(text)
    expect(compare(schema, parsed(text))).toEqual([])
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  test('an unknown type of such a name is unknown', () => {
    expect(() => parsed('"toString"')).toThrow('Undefined schema: toString')
    expect(() => parsed({ type: '__proto__' })).toThrow('Undefined schema: __proto__')
  })

  test('a property of that name makes no record equal to one without', () => {
    const plain = '{"type":"record","name":"R","fields":[]}'
    const odd = '{"type":"record","name":"R","fields":[],"__proto__":{}}'
    expect(avroFormat.equivalent(parsed(plain), parsed(odd))).toBe(false)
  })
})

test('a lone surrogate is kept', () => {
  expect(parsed('{"type":"int","x":"\\ud800"}').canonicalText).toBe('{"type":"int","x":"\ud800"}')
})

test.each([
  '{',
  '[',
  '"',
  '{"type":',
  '{"type":"int"',
  "{'type':'int'}",
  'int',
  '[,]',
  '{"a":1,}',
  '/*',
  '\u0001x',
  '"\\x"',
  '"\\u12"',
  '01',
  '1e',
  '-',
  '"a\nb"',
])('broken JSON is refused with a place: %j', (text) => {
  expect(() => parsed(text)).toThrow(/\(line \d+, column \d+\)$/)
})

test('defaults that lean twice on defaults of types to come are looked at once each', () => {
  const twice = (i: number): unknown => ({
    type: 'record',
    name: `R${i}`,
    fields: ['a', 'b'].map((name) => ({
      name,
      type: i === 0 ? 'Later' : `R${i - 1}`,
      default: {},
    })),
  })
  const later = { type: 'record', name: 'Later', fields: [{ name: 'x', type: 'int', default: 1 }] }
  const schema = parsed([...upTo(60).map(twice), later])
  expect(schema.canonicalText).toContain('"name":"Later"')
})

test.each(['"int""', '"int" /*', '"int" "\\', '"int" // \r"', '"int",{"\\q"'])(
  'what follows a schema may be no JSON, and is refused: %s',
  (text) => {
    const parse = (): unknown =>
      avroFormat.parse({ schemaText: text, references: [] }, { mode: 'new' })
    expect(parse).toThrow(`dangling content after end of schema: ${text.slice(5).trim()}`)
  },
)
