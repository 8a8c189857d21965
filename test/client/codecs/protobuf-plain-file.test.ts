import { describe, expect, it } from 'vitest'
import { protobufCodec } from '../../../src/client/codecs/protobuf.ts'
import { stored } from '../client-vectors.ts'

const proto3 = 'syntax = "proto3"; '

interface Source {
  readonly text: string
  readonly references?: Readonly<Record<string, string>>
}

/** Writes a message and reads it again. */
function through({ text, references = {} }: Source, message: string, value: object): unknown {
  const schema = {
    ...stored('PROTOBUF', text),
    references: Object.entries(references).map(([name, schemaText]) => ({
      name,
      subject: name,
      version: 1,
      schemaText,
    })),
  }
  const codec = protobufCodec()
  const encoder = codec.encoder(schema, message)
  const framed = encoder.encode(value, encoder.messageIndexes)
  return codec.decoder(schema, undefined).decode(framed, 0)
}

describe('the name of a type', () => {
  it.each([
    {
      name: 'is not that of a message inside a neighbour',
      text: `${proto3} package p; message A { B x = 1; message C { message B { int32 no = 1; } } } message B { int32 yes = 1; }`,
      message: 'p.A',
      value: { x: { yes: 1 } },
    },
    {
      name: 'is not that of a message inside a neighbour of the one around',
      text: `${proto3} message A { message X { B b = 1; } message Z { message B { int32 no = 1; } } } message B { int32 yes = 1; }`,
      message: 'A.X',
      value: { b: { yes: 1 } },
    },
    {
      name: 'is that of the innermost message around',
      text: `${proto3} message A { B x = 1; message B { int32 yes = 1; } } message B { int32 no = 1; }`,
      message: 'A',
      value: { x: { yes: 1 } },
    },
    {
      name: 'begins at the nearest package',
      text: `${proto3} package acme.orders; import "far.proto"; import "near.proto"; message A { common.Money near = 1; .common.Money far = 2; map<string, common.Money> some = 3; oneof o { common.Money one = 4; } }`,
      references: {
        'near.proto': `${proto3} package acme.common; message Money { int32 yes = 1; }`,
        'far.proto': `${proto3} package common; message Money { string no = 1; }`,
      },
      message: 'acme.orders.A',
      value: { near: { yes: 1 }, far: { no: 'x' }, some: { a: { yes: 2 } }, one: { yes: 3 } },
    },
    {
      name: 'counts from the package of the file that has it',
      text: `${proto3} package p; import "q.proto"; message A { q.Outer x = 1; }`,
      references: {
        'q.proto': `${proto3} package q; message Outer { In y = 1; message Z { message In { int32 no = 1; } } } message In { int32 yes = 1; }`,
      },
      message: 'p.A',
      value: { x: { y: { yes: 1 } } },
    },
  ])('$name', ({ text, references, message, value }) => {
    const source = references === undefined ? { text } : { text, references }
    expect(through(source, message, value)).toEqual(value)
  })
})

it.each([
  {
    name: 'a oneof',
    group: 'oneof o { int32 x = 1; string y = 2; group Z = 3 { optional int32 q = 1; } }',
    value: { g: { z: { q: 5 } } },
  },
  { name: 'reserved names', group: 'reserved 5; optional int32 x = 1;', value: { g: { x: 1 } } },
  {
    name: 'room for extensions',
    group: 'extensions 10 to 20; optional int32 x = 1;',
    value: { g: { x: 1 } },
  },
])('a group may hold $name', ({ group, value }) => {
  const text = `syntax = "proto2"; message A { optional group G = 1 { ${group} } }`
  expect(through({ text }, 'A', value)).toEqual(value)
})

it('a group in a oneof is written, read, and alone of its oneof', () => {
  const text =
    'syntax = "proto2"; message A { oneof o { group Some = 1 { optional B x = 1; } string s = 2; } message B { optional int32 y = 1; } }'
  expect(through({ text }, 'A', { some: { x: { y: 5 } } })).toEqual({ some: { x: { y: 5 } } })
  const both = through({ text }, 'A', { some: { x: { y: 5 } }, s: 'later' })
  expect(both).toEqual({ s: 'later' })
})
