import { describe, expect, it } from 'vitest'
import { parseLogical } from '../../../src/formats/logical/parse.ts'
import { printLogical } from '../../../src/formats/logical/print.ts'
import { nativeText } from '../../../src/formats/logical/to-native/to-native.ts'
import type { SchemaType } from '../../../src/model/schema.ts'
import { faultOf, readVectors, translated } from './logical-vectors.ts'

interface Row {
  readonly name: string
  readonly source: string
  readonly schemaType: SchemaType
  readonly logical: string
  readonly native: string
  /** What comes back, when that is not what went in. */
  readonly back?: string
}
interface NativeRow {
  readonly name: string
  readonly source: string
  readonly schemaType: SchemaType
  readonly native: string
  readonly references?: Readonly<Record<string, string>>
  readonly logical?: string
  readonly fault?: string
}
interface RefusalRow {
  readonly name: string
  readonly source: string
  readonly schemaType: SchemaType
  readonly logical: string
  readonly fault: string
}

describe('a logical schema becomes native, and comes back', () => {
  it.each(readVectors<Row>('translations'))('$schemaType: $name', (row) => {
    const native = nativeText(parseLogical(row.logical), row.schemaType, 'Row')
    expect(native).toBe(row.native)
    const back = printLogical(translated(row.schemaType, native).schema)
    expect(back).toBe(row.back ?? row.logical)
  })
})

describe('a native schema becomes logical', () => {
  it.each(readVectors<NativeRow>('natives'))('$schemaType: $name', (row) => {
    const read = (): string =>
      printLogical(translated(row.schemaType, row.native, row.references).schema)
    if (row.fault === undefined) expect(read()).toBe(row.logical)
    else expect(faultOf(read)).toBe(row.fault)
  })
})

describe('a logical schema has no native form', () => {
  it.each(readVectors<RefusalRow>('unrepresentable'))('$schemaType: $name', (row) => {
    const schema = parseLogical(row.logical)
    expect(faultOf(() => nativeText(schema, row.schemaType, 'Row'))).toBe(row.fault)
  })
})

describe('bounds', () => {
  const chain = (length: number): string =>
    Array.from({ length }, (_, i) => `STRUCT R${i} (next R${(i + 1) % length})`)
      .toReversed()
      .join('\n')

  it('chains of names are followed so far and no further', () => {
    const schema = parseLogical(chain(150))
    const native = nativeText(schema, 'AVRO', 'Row')
    expect(translated('AVRO', native).schema.declarations).toHaveLength(150)
    const longer = parseLogical(chain(5000))
    expect(faultOf(() => nativeText(longer, 'AVRO', 'Row'))).toMatch(/^its types nest more than/)
    expect(faultOf(() => nativeText(longer, 'JSON', 'Row'))).toMatch(/^its types nest more than/)
    const flat = nativeText(longer, 'PROTOBUF', 'Row')
    expect(faultOf(() => translated('PROTOBUF', flat))).toMatch(/^its types nest more than/)
  })

  it('references that double at every step are cut short', () => {
    const definitions = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `d${i}`,
        i === 39
          ? { type: 'string' }
          : {
              oneOf: [
                { type: 'array', items: { $ref: `#/definitions/d${i + 1}` } },
                { type: 'object', additionalProperties: { $ref: `#/definitions/d${i + 1}` } },
              ],
            },
      ]),
    )
    const text = JSON.stringify({ definitions, $ref: '#/definitions/d0' })
    expect(faultOf(() => translated('JSON', text))).toBe('it has more than 50000 types')
  })
})
