import { describe, expect, test } from 'vitest'
import { avroFormat } from '../../../../src/formats/avro/avro-format.ts'
import { parsed, readVectors, sourceOf } from '../avro-vectors.ts'
import type { Strictness } from '../../../../src/model/compatibility-level.ts'
import type { Difference } from '../../../../src/formats/difference.ts'
import type { ComparisonVector, ObservedComparison } from '../avro-vectors.ts'

function differencesOf(row: ComparisonVector, strictness: Strictness): readonly Difference[] {
  const reader = avroFormat.parse(sourceOf(row.reader, row.readerReferences), { mode: 'lenient' })
  const writer = avroFormat.parse(sourceOf(row.writer, row.writerReferences), { mode: 'lenient' })
  return avroFormat.compare(reader, writer, { policy: 'STRICT', strictness })
}

function facts(differences: readonly Difference[]): ComparisonVector['differences'] {
  return differences.map(({ kind, path, info }) => ({ kind, path, info }))
}

describe('by the reference rules', () => {
  test.each(readVectors<ComparisonVector>('comparisons.json'))('$source: $name', (row) => {
    const differences = differencesOf(row, 'reference')
    const expected = row.differences.map(({ kind, path, info }) => ({ kind, path, info }))
    expect(facts(differences)).toEqual(expected)
    expect(differences.every(({ effect }) => effect === 'breaks')).toBe(true)
  })

  test.each(readVectors<ObservedComparison>('observed-comparisons.json'))(
    '$source: $name',
    (row) => {
      const reader = avroFormat.parse(sourceOf(row.reader), { mode: row.mode })
      const writer = avroFormat.parse(sourceOf(row.writer), { mode: row.mode })
      const differences = avroFormat.compare(reader, writer, {
        policy: 'STRICT',
        strictness: 'reference',
      })
      const messages = differences.map((one) => avroFormat.message(one, 'new-reads-old'))
      expect(messages).toEqual(row.messages)
    },
  )
})

describe('by the sound rules', () => {
  test.each(readVectors<ComparisonVector>('sound-comparisons.json'))('$source: $name', (row) => {
    expect(facts(differencesOf(row, 'sound'))).toEqual(row.differences)
  })

  test('what cannot be proven either way is undecided', () => {
    const [difference] = avroFormat.compare(parsed('"string"'), parsed('"bytes"'), {
      policy: 'STRICT',
      strictness: 'sound',
    })
    expect(difference?.effect).toBe('undecided')
  })
})

describe('places', () => {
  const compare = (
    reader: string,
    writer: string,
    references?: Record<string, string>,
  ): readonly Difference[] =>
    avroFormat.compare(parsed(reader, references), parsed(writer, references), {
      policy: 'STRICT',
      strictness: 'reference',
    })

  test('a type mismatch is told where both types are used', () => {
    const [difference] = compare(
      '{"type":"record","name":"R",\n"fields":[{"name":"b","type":"int"},\n{"name":"a","type":"int"}]}',
      '{"type":"record","name":"R","fields":[{"name":"a",\n "type":"string"}]}',
    ).filter(({ kind }) => kind === 'TYPE_MISMATCH')
    expect(difference?.reader).toEqual({ pointer: '/fields/1/type', line: 3, column: 20 })
    expect(difference?.writer).toEqual({ pointer: '/fields/0/type', line: 2, column: 9 })
  })

  test('a missing default is told at the field, and at the record that lacks it', () => {
    const [difference] = compare(
      '{"type":"record","name":"R","fields":[\n  {"name":"b","type":"int"}]}',
      '{"type":"record","name":"R","fields":[]}',
    )
    expect(difference?.reader).toEqual({ pointer: '/fields/0', line: 2, column: 3 })
    expect(difference?.writer).toEqual({ pointer: '', line: 1, column: 1 })
  })

  test('a missing branch is told at the branch of the writer', () => {
    const [difference] = compare('["null"]', '["null",\n"int"]')
    expect(difference?.writer).toEqual({ pointer: '/1', line: 2, column: 1 })
  })

  test('what lies in a reference is told where the reference is used', () => {
    const writer = '{"type":"record","name":"R","fields":[{"name":"a","type":"X"}]}'
    const reader = `${writer}`.replace('"a"', '"a" ')
    const [difference] = avroFormat.compare(
      parsed(reader, { X: '{"type":"fixed","name":"X","size":1}' }),
      parsed(writer, { X: '{"type":"fixed","name":"X","size":2}' }),
      { policy: 'STRICT', strictness: 'reference' },
    )
    expect(difference?.path).toBe('/fields/0/type/size')
    expect(difference?.reader?.pointer).toBe('/fields/0/type')
    expect(difference?.writer).toEqual({ pointer: '/fields/0/type', line: 1, column: 58 })
  })

  test('places point into the text as sent, after normalising too', () => {
    const text = '\n\n  {"type":"int","z":1,"a":2}'
    const [difference] = avroFormat.compare(
      avroFormat.normalize(parsed(text)),
      parsed('"string"'),
      { policy: 'STRICT', strictness: 'reference' },
    )
    expect(difference?.reader).toEqual({ pointer: '', line: 3, column: 3 })
  })
})
