import { describe, expect, test } from 'vitest'
import { jsonFormat } from '../../../src/formats/json/json-format.ts'
import { faultOf, parse } from './reading.ts'

const tagged = {
  type: 'object',
  'confluent:tags': ['R'],
  properties: {
    a: { type: 'string', 'confluent:tags': ['PII'] },
    b: { type: 'object', properties: { c: { type: 'integer' } } },
    l: { type: 'array', items: { type: 'object', 'confluent:tags': ['X'], properties: { q: {} } } },
  },
  allOf: [{ properties: { z: { 'confluent:tags': ['Z'] } } }],
}

describe('inline tags (rest-api 3.11)', () => {
  test('entities are found in document order, a record before its fields', () => {
    expect(jsonFormat.inlineTags(parse(tagged))).toEqual([
      { entityPath: 'object', entityType: 'sr_record', tags: ['R'] },
      { entityPath: 'object.a', entityType: 'sr_field', tags: ['PII'] },
      { entityPath: 'object.l.array.object', entityType: 'sr_record', tags: ['X'] },
      { entityPath: 'allof.0.object.z', entityType: 'sr_field', tags: ['Z'] },
    ])
  })

  test('tags are added before others are removed, and an empty list vanishes', () => {
    const text = jsonFormat.editTags(
      parse({ properties: { a: { 'confluent:tags': ['A'] }, b: {} } }),
      {
        add: [
          { entityPath: 'object.a', entityType: 'sr_field', tags: ['B', 'A'] },
          { entityPath: 'object', entityType: 'sr_record', tags: ['T'] },
          { entityPath: 'object.b', entityType: 'sr_field', tags: ['B'] },
        ],
        remove: [
          { entityPath: 'object.a', entityType: 'sr_field', tags: ['A'] },
          { entityPath: 'object.b', entityType: 'sr_field', tags: ['B'] },
        ],
      },
    )
    expect(text).toBe('{"properties":{"a":{"confluent:tags":["B"]},"b":{}},"confluent:tags":["T"]}')
  })

  test('an unknown path is named', () => {
    const add = [{ entityPath: 'object.zz', entityType: 'sr_field', tags: ['A'] }] as const
    const fault = faultOf(() => jsonFormat.editTags(parse(tagged), { add, remove: [] }))
    expect(fault?.reason).toBe("No matching path 'object.zz' found in the schema")
  })
})
