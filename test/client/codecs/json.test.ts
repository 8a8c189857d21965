import { describe, expect, it } from 'vitest'
import { jsonCodec } from '../../../src/client/codecs/json.ts'
import { stored } from '../client-vectors.ts'

const none = new Uint8Array()

function encode(schema: unknown, value: unknown, references: Parameters<typeof stored>[2] = []) {
  return jsonCodec()
    .encoder(stored('JSON', schema, references), undefined)
    .encode(value, none)
}

describe('each draft means what it says', () => {
  it.each([
    ['4', 'http://json-schema.org/draft-04/schema#', { maximum: 5, exclusiveMaximum: true }, 4, 5],
    ['6', 'http://json-schema.org/draft-06/schema#', { exclusiveMaximum: 5 }, 4, 5],
    ['7', 'http://json-schema.org/draft-07/schema#', { if: { const: 1 }, else: false }, 1, 2],
    [
      '2019-09',
      'https://json-schema.org/draft/2019-09/schema',
      { dependentRequired: { a: ['b'] } },
      { b: 1 },
      { a: 1 },
    ],
    [
      '2020-12',
      'https://json-schema.org/draft/2020-12/schema',
      { prefixItems: [{ type: 'string' }] },
      ['a'],
      [1],
    ],
    ['of a schema that names none', undefined, { const: 1 }, 1, 2],
  ])('draft %s', (_draft, $schema, keywords, good, bad) => {
    const schema = { ...($schema === undefined ? {} : { $schema }), ...keywords }
    expect(JSON.parse(encode(schema, good).toString())).toEqual(good)
    expect(() => encode(schema, bad)).toThrow(expect.objectContaining({ kind: 'INVALID_VALUE' }))
  })
})

describe('references', () => {
  const referenced = { $id: 'http://x/money.json', type: 'object', required: ['units'] }
  const named = (name: string) => [
    { name, subject: 's', version: 1, schemaText: JSON.stringify(referenced) },
  ]

  it.each([
    ['as written', { properties: { total: { $ref: 'money.json' } } }, 'money.json'],
    [
      'against the id of the root',
      { $id: 'http://y/order.json', properties: { total: { $ref: 'money.json' } } },
      'money.json',
    ],
    [
      'by full URI',
      { properties: { total: { $ref: 'http://x/money.json' } } },
      'http://x/money.json',
    ],
  ])('are resolved %s', (_how, schema, name) => {
    expect(encode(schema, { total: { units: 1 } }, named(name)).length).toBeGreaterThan(0)
    expect(() => encode(schema, { total: {} }, named(name))).toThrow(/'total' does not fit/)
  })

  it('of the same name may differ from schema to schema', () => {
    const schema = { $id: 'http://y/o.json', properties: { total: { $ref: 'm.json' } } }
    const reference = (text: string) => [
      { name: 'm.json', subject: 's', version: 1, schemaText: text },
    ]
    encode(schema, { total: 'x' }, reference('{"type":"string"}'))
    expect(() => encode(schema, { total: 'x' }, reference('{"type":"number"}'))).toThrow(/number/)
  })

  it('that lead nowhere make the schema unusable', () => {
    expect(() => encode({ $ref: 'nowhere.json' }, 1)).toThrow(
      expect.objectContaining({ kind: 'UNUSABLE_SCHEMA' }),
    )
  })
})

describe('values', () => {
  it('are written compact, as UTF-8', () => {
    expect(encode(true, { a: 'é', b: [1, null] }).toString()).toBe('{"a":"é","b":[1,null]}')
  })

  it.each([
    ['a bigint', { a: 1n }],
    ['a function', () => 1],
    ['a circle', circle()],
  ])('without a JSON form are refused: %s', (_what, value) => {
    expect(() => encode(true, value)).toThrow(expect.objectContaining({ kind: 'INVALID_VALUE' }))
  })

  it('nested without end are refused, not followed', () => {
    const schema = { properties: { n: { $ref: '#' } } }
    const deep = `${'{"n":'.repeat(100_000)}1${'}'.repeat(100_000)}`
    const decoder = jsonCodec().decoder(stored('JSON', schema), undefined)
    expect(() => decoder.decode(Buffer.from(deep), 0)).toThrow(/nested too deeply/)
  })

  it('are read as they are when validation is off', () => {
    const codec = jsonCodec({ validate: false })
    const schema = stored('JSON', { type: 'string' })
    expect(codec.decoder(schema, undefined).decode(Buffer.from('5'), 0)).toBe(5)
    expect(codec.encoder(schema, undefined).encode(5, none).toString()).toBe('5')
  })

  it('are checked against the reader schema when there is one', () => {
    const decoder = jsonCodec().decoder(stored('JSON', {}), stored('JSON', { type: 'string' }))
    expect(() => decoder.decode(Buffer.from('5'), 0)).toThrow(
      expect.objectContaining({ kind: 'INVALID_BODY' }),
    )
  })

  it('that are no JSON say so', () => {
    const decoder = jsonCodec().decoder(stored('JSON', {}), undefined)
    for (const body of ['', '{', 'undefined', '\u0000']) {
      expect(() => decoder.decode(Buffer.from(body), 0)).toThrow(/not JSON/)
    }
  })

  it('may not hide behind the prototype of an object', () => {
    expect(() => encode({ required: ['constructor'] }, {})).toThrow(/constructor/)
  })
})

function circle(): object {
  const value: Record<string, unknown> = {}
  value['self'] = value
  return value
}

describe('patterns', () => {
  const hostile = `${'a'.repeat(50_000)}!`

  it.each([
    ['pattern', { pattern: '^(a+)+$' }, hostile],
    ['patternProperties', { patternProperties: { '^(a+)+$': false } }, { [hostile]: 1 }],
  ])('of a hostile schema cannot hold up the process: %s', (_keyword, schema, value) => {
    const write = () => encode(schema, value)
    if ('pattern' in schema) expect(write).toThrow(/must match pattern/)
    else expect(write().length).toBeGreaterThan(0)
  })

  it.each([
    ['each within its bound', '\\s+$', `${' '.repeat(1500)}x`, 2000],
    ['with many states', `^(${'a?'.repeat(1500)}){2}b$`, 'a'.repeat(500), 500],
    ['of backreferences', '^(a+)+\\1$', `${'a'.repeat(200)}!`, 2000],
  ])('cannot add up either: thousands of texts %s', (_what, pattern, text, times) => {
    const schema = { items: { not: { pattern } } }
    const value = Array.from({ length: times }, () => text)
    try {
      expect(encode(schema, value).length).toBeGreaterThan(0)
    } catch (thrown) {
      expect(thrown).toMatchObject({ reason: expect.stringContaining('too many steps') })
    }
  })

  it('that are honest have budget enough for large values', () => {
    const pattern = '^[a-z0-9]+(-[a-z0-9]+)*$'
    const value = Array.from({ length: 20_000 }, (_, index) => `some-slug-of-an-article-${index}`)
    expect(encode({ items: { pattern } }, value).length).toBeGreaterThan(0)
  })

  it('that nobody can decide refuse the value, naming the pattern', () => {
    expect(() => encode({ pattern: '^(a+)+\\1$' }, hostile)).toThrow(
      expect.objectContaining({
        kind: 'INVALID_VALUE',
        reason: expect.stringMatching(/'\^\(a\+\)\+\\1\$' takes too many steps/),
      }),
    )
  })

  it('in Java’s dialect, as registries hold them, are understood', () => {
    expect(encode({ pattern: '(?i)^ab$' }, 'AB').toString()).toBe('"AB"')
    expect(() => encode({ pattern: '(?i)^ab$' }, 'ABC')).toThrow(/must match pattern/)
  })

  it('that are none make the schema unusable', () => {
    expect(() => encode({ pattern: '(' }, 'x')).toThrow(
      expect.objectContaining({ kind: 'UNUSABLE_SCHEMA' }),
    )
  })

  it('of formats are bounded as well', () => {
    expect(encode({ format: 'url' }, 'http://example.org/a').length).toBeGreaterThan(0)
    expect(() => encode({ format: 'url' }, `http://${'a@:'.repeat(300_000)} `)).toThrow(/format/)
  })
})
