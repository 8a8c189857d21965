import { describe, expect, test } from 'vitest'
import { protobufFormat } from '../../../src/formats/protobuf/protobuf-format.ts'
import { parsed, refusalOf } from './protobuf-vectors.ts'

const text = `syntax = "proto3";
import "confluent/meta.proto";
message A {
  option (confluent.message_meta).tags = "R";
  string a = 1 [(confluent.field_meta) = { tags: ["X", "Y"], doc: "d" }];
  message N { string b = 1 [(.confluent.field_meta).tags = "Z"]; }
  oneof o { string c = 2 [(confluent.field_meta).tags = "C"]; }
}`

describe('inline tags (rest-api 3.11)', () => {
  test('are read from messages and fields in document order, however they are written', () => {
    expect(protobufFormat.inlineTags(parsed(text))).toEqual([
      { entityPath: 'A', entityType: 'sr_record', tags: ['R'] },
      { entityPath: 'A.a', entityType: 'sr_field', tags: ['X', 'Y'] },
      { entityPath: 'A.N.b', entityType: 'sr_field', tags: ['Z'] },
      { entityPath: 'A.c', entityType: 'sr_field', tags: ['C'] },
    ])
  })

  test('are added behind those that are there, then removed', () => {
    const field = (tags: string[]) => [
      { entityPath: '.A.a', entityType: 'sr_field' as const, tags },
    ]
    const edited = protobufFormat.editTags(parsed(text), {
      add: field(['Z', 'X']),
      remove: field(['Y']),
    })
    const [, a] = protobufFormat.inlineTags(parsed(edited))
    expect(a?.tags).toEqual(['X', 'Z'])
    expect(edited).toContain('doc: "d"')
  })

  test('take their option with them when the last one goes', () => {
    const remove = [{ entityPath: 'A', entityType: 'sr_record' as const, tags: ['R'] }]
    expect(protobufFormat.editTags(parsed(text), { add: [], remove })).not.toContain('message_meta')
  })

  test('bring the import they need', () => {
    const add = [{ entityPath: 'B', entityType: 'sr_record' as const, tags: ['T'] }]
    const edited = protobufFormat.editTags(parsed('syntax = "proto3"; message B {}'), {
      add,
      remove: [],
    })
    expect(edited).toContain('import "confluent/meta.proto";')
    const again = parsed(edited)
    protobufFormat.validate(again, { validateFields: true, strictness: 'reference' })
    expect(protobufFormat.inlineTags(again)).toEqual(add)
  })

  test('of an unknown path are refused', () => {
    const add = [{ entityPath: 'A.x', entityType: 'sr_field' as const, tags: ['T'] }]
    expect(refusalOf(() => protobufFormat.editTags(parsed(text), { add, remove: [] }))).toBe(
      "No matching path 'A.x' found in the schema",
    )
  })
})
