import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frame, peekSchemaId, unframe, writePrefix } from '../../src/wire/frame.ts'
import type { SchemaHandle } from '../../src/wire/frame.ts'
import type { Role } from '../../src/wire/headers.ts'
import { readMessageIndexes, writeMessageIndexes } from '../../src/wire/message-indexes.ts'
import { WireFault } from '../../src/wire/wire-fault.ts'
import { hex, wireVectors } from './vectors.ts'

interface FrameRow {
  readonly name: string
  readonly role: Role
  readonly schemaId?: number
  readonly guid?: string
  readonly messageIndexes?: readonly number[]
  readonly body: string
  readonly header?: string
  readonly payload: string
}

const none = new Uint8Array()

function handleOf(row: FrameRow): SchemaHandle {
  return row.guid === undefined
    ? { kind: 'id', schemaId: row.schemaId ?? 0 }
    : { kind: 'guid', guid: row.guid }
}

describe('worked examples', () => {
  it.each(wireVectors<FrameRow>('frames'))('$name is written and read', (row) => {
    const indexes =
      row.messageIndexes === undefined ? none : writeMessageIndexes(row.messageIndexes)
    const written =
      row.header === undefined
        ? frame(handleOf(row), hex(row.body), indexes)
        : frame(handleOf(row), none, indexes)
    expect(Buffer.from(written).toString('hex')).toBe(row.header ?? row.payload)

    const framed = hex(row.header ?? row.payload)
    const { handle, end } = unframe(framed)
    expect(handle).toEqual(handleOf(row))
    const read = row.messageIndexes === undefined ? { end } : readMessageIndexes(framed, end)
    const body = row.header === undefined ? framed.subarray(read.end) : hex(row.payload)
    expect(body.toString('hex')).toBe(row.body)
    expect(read).toMatchObject(
      row.messageIndexes === undefined ? {} : { messageIndexes: row.messageIndexes },
    )
  })

  it.each(wireVectors<{ name: string; bytes: string; kind: string; guess?: string }>('refused'))(
    '$name is refused with its first bytes and a guess',
    (row) => {
      const thrown = faultOf(() => unframe(hex(row.bytes)))
      expect(thrown.kind).toBe(row.kind)
      expect(thrown.firstBytes).toBe(row.bytes.slice(0, 32))
      expect(thrown.guess ?? '').toContain(row.guess ?? '')
      expect(thrown.guess === undefined).toBe(row.guess === undefined)
      expect(peekSchemaId(hex(row.bytes))).toBe(0)
    },
  )
})

describe('frame', () => {
  it('gives back what it was given', () => {
    const handles = fc.oneof(
      fc.record({
        kind: fc.constant('id' as const),
        schemaId: fc.integer({ min: 1, max: 0x7fffffff }),
      }),
      fc.record({ kind: fc.constant('guid' as const), guid: fc.uuid() }),
    )
    fc.assert(
      fc.property(handles, fc.uint8Array({ maxLength: 64 }), (handle, body) => {
        const framed = frame(handle, body)
        const read = unframe(framed)
        expect(read.handle).toEqual(handle)
        expect(framed.subarray(read.end)).toEqual(body)
        expect(peekSchemaId(framed)).toBe(handle.kind === 'id' ? handle.schemaId : 0)
      }),
      { verbose: true },
    )
  })

  it('refuses ids that are no positive int32', () => {
    for (const schemaId of [0, -1, 1.5, 2 ** 31, Number.NaN]) {
      expect(faultOf(() => writePrefix({ kind: 'id', schemaId })).kind).toBe('invalid-schema-id')
    }
    expect(faultOf(() => writePrefix({ kind: 'guid', guid: 'xyz' })).kind).toBe('invalid-guid')
  })

  it('answers random bytes with a frame or a wire fault, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          const { end } = unframe(bytes)
          expect(readMessageIndexes(bytes, end).end).toBeLessThanOrEqual(bytes.length)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(WireFault)
        }
      }),
      { numRuns: 100_000, verbose: true },
    )
  })
})

function faultOf(run: () => unknown): WireFault {
  try {
    run()
  } catch (thrown) {
    if (thrown instanceof WireFault) return thrown
    throw thrown
  }
  throw new Error('nothing was thrown')
}
