import { expect, test } from 'vitest'
import { avroFormat } from '../../../src/formats/avro/avro-format.ts'
import { parsed } from './avro-vectors.ts'

const record = (extra: object, ...fields: object[]): object => ({
  type: 'record',
  name: 'R',
  fields,
  ...extra,
})
const a = { name: 'a', type: 'int' }

test.each([
  [
    'white space and key order',
    record({}, a),
    '{"fields":[{"type":"int", "name":"a"}],"name":"R","type":"record"}',
  ],
  ['the order of properties', { type: 'int', x: 1, y: 2 }, { type: 'int', y: 2, x: 1 }],
  ['the order of aliases', record({ aliases: ['X', 'Y'] }), record({ aliases: ['Y', 'X'] })],
  [
    'recursion',
    record({}, { name: 'n', type: ['null', 'R'] }),
    record({}, { name: 'n', type: ['null', 'R'] }),
  ],
])('%s makes no other schema', (_, one, other) => {
  expect(avroFormat.equivalent(parsed(one), parsed(other))).toBe(true)
})

test.each([
  ['documentation', record({ doc: 'x' }), record({})],
  ['documentation of a field', record({}, { ...a, doc: 'x' }), record({}, a)],
  ['an alias', record({ aliases: ['X'] }), record({})],
  ['an alias of a field', record({}, { ...a, aliases: ['x'] }), record({}, a)],
  ['a property', record({ p: 1 }), record({ p: 2 })],
  ['a default', record({}, { ...a, default: 1 }), record({}, a)],
  ['an order', record({}, { ...a, order: 'ignore' }), record({}, a)],
  [
    'an enum default',
    { type: 'enum', name: 'E', symbols: ['A'], default: 'A' },
    { type: 'enum', name: 'E', symbols: ['A'] },
  ],
  ['a namespace', record({ namespace: 'n' }), record({})],
  [
    'the order of fields',
    record({}, a, { name: 'b', type: 'int' }),
    record({}, { name: 'b', type: 'int' }, a),
  ],
  ['the order of branches', ['int', 'null'], ['null', 'int']],
  ['1 and 1.0', '{"type":"int","x":1}', '{"type":"int","x":1.0}'],
])('%s makes another schema', (_, one, other) => {
  expect(avroFormat.equivalent(parsed(one), parsed(other))).toBe(false)
})

test('types inlined or in a reference make no difference', () => {
  const inline = record({}, { name: 'f', type: { type: 'fixed', name: 'F', size: 1 } })
  const referring = record({}, { name: 'f', type: 'F' })
  const references = { F: '{"type":"fixed","name":"F","size":1}' }
  expect(avroFormat.equivalent(parsed(inline), parsed(referring, references))).toBe(true)
})
