import { describe, expect, it } from 'vitest'
import { jsonCodec } from '../../../src/client/codecs/json.ts'
import { stored } from '../client-vectors.ts'

const none = new Uint8Array()
const draft7 = 'http://json-schema.org/draft-07/schema#'
const draft2020 = 'https://json-schema.org/draft/2020-12/schema'

function encode(schema: object, value: unknown, references: Readonly<Record<string, object>> = {}) {
  const named = Object.entries(references).map(([name, referenced]) => ({
    name,
    subject: name,
    version: 1,
    schemaText: JSON.stringify(referenced),
  }))
  const encoder = jsonCodec().encoder({ ...stored('JSON', schema), references: named }, undefined)
  return encoder.encode(value, none).toString()
}

describe('a JSON schema', () => {
  it.each([
    { name: 'of a dialect that nobody knows', schema: { $schema: 'http://acme.example/dialect' } },
    {
      name: 'with https before its draft',
      schema: { $schema: 'https://json-schema.org/draft-07/schema#' },
    },
    { name: 'with a doubled constant', schema: { enum: [5, 5] } },
    { name: 'with a comment that is no text', schema: { $comment: 5 } },
  ])('$name is used', ({ schema }) => {
    const whole = { ...schema, type: 'integer' }
    expect(encode(whole, 5)).toBe('5')
    expect(() => encode(whole, 'no')).toThrow('must be integer')
  })

  it.each([
    { name: 'of an older draft', from: draft2020, to: draft7 },
    { name: 'of a newer draft', from: draft7, to: draft2020 },
    { name: 'that says its draft alone', from: undefined, to: draft2020 },
  ])('refers to one $name', ({ from, to }) => {
    const schema = { ...(from !== undefined && { $schema: from }), $ref: 'count.json' }
    const references = { 'count.json': { $schema: to, type: 'integer' } }
    expect(encode(schema, 5, references)).toBe('5')
    expect(() => encode(schema, 'no', references)).toThrow('must be integer')
  })

  it.each(['./count.json', '../common/count.json'])('refers to %s', (name) => {
    const schema = { properties: { a: { $ref: name } } }
    const references = { [name]: { type: 'integer' } }
    expect(encode(schema, { a: 5 }, references)).toBe('{"a":5}')
    expect(() => encode(schema, { a: 'no' }, references)).toThrow('must be integer')
  })
})
