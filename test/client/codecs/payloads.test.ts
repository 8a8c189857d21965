import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SerdeError } from '../../../src/client/serde-error.ts'
import type { SchemaType } from '../../../src/model/schema.ts'
import { WireFault } from '../../../src/wire/wire-fault.ts'
import { clientVectors, codecOf, stored } from '../client-vectors.ts'

interface PayloadRow {
  readonly name: string
  readonly schemaType: SchemaType
  readonly schema: unknown
  readonly message?: string
  readonly value: unknown
  readonly payload: string
}

interface MisfitRow extends Omit<PayloadRow, 'payload'> {
  readonly path: string
  readonly says: string
}

const idFrame = Buffer.from('000000002a', 'hex')
const rows = clientVectors<PayloadRow>('payloads')

function open(row: Pick<PayloadRow, 'schemaType' | 'schema' | 'message'>) {
  const codec = codecOf(row.schemaType)
  const schema = stored(row.schemaType, row.schema)
  const encoder = codec.encoder(schema, row.message)
  return { encoder, decoder: codec.decoder(schema, undefined) }
}

describe('payloads', () => {
  it.each(rows)('$name has exactly the bytes of the specification', (row) => {
    const { encoder, decoder } = open(row)
    const framed = encoder.encode(row.value, Buffer.concat([idFrame, encoder.messageIndexes]))
    expect(framed.toString('hex')).toBe(row.payload)
    expect(decoder.decode(framed, 5)).toMatchObject(row.value as object)
  })

  it.each(rows)('$name cut anywhere is an error or another value, never a crash', (row) => {
    const { decoder } = open(row)
    const framed = Buffer.from(row.payload, 'hex')
    for (let end = 5; end < framed.length; end++) {
      expectOrderly(() => decoder.decode(framed.subarray(0, end), 5))
    }
  })

  it.each(rows.filter((row) => row.schemaType !== 'JSON'))(
    '$name: random bytes in its place are an error or a value',
    (row) => {
      const { decoder } = open(row)
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 48 }), (bytes) => {
          expectOrderly(() => decoder.decode(Buffer.from(bytes), 0))
        }),
        { numRuns: 5000, verbose: true },
      )
    },
  )
})

describe('values that do not fit', () => {
  it.each(clientVectors<MisfitRow>('misfits'))('$name: the error names place and type', (row) => {
    const { encoder } = open(row)
    expect(() => encoder.encode(row.value, idFrame)).toThrow(
      expect.objectContaining({
        kind: 'INVALID_VALUE',
        details: expect.objectContaining({ path: row.path }),
        message: expect.stringContaining(row.says),
      }),
    )
    // Nothing of the failed attempt is left in a shared buffer.
    expect(() => encoder.encode(row.value, idFrame)).toThrow(SerdeError)
  })
})

function expectOrderly(run: () => unknown): void {
  try {
    run()
  } catch (thrown) {
    if (!(thrown instanceof WireFault)) expect(thrown).toBeInstanceOf(SerdeError)
  }
}
