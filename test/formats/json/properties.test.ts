import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonFormat } from '../../../src/formats/json/json-format.ts'
import { instance, schemaPair, schemaValue } from './generated-schemas.ts'
import type { SchemaValue } from './generated-schemas.ts'
import { faultOf, parse } from './reading.ts'

const sound = { policy: 'STRICT', strictness: 'sound' } as const
const reference = { policy: 'STRICT', strictness: 'reference' } as const
const options = { strict: false, validateFormats: false, ownProperties: true }

const drafts = [
  {
    name: 'draft 7',
    uri: 'http://json-schema.org/draft-07/schema#',
    create: () => new Ajv(options),
  },
  {
    name: '2020-12',
    uri: 'https://json-schema.org/draft/2020-12/schema',
    create: () => new Ajv2020(options),
  },
]

function withDraft(schema: SchemaValue, uri: string): SchemaValue {
  return typeof schema === 'boolean' ? schema : { $schema: uri, ...schema }
}

describe.each(drafts)('generated schemas of $name', ({ uri, create }) => {
  test('what the sound rule book calls compatible, data confirms', () => {
    const ajv = create()
    fc.assert(
      fc.property(
        schemaPair,
        fc.array(instance, { minLength: 50, maxLength: 50 }),
        ([from, to], values) => {
          const writer = withDraft(from, uri)
          const reader = withDraft(to, uri)
          const differences = jsonFormat.compare(parse(reader), parse(writer), sound)
          if (differences.some(({ effect }) => effect !== 'none')) return
          const isWritten = ajv.compile(writer)
          const isRead = ajv.compile(reader)
          const lost = values.filter((value) => isWritten(value) && !isRead(value))
          expect(lost).toEqual([])
        },
      ),
      { numRuns: 150 },
    )
  })

  test('what it calls incompatible or undecided is never an equal text', () => {
    fc.assert(
      fc.property(schemaValue, (schema) => {
        const parsed = parse(withDraft(schema, uri))
        const differences = jsonFormat.compare(parsed, parse(withDraft(schema, uri)), sound)
        expect(differences.filter(({ effect }) => effect !== 'none')).toEqual([])
      }),
    )
  })

  test('every schema reads itself', () => {
    fc.assert(
      fc.property(schemaValue, (schema) => {
        const text = withDraft(schema, uri)
        const differences = jsonFormat.compare(parse(text), parse(text), reference)
        expect(differences.filter(({ effect }) => effect !== 'none')).toEqual([])
      }),
    )
  })

  test('canonical text is a fixed point, normalisation too', () => {
    fc.assert(
      fc.property(schemaValue, (schema) => {
        const parsed = parse(withDraft(schema, uri))
        const canonical = jsonFormat.canonicalText(parsed)
        expect(jsonFormat.canonicalText(parse(canonical))).toBe(canonical)
        const normal = jsonFormat.normalize(parsed)
        expect(jsonFormat.normalize(normal).main.root).toEqual(normal.main.root)
        expect(JSON.parse(jsonFormat.canonicalText(normal))).toEqual(JSON.parse(canonical))
      }),
    )
  })

  test('what the reference rules load, they compare with anything that loads', () => {
    fc.assert(
      fc.property(schemaValue, schemaValue, (from, to) => {
        const writer = parse(withDraft(from, uri))
        const reader = parse(withDraft(to, uri))
        expect(faultOf(() => jsonFormat.compare(reader, writer, reference))).toBeUndefined()
      }),
    )
  })
})
