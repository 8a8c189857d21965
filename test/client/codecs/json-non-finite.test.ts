import { describe, expect, it } from 'vitest'
import { jsonCodec } from '../../../src/client/codecs/json.ts'
import { stored } from '../client-vectors.ts'

const none = new Uint8Array()

function encode(value: unknown): string {
  return jsonCodec().encoder(stored('JSON', {}), undefined).encode(value, none).toString()
}

describe('what JSON has no form for', () => {
  const values = [
    { value: { a: [1, Number.NaN] }, path: 'a.1' },
    { value: [null, { b: -Infinity }], path: '1.b' },
    { value: Number.NaN, path: '' },
    { value: { at: new Date(Number.NaN) }, path: 'at' },
  ]

  it.each(values)('is refused at "$path", whether values are checked or not', ({ value, path }) => {
    for (const validate of [true, false]) {
      const encoder = jsonCodec({ validate }).encoder(stored('JSON', {}), undefined)
      expect(() => encoder.encode(value, none)).toThrow(
        expect.objectContaining({
          kind: 'INVALID_VALUE',
          details: expect.objectContaining({ path }),
        }),
      )
    }
  })

  it('is not looked for in what is null, nor in what writes itself', () => {
    expect(encode({ a: null, b: 'null', c: new Date(0) })).toBe(
      '{"a":null,"b":"null","c":"1970-01-01T00:00:00.000Z"}',
    )
    expect(encode({ a: { odd: Number.NaN, toJSON: () => null } })).toBe('{"a":null}')
  })
})
