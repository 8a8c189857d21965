import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { jsonFormat } from '../../../src/formats/json/json-format.ts'
import { faultOf, parse } from './reading.ts'

const references = {
  'c.json':
    '{"$id":"http://other/c","definitions":{"z":{"type":"integer"}},"$ref":"#/definitions/z"}',
  'b.json': '{"properties":{"c":{"$ref":"c.json"},"self":{"$ref":"#"}}}',
}

describe('the resolved form', () => {
  test('is one self-contained document that means the same', () => {
    const parsed = parse(
      { properties: { a: { $ref: 'b.json' } }, definitions: { own: {} } },
      references,
    )
    const text = jsonFormat.formattedText(parsed, 'resolved')
    const alone = parse(text)
    const options = { validateFields: false, strictness: 'reference' } as const
    expect(faultOf(() => jsonFormat.validate(alone, options))).toBeUndefined()
    const validate = new Ajv({ strict: false }).compile(JSON.parse(text) as object)
    expect(validate({ a: { c: 1, self: { c: 2 } } })).toBe(true)
    expect(validate({ a: { self: { c: 'x' } } })).toBe(false)
  })

  test('keeps definitions whose names are taken', () => {
    const parsed = parse({ $ref: 'b.json', definitions: { 'b.json': {} } }, references)
    expect(jsonFormat.formattedText(parsed, 'RESOLVED')).toContain('"b.json_"')
  })

  test('any other format gives the canonical text', () => {
    const parsed = parse('{ "type" : "string" }')
    for (const format of ['', 'default', 'serialized', 'resolved']) {
      expect(jsonFormat.formattedText(parsed, format)).toBe('{"type":"string"}')
    }
  })
})
