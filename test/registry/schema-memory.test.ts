import { describe, expect, it } from 'vitest'
import { SchemaFault } from '../../src/formats/schema-fault.ts'
import { createSchemaMemory } from '../../src/registry/schema-memory.ts'
import type { ParseableText } from '../../src/registry/schema-memory.ts'
import { record } from './test-registry.ts'

function text(schemaText: string, closure: ParseableText['closure'] = none): ParseableText {
  return { schemaType: 'AVRO', schemaText, closure }
}
const none = { resolved: [], key: '' }

const wrongDefault =
  '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}'

describe('the memory of parsed schemas', () => {
  it('parses a text once, whether it is new or stored', () => {
    const memory = createSchemaMemory(100_000)
    const fresh = memory.parse(text(record('R', 'a')), 'new')
    expect(memory.parse(text(record('R', 'a')), 'lenient')).toBe(fresh)
    expect(memory.parse(text(record('R', 'b')), 'lenient')).not.toBe(fresh)
  })

  it('does not take a leniently parsed text for one that passed the checks of new ones', () => {
    const memory = createSchemaMemory(100_000)
    expect(memory.parse(text(wrongDefault), 'lenient').canonicalText).toBe(wrongDefault)
    expect(() => memory.parse(text(wrongDefault), 'new')).toThrow(SchemaFault)
  })

  it('tells texts apart whose references lead elsewhere', () => {
    const memory = createSchemaMemory(100_000)
    const leaf = (field: string) => ({
      resolved: [{ name: 'L', subject: 'l', version: 1, schemaText: record('L', field) }],
      key: `guid of ${field}`,
    })
    const schemaText = '{"type":"record","name":"T","fields":[{"name":"l","type":"L"}]}'
    const a = memory.parse(text(schemaText, leaf('a')), 'new')
    const b = memory.parse(text(schemaText, leaf('b')), 'new')
    const { format, parsed } = a.schema
    expect(format.equivalent(parsed, b.schema.parsed)).toBe(false)
    expect(memory.parse(text(schemaText, leaf('a')), 'new')).toBe(a)
  })

  it('forgets the least used within its bound', () => {
    const memory = createSchemaMemory(3_000)
    const first = memory.parse(text(record('R0', 'a')), 'new')
    for (let i = 1; i < 10; i++) memory.parse(text(record(`R${i}`, 'a')), 'new')
    expect(memory.parse(text(record('R0', 'a')), 'new')).not.toBe(first)
  })
})
