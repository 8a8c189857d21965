import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { avroCodec } from '../../../src/client/codecs/avro.ts'
import type { AvroOptions } from '../../../src/client/codecs/avro.ts'
import { stored } from '../client-vectors.ts'

const none = new Uint8Array()

function record(...fields: readonly object[]): object {
  return { type: 'record', name: 'R', fields }
}

/** Writes with one schema and reads with another. */
function through(writer: object | string, value: unknown, reader?: object, options?: AvroOptions) {
  const codec = avroCodec(options)
  const written = codec.encoder(stored('AVRO', writer), undefined).encode(value, none)
  const readWith = reader === undefined ? undefined : stored('AVRO', reader)
  return codec.decoder(stored('AVRO', writer), readWith).decode(written, 0)
}

function read(writer: object, hex: string, options?: AvroOptions): unknown {
  return avroCodec(options)
    .decoder(stored('AVRO', writer), undefined)
    .decode(Buffer.from(hex, 'hex'), 0)
}

describe('a reader schema', () => {
  const old = record({ name: 'id', type: 'int' }, { name: 'gone', type: 'string' })

  it('drops fields, promotes numbers and fills in defaults', () => {
    const now = record(
      { name: 'id', type: 'long' },
      { name: 'note', type: ['null', 'string'], default: null },
      { name: 'count', type: 'long', default: 7 },
    )
    expect(through(old, { id: 5, gone: 'x' }, now)).toEqual({ id: 5n, note: null, count: 7n })
  })

  it('may live in another namespace and rename fields by alias', () => {
    const now = {
      ...record({ name: 'key', aliases: ['id'], type: 'int' }),
      namespace: 'moved',
    }
    expect(through(old, { id: 5, gone: 'x' }, now)).toEqual({ key: 5 })
  })

  it('maps unknown symbols to the default of its enum', () => {
    const symbols = { type: 'enum', name: 'E', symbols: ['A', 'B'] }
    const fewer = { type: 'enum', name: 'E', symbols: ['A'], default: 'A' }
    const of = (type: object): object => record({ name: 'e', type })
    expect(through(of(symbols), { e: 'B' }, of(fewer))).toEqual({ e: 'A' })
  })

  it('that cannot read the writer is named as the culprit', () => {
    expect(() =>
      through(old, { id: 5, gone: 'x' }, record({ name: 'id', type: 'string' })),
    ).toThrow(expect.objectContaining({ kind: 'UNUSABLE_SCHEMA' }))
  })
})

describe('longs', () => {
  const longs = record({ name: 'a', type: { type: 'array', items: 'long' } })

  it('keep all 64 bits', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), (a) => {
        expect(through(longs, { a })).toEqual({ a })
        expect(through(longs, { a }, longs)).toEqual({ a })
      }),
      { verbose: true },
    )
  })

  it('are numbers where asked for, and errors where a number would round', () => {
    expect(through(longs, { a: [1, -2] }, undefined, { longs: 'number' })).toEqual({ a: [1, -2] })
    expect(() => read({ type: 'long' }, 'feffffffffffffffff01', { longs: 'number' })).toThrow(
      expect.objectContaining({ kind: 'INVALID_BODY' }),
    )
  })

  it('of more than 64 bits are no datum', () => {
    expect(() => read({ type: 'long' }, 'ff'.repeat(12))).toThrow(/more than 64 bits/)
  })
})

describe('references', () => {
  it('are found by full name', () => {
    const money = {
      type: 'record',
      name: 'common.Money',
      fields: [{ name: 'units', type: 'long' }],
    }
    const references = [
      { name: 'common.Money', subject: 'money', version: 1, schemaText: JSON.stringify(money) },
    ]
    const order = stored('AVRO', record({ name: 'total', type: 'common.Money' }), references)
    const codec = avroCodec()
    const written = codec.encoder(order, undefined).encode({ total: { units: 5n } }, none)
    expect(codec.decoder(order, undefined).decode(written, 0)).toEqual({ total: { units: 5n } })
  })
})

describe('logical types', () => {
  const typed = record(
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'day', type: ['null', { type: 'int', logicalType: 'date' }] },
    { name: 'sum', type: { type: 'bytes', logicalType: 'decimal', precision: 20, scale: 2 } },
  )
  const logicalTypes = { dates: true, decimals: true }

  it.each(['bigint', 'number'] as const)('are dates and exact text with longs as %s', (longs) => {
    const value = { at: new Date(1e12), day: new Date('2024-02-29'), sum: '-123456789012345678.90' }
    expect(through(typed, value, undefined, { logicalTypes, longs })).toEqual(value)
    expect(through(typed, value, typed, { logicalTypes, longs })).toEqual(value)
  })

  it('are their underlying values when not asked for', () => {
    const value = { at: 1n, day: 2, sum: Buffer.from([3]) }
    expect(through(typed, value)).toEqual(value)
  })

  it('keep every decimal exactly', () => {
    const decimal = { type: 'bytes', logicalType: 'decimal', precision: 30, scale: 4 }
    const unscaled = fc.bigInt({ min: -(10n ** 29n), max: 10n ** 29n })
    fc.assert(
      fc.property(unscaled, (value) => {
        const digits = String(value < 0n ? -value : value).padStart(5, '0')
        const sum = `${value < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
        const of = record({ name: 'sum', type: decimal })
        expect(through(of, { sum }, undefined, { logicalTypes })).toEqual({ sum })
      }),
      { verbose: true },
    )
  })

  it('refuse decimals with more digits than the schema holds', () => {
    for (const sum of ['0.001', '1e3', `1${'0'.repeat(20)}`]) {
      const value = { at: new Date(0), day: null, sum }
      expect(() => through(typed, value, undefined, { logicalTypes })).toThrow(
        expect.objectContaining({ kind: 'INVALID_VALUE' }),
      )
    }
  })
})

/** Serde 1.5: the length is left out whenever the whole schema is bytes, whatever they mean. */
describe('a decimal that is the whole schema', () => {
  const decimal = { type: 'bytes', logicalType: 'decimal', precision: 6, scale: 2 }
  const exact = { logicalTypes: { decimals: true } }

  it('has no length in front, as text or as bytes', () => {
    const hex = (value: unknown, options?: AvroOptions): string =>
      avroCodec(options)
        .encoder(stored('AVRO', decimal), undefined)
        .encode(value, none)
        .toString('hex')
    expect(hex('123.45', exact)).toBe('3039')
    expect(hex(Buffer.from('3039', 'hex'))).toBe('3039')
    expect(read(decimal, '3039', exact)).toBe('123.45')
    expect(read(decimal, '3039')).toEqual(Buffer.from('3039', 'hex'))
    expect(() => hex('x', exact)).toThrow(expect.objectContaining({ kind: 'INVALID_VALUE' }))
  })
})

describe('bytes that lie', () => {
  it.each([
    ['a block of nulls without end', { type: 'array', items: 'null' }, 'feffffffffffffffff01'],
    ['a negative count', { type: 'array', items: 'null' }, 'ffffffffffffffffff01'],
    ['a block of strings without end', { type: 'array', items: 'string' }, 'feffffff0f'],
    ['a map without end', { type: 'map', values: 'null' }, 'feffffff0f'],
    ['trailing bytes', { type: 'int' }, '0200'],
    ['a branch that is none', ['null', 'int'], '08'],
    ['a symbol that is none', { type: 'enum', name: 'E', symbols: ['A'] }, '08'],
  ])('%s are no datum', (_what, schema, hex) => {
    expect(() => read(schema, hex)).toThrow(expect.objectContaining({ kind: 'INVALID_BODY' }))
  })

  it('nested nulls cannot multiply without bound', () => {
    const nested = { type: 'array', items: { type: 'array', items: 'null' } }
    const inner = 'c0843d00'
    expect(() => read(nested, `d00f${inner.repeat(1000)}00`)).toThrow(/too many items|block of/)
  })

  it('endless nesting is refused, not followed', () => {
    const list = { ...record({ name: 'next', type: ['null', 'R'] }) }
    expect(() => read(list, '02'.repeat(200_000))).toThrow(/nested too deeply/)
  })

  it('skipping a field that lies is refused as well', () => {
    const writer = record(
      { name: 'a', type: { type: 'array', items: 'null' } },
      { name: 'id', type: 'int' },
    )
    const decoder = avroCodec().decoder(
      stored('AVRO', writer),
      stored('AVRO', record({ name: 'id', type: 'int' })),
    )
    expect(() => decoder.decode(Buffer.from('feffffffffffffffff01', 'hex'), 0)).toThrow(
      expect.objectContaining({ kind: 'INVALID_BODY' }),
    )
  })

  it('may follow the datum where the application says so', () => {
    expect(read({ type: 'int' }, '02ff', { ignoreTrailingBytes: true })).toBe(1)
  })
})

describe('names of objects', () => {
  it('are data as keys of a map', () => {
    const value = Object.fromEntries([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    const copy = through({ type: 'map', values: 'string' }, value) as object
    expect(Object.entries(copy)).toEqual(Object.entries(value))
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
  })

  it('are data as names of types and fields', () => {
    const odd = {
      type: 'record',
      name: 'toString',
      fields: [{ name: 'constructor', type: 'int' }],
    }
    expect(through(odd, { constructor: 1 })).toMatchObject({ constructor: 1 })
  })

  it('are data as symbols', () => {
    const type = { type: 'enum', name: 'E', symbols: ['constructor', 'toString'] }
    expect(through(type, 'toString')).toBe('toString')
    expect(read(type, '00')).toBe('constructor')
  })

  it('refuse the one that cannot be a member', () => {
    expect(() => through(record({ name: '__proto__', type: 'int' }), {})).toThrow(
      expect.objectContaining({ kind: 'UNUSABLE_SCHEMA' }),
    )
  })
})

describe('a record name', () => {
  it.each([
    ['{"type":"record","name":"A","namespace":"x.y","fields":[]}', 'x.y.A'],
    ['{"type":"record","name":"z.A","namespace":"x.y","fields":[]}', 'z.A'],
    ['{"type":"record","name":"A","fields":[]}', 'A'],
    ['{"type":"error","name":"A","namespace":"x","fields":[]}', 'x.A'],
    ['{"type":"enum","name":"A","symbols":[]}', undefined],
    ['"string"', undefined],
    ['["null","string"]', undefined],
  ])('of %s is %s', (text, name) => {
    expect(avroCodec().recordName(text, undefined)).toBe(name)
  })
})
