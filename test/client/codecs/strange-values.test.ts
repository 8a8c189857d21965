import { describe, expect, it } from 'vitest'
import { messageNameOf } from '../../../src/client/codecs/message-name.ts'
import type { SchemaType } from '../../../src/model/schema.ts'
import { codecOf, stored } from '../client-vectors.ts'

/** The same record with text `s` and map `m` in the three formats. */
const schemas = {
  AVRO: {
    type: 'record',
    name: 'R',
    fields: [
      { name: 's', type: 'string' },
      { name: 'm', type: { type: 'map', values: 'double' }, default: {} },
    ],
  },
  JSON: {
    properties: { s: { type: 'string' }, m: { additionalProperties: { type: 'number' } } },
  },
  PROTOBUF: 'syntax = "proto3"; message R { string s = 1; map<string, double> m = 2; }',
} as const satisfies Record<SchemaType, unknown>
const types = Object.keys(schemas) as readonly SchemaType[]

function encode(type: SchemaType, value: unknown): Buffer {
  const encoder = codecOf(type).encoder(stored(type, schemas[type]), undefined)
  return encoder.encode(value, new Uint8Array())
}

/** What `encode` throws. */
function faultOf(type: SchemaType, value: unknown): unknown {
  try {
    return encode(type, value)
  } catch (fault) {
    return fault
  }
}

function boom(): never {
  throw new Error('boom')
}

const trapped = new Proxy({}, { get: boom, has: boom, ownKeys: boom, getPrototypeOf: boom })
const closed = Proxy.revocable({}, {})
closed.revoke()

const strange: readonly (readonly [string, unknown])[] = [
  ['a getter that throws', Object.defineProperty({}, 's', { get: boom, enumerable: true })],
  ['a proxy that throws', trapped],
  ['a revoked proxy', closed.proxy],
  ['a member that is such a proxy', { s: trapped }],
  ['a member that is revoked', { s: closed.proxy }],
  [
    'a member whose constructor throws',
    {
      s: {
        get constructor(): never {
          return boom()
        },
      },
    },
  ],
  [
    'a member whose constructor has a symbol for a name',
    { s: { constructor: { name: Symbol('n') } } },
  ],
  ['a member that is an endless bigint', { s: 10n ** 5000n }],
]

describe.each(types)('%s: a value that does not want to be read', (type) => {
  it.each(strange)('is refused like any other: %s', (_what, value) => {
    const fault = faultOf(type, value)
    expect(fault).toMatchObject({ name: 'SerdeError', kind: 'INVALID_VALUE' })
    expect((fault as Error).message.length).toBeLessThan(200)
    expect(messageNameOf(value)).toBeUndefined()
  })
})

describe('what cannot be written is not written as something else', () => {
  it('a getter that throws is named with its place and reason', () => {
    const value = {
      get s(): never {
        return boom()
      },
    }
    for (const type of ['AVRO', 'PROTOBUF'] as const) {
      expect(faultOf(type, value)).toMatchObject({ details: { path: 's' } })
    }
    for (const type of types) expect((faultOf(type, value) as Error).message).toContain('boom')
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('%s is no number in JSON', (number) => {
    const value = { s: 'x', m: { k: number } }
    expect(faultOf('JSON', value)).toMatchObject({ details: { path: 'm.k' } })
    expect(encode('AVRO', value)).toBeInstanceOf(Buffer)
    expect(encode('PROTOBUF', value)).toBeInstanceOf(Buffer)
  })

  it.each(['AVRO', 'PROTOBUF'] as const)('%s: a Map has no members', (type) => {
    expect(faultOf(type, { s: 'x', m: new Map([['k', 1]]) })).toMatchObject({
      details: { path: 'm' },
      message: expect.stringContaining('got Map'),
    })
  })

  it('a Date is no Timestamp', () => {
    const text =
      'syntax = "proto3"; import "google/protobuf/timestamp.proto"; message M { google.protobuf.Timestamp t = 1; }'
    const encoder = codecOf('PROTOBUF').encoder(stored('PROTOBUF', text), undefined)
    expect(() => encoder.encode({ t: new Date(0) }, new Uint8Array())).toThrow(
      /'t' does not fit the schema: expected message Timestamp, got Date/,
    )
  })
})
