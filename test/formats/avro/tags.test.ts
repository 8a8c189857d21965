import { describe, expect, test } from 'vitest'
import { avroFormat } from '../../../src/formats/avro/avro-format.ts'
import { parsed } from './avro-vectors.ts'
import type { SchemaTags } from '../../../src/model/schema-tags.ts'

const inner = {
  type: 'record',
  name: 'in.Inner',
  fields: [{ name: 'x', type: 'int', 'confluent:tags': ['DEEP'] }],
}
const schema = parsed({
  type: 'record',
  name: 'a.Outer',
  fields: [
    { name: 'p', type: 'string', 'confluent:tags': ['PII', 'OLD'] },
    { name: 'q', type: ['null', inner] },
  ],
  'confluent:tags': ['TOP'],
})

const field = (entityPath: string, ...tags: string[]): SchemaTags => ({
  entityPath,
  entityType: 'sr_field',
  tags,
})
const record = (entityPath: string, ...tags: string[]): SchemaTags => ({
  entityPath,
  entityType: 'sr_record',
  tags,
})

describe('inline tags', () => {
  test('entities come in document order, a record before its fields', () => {
    expect(avroFormat.inlineTags(schema)).toEqual([
      record('a.Outer', 'TOP'),
      field('a.Outer.p', 'PII', 'OLD'),
      field('in.Inner.x', 'DEEP'),
    ])
  })

  test('types of references are not looked at', () => {
    const main = { type: 'record', name: 'M', fields: [{ name: 'a', type: 'in.Inner' }] }
    const tagged = parsed(main, { 'in.Inner': JSON.stringify(inner) })
    expect(avroFormat.inlineTags(tagged)).toEqual([])
  })
})

describe('editing tags', () => {
  const edited = (add: SchemaTags[], remove: SchemaTags[] = []): unknown =>
    avroFormat.inlineTags(parsed(avroFormat.editTags(schema, { add, remove })))

  test('what is added comes behind what is there, once', () => {
    expect(edited([field('a.Outer.p', 'NEW', 'PII')])).toContainEqual(
      field('a.Outer.p', 'PII', 'OLD', 'NEW'),
    )
  })

  test('a path without namespace finds the first record of that name', () => {
    expect(edited([field('Inner.x', 'NEW'), record('Inner', 'R')])).toEqual(
      expect.arrayContaining([field('in.Inner.x', 'DEEP', 'NEW'), record('in.Inner', 'R')]),
    )
  })

  test('additions are applied before removals', () => {
    expect(edited([record('a.Outer', 'A', 'B')], [record('a.Outer', 'A', 'TOP')])).toContainEqual(
      record('a.Outer', 'B'),
    )
  })

  test('the last tag takes the member with it', () => {
    const text = avroFormat.editTags(schema, { add: [], remove: [record('a.Outer', 'TOP')] })
    expect(text.match(/confluent:tags/g)).toHaveLength(2)
  })

  test.each([field('a.Outer.z', 'T'), field('z', 'T'), record('a.None', 'T'), record('a', 'T')])(
    'an unknown path is refused: $entityPath',
    (unknown) => {
      expect(() => edited([unknown])).toThrow(
        `No matching path '${unknown.entityPath}' found in the schema`,
      )
    },
  )

  test('a recursive schema is edited', () => {
    const list = parsed({
      type: 'record',
      name: 'List',
      fields: [{ name: 'next', type: ['null', 'List'] }],
    })
    expect(avroFormat.editTags(list, { add: [field('List.next', 'T')], remove: [] })).toBe(
      '{"type":"record","name":"List","fields":[{"name":"next","type":["null","List"],"confluent:tags":["T"]}]}',
    )
  })
})
