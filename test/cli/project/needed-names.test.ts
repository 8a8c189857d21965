import { describe, expect, it } from 'vitest'
import { namesIn } from '../../../src/cli/project/needed-names.ts'

describe('namesIn', () => {
  it('finds the Avro types that a text mentions but does not define', () => {
    const text = JSON.stringify({
      type: 'record',
      name: 'acme.Order',
      fields: [
        { name: 'a', type: 'Money' },
        { name: 'b', type: ['null', { type: 'array', items: 'other.Item' }] },
        { name: 'c', type: { type: 'enum', name: 'Kind', symbols: ['Symbol'] } },
        { name: 'd', type: 'Kind' },
        { name: 'e', type: { type: 'map', values: { type: 'string' } } },
        { name: 'f', type: { type: 'Money', doc: 'wrapped' } },
      ],
    })
    expect(namesIn('AVRO', text, 'x.avsc')).toEqual({
      offers: ['acme.Order', 'acme.Kind'],
      needs: ['acme.Money', 'other.Item'],
    })
  })

  it('finds imports, bundled ones aside, and is imported by any end of its path', () => {
    const text = 'syntax = "proto3"; import "a/b.proto"; import "google/protobuf/any.proto";'
    expect(namesIn('PROTOBUF', text, 'x/y/z.proto')).toEqual({
      offers: ['x/y/z.proto', 'y/z.proto', 'z.proto'],
      needs: ['a/b.proto'],
    })
  })

  it('finds what $refs lead out of a JSON schema', () => {
    const text = JSON.stringify({
      $id: 'https://a.test/a.json',
      properties: { a: { $ref: '#/x' }, b: { $ref: 'b.json#/y' }, c: { $ref: 7 } },
    })
    expect(namesIn('JSON', text, 'j/a.json')).toEqual({
      offers: ['https://a.test/a.json', 'j/a.json', 'a.json', './j/a.json', './a.json'],
      needs: ['b.json'],
    })
  })

  it.each([
    ['AVRO', '{'],
    ['AVRO', '{"__proto__":{"type":"X"},"fields":[1,null]}'],
    ['JSON', 'null'],
    ['JSON', '[[[['],
    ['PROTOBUF', 'message {'],
  ] as const)('finds nothing in a text that is no %s schema: %s', (type, text) => {
    expect(namesIn(type, text, 'f').needs).toEqual([])
  })

  it('takes any nesting', () => {
    const deep = `${'{"items":'.repeat(5000)}"X"${'}'.repeat(5000)}`
    expect(namesIn('AVRO', deep, 'f').needs).toEqual([])
    expect(namesIn('JSON', deep, 'f').needs).toEqual([])
  })
})
