import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type {
  Declaration,
  LogicalSchema,
  LogicalType,
  TypeUse,
} from '../../../src/formats/logical/ast.ts'
import { compareLogical } from '../../../src/formats/logical/compare.ts'
import { logicalModeNames } from '../../../src/formats/logical/logical-modes.ts'
import { nativeText } from '../../../src/formats/logical/to-native/to-native.ts'
import { schemaTypes } from '../../../src/model/schema.ts'
import { translated } from './logical-vectors.ts'
import { commonSchemas } from './random-logical.ts'

/** A schema without its order of declarations, and without those that nothing uses. */
function comparable(schema: LogicalSchema): unknown {
  const used = new Map<string, Declaration>()
  const visit = (type: LogicalType): void => {
    const uses: readonly TypeUse[] =
      type.kind === 'map'
        ? [type.key, type.value]
        : 'element' in type
          ? [type.element]
          : 'fields' in type
            ? type.fields.map((field) => field.type)
            : []
    for (const use of uses) visit(use.type)
    if (type.kind !== 'ref' || used.has(type.name)) return
    const found = schema.declarations.find(({ name }) => name === type.name)
    if (found === undefined) return
    used.set(found.name, found)
    if (found.kind === 'struct') for (const field of found.fields) visit(field.type.type)
  }
  visit(schema.root.type)
  return { root: schema.root, used }
}

describe.each(schemaTypes)('%s', (schemaType) => {
  it('gives back what was translated into it', () => {
    fc.assert(
      fc.property(commonSchemas, (schema) => {
        const native = nativeText(schema, schemaType, 'Unused')
        expect(comparable(translated(schemaType, native).schema)).toEqual(comparable(schema))
      }),
      { numRuns: 150 },
    )
  })

  it('reads itself in every mode, either way', () => {
    fc.assert(
      fc.property(commonSchemas, (schema) => {
        const { schema: again } = translated(schemaType, nativeText(schema, schemaType, 'Unused'))
        for (const mode of logicalModeNames) {
          expect(compareLogical(again, schema, mode, 'backward')).toEqual([])
          expect(compareLogical(schema, again, mode, 'forward')).toEqual([])
        }
      }),
      { numRuns: 50 },
    )
  })
})
