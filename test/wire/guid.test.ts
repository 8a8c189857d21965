import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToGuid, guidToBytes } from '../../src/wire/guid.ts'
import { pushZigZag, readZigZag } from '../../src/wire/varint.ts'

describe('guid', () => {
  it('keeps the order of its text', () => {
    const bytes = guidToBytes('7F0C2F1E-2a55-4f7e-9b1c-0a4d5f6e7a8b')
    expect(Buffer.from(bytes).toString('hex')).toBe('7f0c2f1e2a554f7e9b1c0a4d5f6e7a8b')
    expect(bytesToGuid(bytes)).toBe('7f0c2f1e-2a55-4f7e-9b1c-0a4d5f6e7a8b')
  })

  it('survives the trip to bytes and back, with and without dashes', () => {
    fc.assert(
      fc.property(fc.uuid(), (guid) => {
        expect(bytesToGuid(guidToBytes(guid))).toBe(guid)
        expect(bytesToGuid(guidToBytes(guid.replaceAll('-', '')))).toBe(guid)
      }),
      { verbose: true },
    )
  })
})

describe('zig-zag varint', () => {
  it('gives back every 32-bit integer', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        const bytes: number[] = []
        pushZigZag(bytes, value)
        expect(readZigZag(Uint8Array.from(bytes), 0)).toEqual({ value, end: bytes.length })
      }),
      { verbose: true },
    )
  })
})
