import { expect, test } from 'vitest'
import { avroFormat } from '../../../../src/formats/avro/avro-format.ts'
import { parsed } from '../avro-vectors.ts'

const withDefault = (type: unknown, value: unknown): unknown => ({
  type: 'record',
  name: 'R',
  fields: [{ name: 'f', type, default: value }],
})
const validate = (schema: unknown, strictness: 'reference' | 'sound'): void =>
  avroFormat.validate(parsed(schema), { validateFields: false, strictness })

test.each([
  [{ type: 'enum', name: 'E', symbols: ['A'] }, 'Z'],
  [{ type: 'fixed', name: 'F', size: 2 }, 'abc'],
  [{ type: 'fixed', name: 'F', size: 1 }, '\u0100'],
  ['bytes', '\u0100'],
  [['null', 'string'], 'x'],
  [{ type: 'array', items: ['null', 'int'] }, [1]],
])('%j does not soundly take %j, though the reference lets it pass', (type, value) => {
  const schema = withDefault(type, value)
  expect(() => validate(schema, 'sound')).toThrow('Invalid default for field f: ')
  expect(() => validate(schema, 'reference')).not.toThrow()
})

test.each([
  [{ type: 'enum', name: 'E', symbols: ['A'] }, 'A'],
  [{ type: 'fixed', name: 'F', size: 2 }, '\u00ff\u0000'],
  [['string', 'null'], 'x'],
  [
    {
      type: 'record',
      name: 'S',
      fields: [{ name: 'u', type: ['null', 'int'], default: null }],
    },
    {},
  ],
])('%j soundly takes %j', (type, value) => {
  expect(() => validate(withDefault(type, value), 'sound')).not.toThrow()
})

test('the first default of the text is told, with its place', () => {
  const text =
    '{"type":"record","name":"R","fields":[{"name":"a","type":["null","int"],\n"default":1},{"name":"b","type":"bytes","default":"\u0100"}]}'
  expect(() => validate(text, 'sound')).toThrow(
    'field a: 1 not a ["null","int"] (line 2, column 11)',
  )
})
