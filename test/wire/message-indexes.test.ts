import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMessageIndexes, writeMessageIndexes } from '../../src/wire/message-indexes.ts'
import { WireFault } from '../../src/wire/wire-fault.ts'
import { hex, wireVectors } from './vectors.ts'

describe('message indexes', () => {
  it.each(wireVectors<{ path: number[]; bytes: string }>('message-indexes'))(
    '$path is written as $bytes',
    ({ path, bytes }) => {
      expect(Buffer.from(writeMessageIndexes(path)).toString('hex')).toBe(bytes)
      expect(readMessageIndexes(hex(bytes), 0)).toEqual({
        messageIndexes: path,
        end: hex(bytes).length,
      })
    },
  )

  it('give back any path', () => {
    const paths = fc.array(fc.nat(0x7fffffff), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(paths, (path) => {
        const bytes = writeMessageIndexes(path)
        expect(readMessageIndexes(bytes, 0)).toEqual({ messageIndexes: path, end: bytes.length })
      }),
      { verbose: true },
    )
  })

  it('may be read in the long form of the first message', () => {
    expect(readMessageIndexes(hex('020008'), 0)).toEqual({ messageIndexes: [0], end: 2 })
  })

  it('are read without zig-zag, or not at all, when the topic was written so', () => {
    expect(readMessageIndexes(hex('0101ff'), 0, 'plain')).toEqual({ messageIndexes: [1], end: 2 })
    expect(readMessageIndexes(hex('0805'), 0, 'none')).toEqual({ messageIndexes: [0], end: 0 })
  })

  it.each([
    ['a negative count', '01', 'invalid-message-indexes'],
    ['a negative index', '0201', 'invalid-message-indexes'],
    ['more indexes than bytes', '0c0202', 'invalid-message-indexes'],
    ['a varint that ends', '80', 'truncated'],
    ['nothing', '', 'truncated'],
    ['a varint past 32 bits', 'ffffffffff01', 'invalid-varint'],
  ])('with %s are refused', (_what, bytes, kind) => {
    expect(() => readMessageIndexes(hex(bytes), 0)).toThrow(
      expect.objectContaining({ name: 'WireFault', kind }),
    )
  })

  it('are not written for a path that is none', () => {
    for (const path of [[], [-1], [0.5], [2 ** 31]]) {
      expect(() => writeMessageIndexes(path)).toThrow(WireFault)
    }
  })
})
