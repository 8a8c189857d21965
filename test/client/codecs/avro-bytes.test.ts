import { expect, it } from 'vitest'
import { avroCodec } from '../../../src/client/codecs/avro.ts'
import { stored } from '../client-vectors.ts'

const pair = { type: 'fixed', name: 'Pair', size: 2 }

it.each([
  { type: 'bytes', hex: '0602ff01' },
  { type: ['null', 'bytes'], hex: '020602ff01' },
  { type: ['null', { type: 'record', name: 'In', fields: [] }, 'bytes'], hex: '040602ff01' },
  { type: { ...pair, size: 3 }, hex: '02ff01' },
  { type: [{ ...pair, size: 3 }, 'string'], hex: '0002ff01' },
])('any Uint8Array is written as $type', ({ type, hex }) => {
  const schema = { type: 'record', name: 'R', fields: [{ name: 'f', type }] }
  const encoder = avroCodec().encoder(stored('AVRO', schema), undefined)
  // A part of something larger.
  const f = Uint8Array.of(9, 2, 255, 1, 9).subarray(1, 4)
  expect(encoder.encode({ f }, new Uint8Array()).toString('hex')).toBe(hex)
})

it.each([
  { type: 'bytes', value: new Uint16Array(2) },
  { type: 'bytes', value: [1, 2] },
  { type: pair, value: Uint8Array.of(1) },
  { type: ['null', pair], value: 'ab' },
])('$value is not written as $type', ({ type, value }) => {
  const schema = { type: 'record', name: 'R', fields: [{ name: 'f', type }] }
  const encoder = avroCodec().encoder(stored('AVRO', schema), undefined)
  expect(() => encoder.encode({ f: value }, new Uint8Array())).toThrow(
    "'f' does not fit the schema",
  )
})
