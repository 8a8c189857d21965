import { describe, expect, test } from 'vitest'
import { avroFormat } from '../../../src/formats/avro/avro-format.ts'
import { SchemaFault } from '../../../src/formats/schema-fault.ts'
import { parsed, readVectors, sourceOf } from './avro-vectors.ts'
import type { TextVector } from './avro-vectors.ts'

describe.each(['texts.json', 'observed-texts.json'])('%s', (file) => {
  test.each(readVectors<TextVector>(file))('$source: $name', (row) => {
    const parse = (): unknown => {
      const schema = avroFormat.parse(sourceOf(row.schema, row.references), { mode: row.mode })
      return {
        canonical: avroFormat.canonicalText(schema),
        resolved: avroFormat.formattedText(schema, 'Resolved'),
        ...(row.normalized === undefined
          ? {}
          : { normalized: avroFormat.canonicalText(avroFormat.normalize(schema)) }),
      }
    }
    if (row.refused !== undefined) expect(reasonOf(parse)).toBe(row.refused)
    else {
      const { canonical, resolved, normalized } = row
      expect(parse()).toEqual({ canonical, resolved, ...(normalized ? { normalized } : {}) })
    }
  })
})

function faultOf(parse: () => unknown): SchemaFault {
  try {
    parse()
  } catch (error) {
    if (error instanceof SchemaFault) return error
    throw error
  }
  throw new Error('was not refused')
}

function reasonOf(parse: () => unknown): string {
  return faultOf(parse).reason
}

describe('places of faults', () => {
  const record = (field: string): string =>
    `{\n  "type": "record", "name": "R",\n  "fields": [\n    ${field}\n  ]\n}`

  test.each([
    ['a field type', '{"name": "a", "type": "X"}', '/fields/0/type', 4, 27],
    ['a default', '{"name": "a", "type": "int", "default": "x"}', '/fields/0/default', 4, 45],
    ['a field name', '{"name": "1", "type": "int"}', '/fields/0/name', 4, 14],
    ['a missing type', '{"name": "a"}', '/fields/0', 4, 5],
  ])('%s is told by pointer, line and column', (_, field, pointer, line, column) => {
    expect(faultOf(() => parsed(record(field))).place).toEqual({ pointer, line, column })
  })

  test('a syntax error is told by line and column', () => {
    expect(faultOf(() => parsed('{"type":\n  "int",}')).place).toMatchObject({ line: 2, column: 9 })
  })

  test('a fault inside a reference has no place in the main text', () => {
    const fault = faultOf(() => parsed('"int"', { x: '{"type":"record","name":"X"}' }))
    expect(fault.place).toBeUndefined()
  })
})

describe('facts about a schema', () => {
  test('the record name is the full name of a named root', () => {
    expect(avroFormat.recordName(parsed({ type: 'enum', name: 'a.E', symbols: [] }))).toBe('a.E')
    expect(avroFormat.recordName(parsed('"int"'))).toBeUndefined()
  })

  test('the top-level fields are those of the root record', () => {
    const fields = [
      { name: 'a', type: 'int' },
      { name: '__proto__', type: 'int' },
    ]
    expect(avroFormat.topLevelFields(parsed({ type: 'record', name: 'R', fields }))).toEqual([
      'a',
      '__proto__',
    ])
    expect(avroFormat.topLevelFields(parsed('["int"]'))).toEqual([])
  })

  test('an unknown format gives the canonical text', () => {
    expect(avroFormat.formattedText(parsed('{"type":"int"}'), 'pretty')).toBe('"int"')
  })
})
