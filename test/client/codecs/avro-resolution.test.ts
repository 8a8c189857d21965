import { describe, expect, it } from 'vitest'
import { avroCodec } from '../../../src/client/codecs/avro.ts'
import type { AvroOptions } from '../../../src/client/codecs/avro.ts'
import { stored } from '../client-vectors.ts'

const timestamp = { type: 'long', logicalType: 'timestamp-millis' }
const decimal = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 }
const logicalTypes = { dates: true, decimals: true }

function holding(type: unknown): object {
  return { type: 'record', name: 'Holder', fields: [{ name: 'held', type }] }
}

function named(name: string, namespace: string, type: string): object {
  return { type: 'record', name, namespace, fields: [{ name: 'is', type }] }
}

interface Case {
  readonly name: string
  readonly writer: unknown
  readonly reader: unknown
  readonly value: unknown
  readonly read: unknown
  readonly options?: AvroOptions
}

/** One field, written as one type and read as another. Avro 1.12, Schema Resolution. */
const cases: readonly Case[] = [
  {
    name: 'a string stays a string beside bytes',
    writer: ['null', 'bytes', 'string'],
    reader: ['null', 'bytes', 'string'],
    value: 'text',
    read: 'text',
  },
  {
    name: 'an int stays an int beside a double',
    writer: ['double', 'int'],
    reader: ['double', 'int'],
    value: { int: 5 },
    read: { int: 5 },
  },
  {
    name: 'an int becomes a long where there is no int',
    writer: 'int',
    reader: ['string', 'long'],
    value: 5,
    read: 5n,
  },
  {
    name: 'a record is the one of its namespace',
    writer: [named('X', 'a', 'int'), named('X', 'b', 'int')],
    reader: [named('X', 'a', 'int'), named('X', 'b', 'long')],
    value: { 'b.X': { is: 1 } },
    read: { 'b.X': { is: 1n } },
  },
  {
    name: 'a record of another namespace is found by its short name',
    writer: named('X', 'old', 'int'),
    reader: ['null', named('X', 'new', 'int')],
    value: { is: 1 },
    read: { is: 1 },
  },
  {
    name: 'a branch alone is read from the union it was written in',
    writer: ['null', 'string'],
    reader: 'string',
    value: 'text',
    read: 'text',
  },
  {
    name: 'a union may lose a branch that a datum does not have',
    writer: ['null', 'string', 'boolean'],
    reader: ['null', 'string'],
    value: 'text',
    read: 'text',
  },
  {
    name: 'an int is read as a timestamp, which is a long',
    writer: 'int',
    reader: timestamp,
    value: 5,
    read: new Date(5),
    options: { logicalTypes },
  },
  {
    name: 'a timestamp is read as the long that it is',
    writer: timestamp,
    reader: 'long',
    value: new Date(5),
    read: 5n,
    options: { logicalTypes },
  },
  {
    name: 'a decimal of another scale is the same number',
    writer: decimal,
    reader: ['null', { ...decimal, scale: 3 }],
    value: '1.50',
    read: '1.50',
    options: { logicalTypes },
  },
]

describe('resolution', () => {
  it.each(cases)('$name', ({ writer, reader, value, read, options }) => {
    const [from, to] = [stored('AVRO', holding(writer)), stored('AVRO', holding(reader))]
    const codec = avroCodec(options)
    const written = codec.encoder(from, undefined).encode({ held: value }, new Uint8Array())
    expect(codec.decoder(from, to).decode(written, 0)).toEqual({ held: read })
  })

  it('reads two fields of one union of records', () => {
    const branches = [named('A', 'n', 'int'), named('B', 'n', 'int')]
    const fields = [
      { name: 'one', type: branches },
      { name: 'other', type: ['n.A', 'n.B'] },
    ]
    const schema = stored('AVRO', { type: 'record', name: 'Pair', fields })
    const value = { one: { 'n.B': { is: 1 } }, other: { 'n.B': { is: 2 } } }
    const codec = avroCodec()
    const written = codec.encoder(schema, undefined).encode(value, new Uint8Array())
    expect(codec.decoder(schema, schema).decode(written, 0)).toEqual(value)
  })

  it('refuses the datum whose branch the reader lacks, and the schema that has no other', () => {
    const writer = stored('AVRO', holding(['null', 'string']))
    const codec = avroCodec()
    const none = codec.encoder(writer, undefined).encode({ held: null }, new Uint8Array())
    const decoder = codec.decoder(writer, stored('AVRO', holding('string')))
    expect(() => decoder.decode(none, 0)).toThrow('cannot read null as string')
    expect(() => codec.decoder(writer, stored('AVRO', holding('int')))).toThrow(
      'the reader schema cannot read the writer schema',
    )
  })

  it('reads top-level bytes, which have no length in front, as what the reader says', () => {
    const writer = stored('AVRO', 'bytes')
    const codec = avroCodec()
    const bytes = Buffer.from('hi')
    expect(codec.decoder(writer, stored('AVRO', 'string')).decode(bytes, 0)).toBe('hi')
    expect(codec.decoder(writer, stored('AVRO', ['null', 'bytes'])).decode(bytes, 0)).toEqual(bytes)
    expect(() => codec.decoder(writer, stored('AVRO', 'int'))).toThrow('cannot read')
    expect(() => codec.decoder(writer, stored('AVRO', named('R', 'n', 'int')))).toThrow(
      'cannot read bytes as n.R',
    )
  })

  it('tells hundreds of records apart by their names', () => {
    const many = (namespace: string, prefix: string): readonly object[] =>
      Array.from({ length: 500 }, (_, place) => ({
        type: 'record',
        name: `${prefix}${place}`,
        namespace,
        fields: Array.from({ length: 30 }, (_one, at) => ({ name: `f${at}`, type: 'int' })),
      }))
    const aliased = { ...named('Other', 'r', 'int'), aliases: ['w.Same0'] }
    const [writer, reader] = [
      stored('AVRO', [...many('w', 'Gone'), named('Same0', 'w', 'int')]),
      stored('AVRO', [...many('r', 'New'), aliased]),
    ]
    const codec = avroCodec()
    const encoder = codec.encoder(writer, undefined)
    const written = encoder.encode({ 'w.Same0': { is: 5 } }, new Uint8Array())
    expect(codec.decoder(writer, reader).decode(written, 0)).toEqual({ 'r.Other': { is: 5 } })
  })

  it('tries what the branches of many records share once', () => {
    const levels = 40
    const more = { name: 'more', type: 'int' }
    const level = (
      namespace: string,
      depth: number,
      type: unknown,
      ...others: readonly object[]
    ): object => ({
      type: 'record',
      name: `Level${depth}`,
      namespace,
      fields: [{ name: 'f', type }, ...others],
    })
    let written: unknown = 'int'
    let branches: unknown = 'int'
    for (let depth = levels; depth > 0; depth--) {
      written = level('w', depth, written)
      const again =
        depth === levels ? 'int' : ['a', 'b', 'c'].map((space) => `${space}.Level${depth + 1}`)
      // The first two of each level lack a field that the writer never wrote.
      branches = [
        level('a', depth, branches, more),
        level('b', depth, again, more),
        level('c', depth, again),
      ]
    }
    const [writer, reader] = [stored('AVRO', holding(written)), stored('AVRO', holding(branches))]
    expect(() => avroCodec().decoder(writer, reader)).not.toThrow()
  })
})
