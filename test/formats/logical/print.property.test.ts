import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLogical } from '../../../src/formats/logical/parse.ts'
import { printLogical } from '../../../src/formats/logical/print.ts'
import { nativeText } from '../../../src/formats/logical/to-native/to-native.ts'
import { checkValidity } from '../../../src/formats/logical/validity.ts'
import { schemaTypes } from '../../../src/model/schema.ts'
import { faultOf } from './logical-vectors.ts'
import { logicalSchemas } from './random-logical.ts'

describe('printing', () => {
  it('gives a text that reads back as the same schema', () => {
    fc.assert(
      fc.property(logicalSchemas, (schema) => {
        expect(parseLogical(printLogical(schema))).toEqual(schema)
      }),
      { numRuns: 500 },
    )
  })
})

describe('whatever is written', () => {
  const cuts = fc.record({ at: fc.nat(), length: fc.nat(5), insert: fc.string({ maxLength: 3 }) })

  it('is read or refused with a fault', () => {
    fc.assert(
      fc.property(logicalSchemas, cuts, (schema, { at, length, insert }) => {
        const text = printLogical(schema)
        const from = at % (text.length + 1)
        const damaged = text.slice(0, from) + insert + text.slice(from + length)
        faultOf(() => parseLogical(damaged))
      }),
      { numRuns: 500 },
    )
  })

  it('becomes native or is refused with a fault', () => {
    fc.assert(
      fc.property(logicalSchemas, (schema) => {
        for (const schemaType of schemaTypes) faultOf(() => nativeText(schema, schemaType, 'Row'))
        checkValidity(schema, 'ICEBERG_V2')
      }),
      { numRuns: 300 },
    )
  })
})
