import { expect, test } from 'vitest'
import { avroFormat } from '../../../src/formats/avro/avro-format.ts'
import { differences } from '../../../src/formats/avro/differences.ts'
import { parsed } from './avro-vectors.ts'
import type { Difference } from '../../../src/formats/difference.ts'

function compared(reader: unknown, writer: unknown): Difference {
  const [difference] = avroFormat.compare(parsed(reader), parsed(writer), {
    policy: 'STRICT',
    strictness: 'reference',
  })
  if (difference === undefined) throw new Error('compatible')
  return difference
}

const record = (...fields: unknown[]): unknown => ({ type: 'record', name: 'R', fields })

test('the direction decides which schema is called new', () => {
  const difference = compared('"int"', '"string"')
  expect(avroFormat.sentence(difference, 'new-reads-old')).toBe(
    "The type (path '/') of a field in the new schema does not match with the old schema",
  )
  expect(avroFormat.message(difference, 'old-reads-new')).toBe(
    "{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the old schema does not match with the new schema', additionalInfo:'reader type: INT not compatible with writer type: STRING'}",
  )
})

test('percent signs and dollars in data are not taken as placeholders', () => {
  const symbols = { kind: 'MISSING_ENUM_SYMBOLS', path: '/%s', info: "[%d, $&, $']" }
  const difference = { ...compared('"int"', '"string"'), ...symbols }
  expect(avroFormat.message(difference, 'new-reads-old')).toBe(
    "{errorType:'MISSING_ENUM_SYMBOLS', description:'The new schema is missing enum symbols '[%d, $&, $']' at path '/%s' in the old schema', additionalInfo:'[%d, $&, $']'}",
  )
})

test('an ambiguous field is told in one line without the frame', () => {
  const reader = record({ name: 'a', type: 'int', aliases: ['b'] })
  const writer = record({ name: 'a', type: 'int' }, { name: 'b', type: 'int' })
  expect(avroFormat.message(compared(reader, writer), 'new-reads-old')).toBe(
    'Unexpected exception during compatibility check: Reader record field a type:INT pos:0 matches multiple fields in writer record schema {"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}',
  )
})

test('the common kinds say what would pass', () => {
  expect(compared(record({ name: 'a', type: 'int' }), record()).hint).toBe(
    'Give the field a a default',
  )
  expect(compared('"int"', '"long"').hint).toBe(
    'long reads int, but not the other way round: keep long',
  )
  expect(compared('["null"]', '"int"').hint).toBe(
    "Add a branch that reads int to the reader's union",
  )
})

test('every kind has a sentence in both directions', () => {
  for (const kind of Object.keys(differences)) {
    const difference = { ...compared('"int"', '"string"'), kind }
    const [forth, back] = (['new-reads-old', 'old-reads-new'] as const).map((direction) =>
      avroFormat.sentence(difference, direction),
    )
    expect(forth).toMatch(/^[A-Z].{20,}/)
    expect(back).toMatch(/^[A-Z].{20,}/)
  }
})
