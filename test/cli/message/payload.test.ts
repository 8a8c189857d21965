import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { payloadOf } from '../../../src/cli/message/payload.ts'

/** Frames of an id or guid, which are what a payload may be. */
const frame = fc
  .tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 0x7f }), fc.uint8Array({ maxLength: 30 }))
  .map(([magic, first, rest]) => Buffer.from([magic, magic === 0 ? first : first * 2, ...rest]))

describe('a payload on the command line', () => {
  it('is hexadecimal or base64 without being told which', async () => {
    await fc.assert(
      fc.asyncProperty(frame, async (bytes) => {
        expect(await payloadOf(bytes.toString('hex'), {})).toEqual(bytes)
        expect(await payloadOf(bytes.toString('hex').toUpperCase(), {})).toEqual(bytes)
        expect(await payloadOf(bytes.toString('base64'), {})).toEqual(bytes)
      }),
      { verbose: true },
    )
  })

  it('is base64 where only hexadecimal digits stand in it', async () => {
    expect(await payloadOf('AAAAAAEC', {})).toEqual(Buffer.from([0, 0, 0, 0, 1, 2]))
    expect(await payloadOf('AAAAAAEC', { hex: true })).toEqual(Buffer.from('aaaaaaec', 'hex'))
  })
})
