import { describe, expect, it } from 'vitest'
import { protobufCodec } from '../../../src/client/codecs/protobuf.ts'
import { stored } from '../client-vectors.ts'

const schema = stored(
  'PROTOBUF',
  'syntax = "proto3"; message A { int32 foo_bar = 1; oneof kind { string s = 2; } A next = 3; }',
)

function encode(value: object): string {
  const encoder = protobufCodec().encoder(schema, 'A')
  return encoder.encode(value, new Uint8Array()).toString('hex')
}

describe('a message of protobuf-es', () => {
  it('is written when its members are named as in the schema', () => {
    expect(encode({ $typeName: 'A', foo_bar: 5, kind: { case: undefined } })).toBe('0805')
  })

  it.each([
    { value: { $typeName: 'A', fooBar: 5 }, path: 'fooBar' },
    { value: { $typeName: 'A', kind: { case: 's', value: 'x' } }, path: 'kind' },
    { value: { next: { $typeName: 'A', fooBar: 5 } }, path: 'next.fooBar' },
  ])('is refused for $path, which would be lost', ({ value, path }) => {
    expect(() => encode(value)).toThrow(
      expect.objectContaining({
        kind: 'INVALID_VALUE',
        details: expect.objectContaining({ path }),
      }),
    )
  })
})
