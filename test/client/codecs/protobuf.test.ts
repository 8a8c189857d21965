import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messageNameOf } from '../../../src/client/codecs/message-name.ts'
import { protobufCodec } from '../../../src/client/codecs/protobuf.ts'
import type { ProtobufOptions } from '../../../src/client/codecs/protobuf.ts'
import { protobufFormat } from '../../../src/formats/protobuf/protobuf-format.ts'
import { stored } from '../client-vectors.ts'

const none = new Uint8Array()

function schema(body: string, references: Parameters<typeof stored>[2] = []) {
  return stored('PROTOBUF', `syntax = "proto3";\n${body}`, references)
}

function through(body: string, value: unknown, options: ProtobufOptions = {}): unknown {
  const codec = protobufCodec(options)
  const encoder = codec.encoder(schema(body), undefined)
  const framed = encoder.encode(value, encoder.messageIndexes)
  return codec.decoder(schema(body), undefined).decode(framed, 0)
}

const twoMessages = 'message A { int32 a = 1; } message B { int32 b = 1; }'

describe('the message written', () => {
  it('is found by name in the registered schema, wherever it stands there', () => {
    const reordered = schema('message B { int32 b = 1; } message A { int32 a = 1; }')
    const encoder = protobufCodec().encoder(reordered, 'A')
    expect([...encoder.messageIndexes]).toEqual([2, 2])
  })

  it('must be there', () => {
    expect(() => protobufCodec().encoder(schema(twoMessages), 'C')).toThrow(
      expect.objectContaining({ kind: 'UNKNOWN_MESSAGE' }),
    )
  })

  it('must be named when there are several', () => {
    expect(() => protobufCodec().encoder(schema(twoMessages), undefined)).toThrow(
      expect.objectContaining({ kind: 'UNKNOWN_MESSAGE' }),
    )
  })

  it('is named by what protobuf-es and protobufjs put on messages', () => {
    expect(messageNameOf({ $typeName: 'p.B' })).toBe('p.B')
    expect(messageNameOf({ $type: { fullName: '.p.C' } })).toBe('p.C')
    expect(messageNameOf({ a: 1 })).toBeUndefined()
  })

  it('counts explicit map entries, never implied ones', () => {
    const explicit = `message M {
      repeated E e = 1;
      message E { option map_entry = true; string key = 1; string value = 2; }
      message N { int32 n = 1; }
    }`
    const encoder = protobufCodec().encoder(schema(explicit), 'M.N')
    expect([...encoder.messageIndexes]).toEqual([4, 0, 2])
  })
})

describe('the message read', () => {
  const decoder = protobufCodec().decoder(schema(twoMessages), undefined)

  it('is the one that the indexes name', () => {
    expect(decoder.decode(Buffer.from('02020805', 'hex'), 0)).toEqual({ b: 5 })
  })

  it('cannot lie outside of the schema', () => {
    for (const indexes of ['0204', '040000', '0201']) {
      expect(() => decoder.decode(Buffer.from(indexes, 'hex'), 0)).toThrow(
        expect.objectContaining({ message: expect.stringMatching(/index/i) }),
      )
    }
  })

  it('is named in the header in header mode', () => {
    const header = Buffer.from('017f0c2f1e2a554f7e9b1c0a4d5f6e7a8b0202', 'hex')
    const body = Buffer.from('0805', 'hex')
    expect(decoder.decode(body, 0, { bytes: header, start: 17 })).toEqual({ b: 5 })
  })

  it('is the first one where the producer writes no indexes', () => {
    const bare = protobufCodec({ messageIndexForm: 'none' }).decoder(schema(twoMessages), undefined)
    expect(bare.decode(Buffer.from('0805', 'hex'), 0)).toEqual({ a: 5 })
  })

  it.each([
    ['02020805', { b: 5 }],
    ['000805', { a: 5 }],
    ['0805', { a: 5 }],
    ['', { a: 0 }],
  ])('may come from producers of both kinds: %s', (payload, value) => {
    const tolerant = protobufCodec({ messageIndexForm: 'tolerant' })
    const decode = tolerant.decoder(schema(twoMessages), undefined)
    expect(decode.decode(Buffer.from(payload, 'hex'), 0)).toEqual(value)
  })

  it('may stand in a schema that comes as a base64 descriptor, as do its references', () => {
    const describe = (text: string): string => {
      const parsed = protobufFormat.parse(
        { schemaText: text, references: imported },
        { mode: 'new' },
      )
      return protobufFormat.formattedText(parsed, 'serialized')
    }
    const money = 'syntax = "proto3"; package c; message Money { int64 units = 1; }'
    const imported = [{ name: 'm.proto', subject: 's', version: 1, schemaText: money }]
    const order = 'syntax = "proto3"; import "m.proto"; message O { c.Money total = 1; }'
    const described = {
      ...schema(''),
      schemaText: describe(order),
      references: [{ name: 'm.proto', subject: 's', version: 1, schemaText: describe(money) }],
    }
    const encoder = protobufCodec().encoder(described, undefined)
    const framed = encoder.encode({ total: { units: 9n } }, encoder.messageIndexes)
    expect(protobufCodec().decoder(described, undefined).decode(framed, 0)).toEqual({
      total: { units: 9n },
    })
  })

  it('has the shape of the reader schema', () => {
    const newer = schema('message A { int32 a = 1; string more = 2; }')
    const evolved = protobufCodec().decoder(schema(twoMessages), newer)
    expect(evolved.decode(Buffer.from('000805', 'hex'), 0)).toEqual({ a: 5, more: '' })
    expect(() => evolved.decode(Buffer.from('02020805', 'hex'), 0)).toThrow(
      expect.objectContaining({ kind: 'UNKNOWN_MESSAGE' }),
    )
  })
})

describe('values', () => {
  const body = `message V {
    int64 big = 1; optional int32 maybe = 2; repeated string list = 3; map<string, int64> map = 4;
    bytes raw = 5; Inner inner = 6; Color color = 7; oneof either { string left = 8; bool right = 9; }
    message Inner { double d = 1; } enum Color { NONE = 0; RED = 1; }
  }`
  const full = {
    big: -5n,
    maybe: 0,
    list: ['a', 'b'],
    map: { x: 1n },
    raw: Buffer.from([1]),
    inner: { d: 1.5 },
    color: 1,
    left: 'l',
  }

  it('come back as they went', () => {
    expect(through(body, full)).toEqual(full)
  })

  it('have every field without presence as a member of their own', () => {
    const empty = { big: 0n, list: [], map: {}, raw: Buffer.alloc(0), color: 0 }
    const read = through(body, {}) as Record<string, unknown>
    expect({ ...read }).toEqual(empty)
    expect([read['maybe'], read['inner'], read['left']]).toEqual([undefined, undefined, undefined])
  })

  it('may name constants', () => {
    expect(through(body, { color: 'RED' })).toMatchObject({ color: 1 })
  })

  it('print as JSON', () => {
    expect(JSON.parse(JSON.stringify(through(body, full)))).toMatchObject({
      big: '-5',
      list: ['a', 'b'],
      inner: { d: 1.5 },
    })
  })

  it('are numbers where asked for, and errors where a number would round', () => {
    const options = { longs: 'number' } as const
    expect(through(body, { big: 5 }, options)).toMatchObject({ big: 5 })
    expect(() => through(body, { big: 2n ** 60n }, options)).toThrow(/does not fit a number/)
  })

  it('of 64 bits keep all of them', () => {
    const kinds = 'message L { sint64 s = 1; fixed64 f = 2; repeated int64 r = 3; uint64 u = 4; }'
    const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
    const values = fc.record({ s: int64, f: uint64, r: fc.array(int64), u: uint64 })
    fc.assert(
      fc.property(values, (value) => {
        expect(through(kinds, value)).toEqual(value)
      }),
      { verbose: true },
    )
  })

  it('keep unknown fields when they are written again', () => {
    const codec = protobufCodec()
    const old = schema('message A { int32 a = 1; }')
    const read = codec.decoder(old, undefined).decode(Buffer.from('0008051007', 'hex'), 0)
    expect(codec.encoder(old, undefined).encode(read, none).toString('hex')).toBe('08051007')
  })
})

describe('imports', () => {
  it('are found among references and bundled files', () => {
    const money = {
      name: 'common/money.proto',
      subject: 'common/money.proto',
      version: 1,
      schemaText: 'syntax = "proto3"; package common; message Money { int64 units = 1; }',
    }
    const order = schema(
      `import "common/money.proto";
       import "google/type/date.proto";
       message Order { common.Money total = 1; google.type.Date day = 2; }`,
      [money],
    )
    const codec = protobufCodec()
    const value = { total: { units: 7n }, day: { year: 2026, month: 2, day: 1 } }
    const encoder = codec.encoder(order, undefined)
    const framed = encoder.encode(value, encoder.messageIndexes)
    expect(codec.decoder(order, undefined).decode(framed, 0)).toEqual(value)
  })

  it('that nobody knows make the schema unusable', () => {
    const broken = schema('import "nowhere.proto"; message M { nowhere.Thing t = 1; }')
    expect(() => protobufCodec().decoder(broken, undefined).decode(Buffer.of(0), 0)).toThrow(
      expect.objectContaining({ kind: 'UNUSABLE_SCHEMA' }),
    )
  })
})

describe('schemas that want to hurt', () => {
  it('in long chains of messages are used without using up the stack', () => {
    const chain = Array.from(
      { length: 5000 },
      (_, index) => `message M${index} { int32 a = 1; M${index + 1} next = 2; }`,
    )
    const body = `${chain.join('\n')}\nmessage M5000 { int32 a = 1; }`
    const codec = protobufCodec()
    const encoder = codec.encoder(schema(body), 'M0')
    const value = { a: 1, next: { a: 2 } }
    const framed = encoder.encode(value, encoder.messageIndexes)
    expect(codec.decoder(schema(body), undefined).decode(framed, 0)).toEqual(value)
  })

  it('in circles are used like any other', () => {
    const body = 'message M { M self = 1; repeated M list = 2; map<string, M> map = 3; }'
    const value = { self: { list: [], map: {} }, list: [], map: {} }
    expect(through(body, value)).toEqual(value)
  })

  it('with names of objects keep them as data', () => {
    const value = { constructor: 1, toString: 'x' }
    const body = 'message M { int32 constructor = 1; string toString = 2; }'
    expect({ ...(through(body, value) as object) }).toEqual(value)
  })
})
