import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLogical } from '../../../src/formats/logical/parse.ts'
import { printLogical } from '../../../src/formats/logical/print.ts'
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
