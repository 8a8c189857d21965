import { describe, expect, it } from 'vitest'
import { logicalModeNames } from '../../../src/formats/logical/logical-modes.ts'
import type { LogicalMode } from '../../../src/formats/logical/logical-modes.ts'
import { parseLogical } from '../../../src/formats/logical/parse.ts'
import { checkValidity } from '../../../src/formats/logical/validity.ts'
import { readVectors, texts, translated } from './logical-vectors.ts'

type Row = { readonly name: string; readonly source: string; readonly text: string } & {
  readonly [M in LogicalMode]?: readonly string[]
}

describe('validity', () => {
  it.each(readVectors<Row>('validity'))('$name', (row) => {
    const schema = parseLogical(row.text)
    for (const mode of logicalModeNames) {
      expect(texts(checkValidity(schema, mode)), mode).toEqual(row[mode] ?? [])
    }
  })

  it('knows where columns stand in the native text', () => {
    const text = `{"type":"record","name":"R","fields":[\n  {"name":"id","type":"int"},\n  {"name":"ID","type":"int"}]}`
    const native = translated('AVRO', text)
    const [finding] = checkValidity(native.schema, 'ICEBERG_V2')
    const field = finding?.reader
    expect(field && native.placesOf([field]).get(field)).toEqual({
      pointer: '/fields/1',
      line: 3,
      column: 3,
    })
  })
})
