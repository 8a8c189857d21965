import { describe, expect, it } from 'vitest'
import { avroCodec } from '../../../src/client/codecs/avro.ts'
import type { AvroOptions } from '../../../src/client/codecs/avro.ts'
import { stored } from '../client-vectors.ts'

const none = new Uint8Array()
const logicalTypes = { dates: true, decimals: true }
const decimal = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 }
const day = { type: 'int', logicalType: 'date' }
const moment = { type: 'long', logicalType: 'timestamp-millis' }

function record(name: string, ...fields: readonly object[]): object {
  return { type: 'record', name, fields }
}

/** What a reader of this type and default gives for data without the field. */
function missing(type: unknown, defaultText: string): unknown {
  const text = `{"type":"record","name":"R","fields":[{"name":"f","type":${JSON.stringify(type)},"default":${defaultText}}]}`
  const reader = { ...stored('AVRO', 'null'), schemaText: text }
  const decoder = avroCodec().decoder(stored('AVRO', record('R')), reader)
  return (decoder.decode(Buffer.alloc(0), 0) as { readonly f: unknown }).f
}

function through(schema: object, value: unknown, options?: AvroOptions): unknown {
  const codec = avroCodec(options)
  const written = codec.encoder(stored('AVRO', schema), undefined).encode(value, none)
  return codec.decoder(stored('AVRO', schema), undefined).decode(written, 0)
}

describe('a default', () => {
  it.each([
    { type: 'long', text: '9223372036854775807', value: 2n ** 63n - 1n },
    { type: ['null', 'long'], text: '-9223372036854775807', value: -(2n ** 63n) + 1n },
    {
      type: { type: 'array', items: 'long' },
      text: '[1234567890123456789]',
      value: [1234567890123456789n],
    },
    { type: 'double', text: '12345678901234567890', value: 12345678901234567000 },
    { type: ['double', 'null'], text: '12345678901234567890', value: 12345678901234567000 },
    {
      type: { type: 'array', items: 'float' },
      text: '[10000000000000000000]',
      value: [1e19],
    },
    {
      type: record('In', { name: 'd', type: 'double' }, { name: 'l', type: 'long' }),
      text: '{"d":12345678901234567890,"l":1234567890123456789}',
      value: { d: 12345678901234567000, l: 1234567890123456789n },
    },
    { type: 'double', text: '"NaN"', value: Number.NaN },
    { type: 'string', text: String.raw`"\udffflong:x"`, value: '\udffflong:x' },
    { type: ['string', 'null'], text: 'null', value: null },
    { type: ['string', 'int'], text: '5', value: 5 },
    { type: ['int', 'double', 'string'], text: '"x"', value: { string: 'x' } },
  ])('$text of $type is what the reader gets', ({ type, text, value }) => {
    expect(missing(type, text)).toEqual(value)
  })

  it.each([
    { type: 'int', value: 'x' },
    { type: 'int', value: null },
    { type: 'long', value: 1.5 },
    { type: { type: 'fixed', name: 'F', size: 1 }, value: 'aa' },
    { type: { type: 'enum', name: 'E', symbols: ['A'] }, value: 'B' },
    { type: record('In', { name: 'x', type: 'int' }), value: {} },
  ])('$value of $type is none, and the schema usable', ({ type, value }) => {
    const reader = record('R', { name: 'f', type, default: value })
    const codec = avroCodec()
    expect(() => codec.encoder(stored('AVRO', reader), undefined)).not.toThrow()
    expect(() => codec.decoder(stored('AVRO', record('R')), stored('AVRO', reader))).toThrow(
      'no matching field for default-less R.f',
    )
  })

  it('of a record may leave to that what has a default there', () => {
    const inner = record('In', { name: 'x', type: 'int', default: 3 })
    expect(missing(inner, '{}')).toEqual({ x: 3 })
  })
})

describe('a name', () => {
  const leaf = { type: 'record', name: 'Leaf', namespace: '', fields: [{ name: 'q', type: 'int' }] }

  it('of the null namespace is found within another one', () => {
    const tree = record('x.Tree', { name: 'a', type: leaf }, { name: 'b', type: 'Leaf' })
    const value = { a: { q: 1 }, b: { q: 2 } }
    expect(through(tree, value)).toEqual(value)
  })

  it('with dots says the namespace, whatever stands beside it', () => {
    const inner = record('In', { name: 'q', type: 'int' })
    const outer = record('a.b.Out', { name: 'i', type: inner }, { name: 'j', type: 'a.b.In' })
    const value = { i: { q: 1 }, j: { q: 2 } }
    expect(through({ ...outer, namespace: 'ignored' }, value)).toEqual(value)
  })

  it('may stand for the type in an object', () => {
    const tree = record('Tree', { name: 'a', type: leaf }, { name: 'b', type: { type: 'Leaf' } })
    const value = { a: { q: 1 }, b: { q: 2 } }
    expect(through(tree, value)).toEqual(value)
  })

  it('that a reference has defined may be defined again, there and in the schema', () => {
    const schemaText = JSON.stringify(leaf)
    const references = ['Leaf', 'again'].map((name) => ({
      name,
      subject: 'leaf',
      version: 1,
      schemaText,
    }))
    const tree = stored('AVRO', record('Tree', { name: 'a', type: leaf }))
    const encoder = avroCodec().encoder({ ...tree, references }, undefined)
    expect(encoder.encode({ a: { q: 1 } }, none).toString('hex')).toBe('02')
  })
})

describe('a logical type', () => {
  it.each([
    { type: ['null', 'string', decimal], value: { bytes: '1.50' } },
    { type: ['null', 'string', decimal], value: { string: '1.50' } },
    { type: [day, moment], value: { int: new Date(0) } },
    { type: [day, moment], value: { long: new Date(5) } },
    { type: ['null', moment, decimal], value: new Date(5) },
  ])('in the union $type is told from what looks like it', ({ type, value }) => {
    const holder = record('R', { name: 'f', type })
    expect(through(holder, { f: value }, { logicalTypes })).toEqual({ f: value })
  })

  it.each([
    { type: { ...moment, type: 'string' }, value: 'noon' },
    { type: { ...decimal, type: 'long' }, value: 5n },
    { type: { ...decimal, precision: 0 }, value: Buffer.of(1) },
  ])('that does not fit is nothing: $type', ({ type, value }) => {
    const holder = record('R', { name: 'f', type })
    expect(through(holder, { f: value }, { logicalTypes })).toEqual({ f: value })
  })
})

it('the order of a field may be written in any letter case', () => {
  const holder = record('R', { name: 'f', type: 'int', order: 'IGNORE' })
  expect(through(holder, { f: 1 })).toEqual({ f: 1 })
})

describe('a schema that would take for ever', () => {
  it('by a default that two records could be at every level is refused', () => {
    const inner = (own: object): object => ({ name: 'f', type: ['null', 'First', own] })
    const second = record('Second', inner({ type: 'Second' }), { name: 'z2', type: 'int' })
    const first = record('First', inner(second), { name: 'z1', type: 'int' })
    let value: unknown = { f: null, z2: 1 }
    for (let depth = 0; depth < 40; depth++) value = { f: value, z2: 1 }
    const holder = record('R', { name: 'f', type: ['null', first, 'Second'], default: value })
    expect(() => through(holder, {})).toThrow('take too long to tell apart')
  })

  it('by defaults that fill in ten others each is refused', () => {
    let level = record('L0', { name: 'x', type: 'int', default: 1 })
    for (let depth = 1; depth < 12; depth++) {
      const items = Array.from({ length: 10 }, () => ({}))
      const held = { type: 'array', items: level }
      level = record(`L${depth}`, { name: 'f', type: held, default: items })
    }
    expect(() => through(level, {})).toThrow('the defaults take too long to tell apart')
  })

  it('by a default of many symbols out of many is read', () => {
    const symbols = Array.from({ length: 100_000 }, (_, place) => `S${place}`)
    const type = { type: 'array', items: { type: 'enum', name: 'E', symbols } }
    expect(missing(type, JSON.stringify(symbols))).toHaveLength(symbols.length)
  })

  it('by its digits is read', () => {
    expect(missing('double', `0.${'1'.repeat(300_000)}e5`)).toBeCloseTo(11_111.1, 0)
  })
})
