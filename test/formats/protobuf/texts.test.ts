import { describe, expect, test } from 'vitest'
import { protobufFormat } from '../../../src/formats/protobuf/protobuf-format.ts'
import { parsed, readVectors, refusalOf } from './protobuf-vectors.ts'
import type { Vector, VectorReferences } from './protobuf-vectors.ts'

interface TextVector extends Vector {
  readonly schema: string
  readonly references?: VectorReferences
  readonly refused?: string
  readonly canonical?: string
  /** `null`: a type cannot be resolved. */
  readonly normalized?: string | null
  readonly ignoreExtensions?: string
  readonly recordName?: string | null
}

describe.each(['texts.json', 'observed-texts.json', 'refusals.json'])(
  'every text of %s',
  (file) => {
    test.each(readVectors<TextVector>(file))('$name ($source)', (row) => {
      if (row.refused !== undefined) {
        expect(refusalOf(() => parsed(row.schema, row.references))).toBe(row.refused)
        return
      }
      const schema = parsed(row.schema, row.references)
      expect(protobufFormat.canonicalText(schema)).toBe(row.canonical)
      if (row.normalized === null) {
        expect(refusalOf(() => protobufFormat.normalize(schema))).toMatch(
          /^Could not resolve type: /,
        )
      } else {
        expect(protobufFormat.canonicalText(protobufFormat.normalize(schema))).toBe(row.normalized)
      }
      if (row.ignoreExtensions !== undefined) {
        expect(protobufFormat.formattedText(schema, 'ignore_extensions')).toBe(row.ignoreExtensions)
        expect(protobufFormat.recordName(schema) ?? null).toBe(row.recordName)
      }
    })
  },
)

describe('a refusal', () => {
  test('says where, in words and as a place', () => {
    try {
      parsed('syntax = "proto3";\nmessage A {\n  int32 a = x;\n}')
      expect.unreachable()
    } catch (fault) {
      expect(fault).toMatchObject({
        name: 'SchemaFault',
        reason: 'Could not parse Protobuf - Syntax error in :3:13: expected an integer but was x',
        place: { line: 3, column: 13 },
      })
    }
  })

  test('of a type that cannot be resolved points at its use', () => {
    const schema = parsed('syntax = "proto3";\nmessage A {\n  X a = 1;\n}')
    const validate = () =>
      protobufFormat.validate(schema, { validateFields: false, strictness: 'reference' })
    expect(validate).toThrow('Could not resolve type: X (line 3, column 3)')
  })
})

describe('formatted text', () => {
  const schema = parsed('syntax = "proto3"; message A {}')

  test.each(['', 'default', 'DEFAULT', 'resolved', 'nonsense'])(
    'of format "%s" is canonical',
    (format) => {
      expect(protobufFormat.formattedText(schema, format)).toBe(schema.canonicalText)
    },
  )

  test('ignores the letter case of formats', () => {
    expect(protobufFormat.formattedText(schema, 'Serialized')).toBe(
      protobufFormat.formattedText(schema, 'serialized'),
    )
  })
})

test('top-level fields are those of all top-level messages, oneof members included', () => {
  const schema = parsed(
    'syntax = "proto3"; message A { int32 a = 1; oneof o { int32 b = 2; } message N { int32 c = 1; } } message B { int32 d = 1; }',
  )
  expect(protobufFormat.topLevelFields(schema)).toEqual(['a', 'b', 'd'])
})

test('texts that print alike are equivalent', () => {
  const one = parsed('syntax="proto3"; message A {} // first')
  expect(protobufFormat.equivalent(one, parsed('syntax = "proto3";message A{ }'))).toBe(true)
  expect(protobufFormat.equivalent(one, parsed('syntax = "proto3";message B{ }'))).toBe(false)
})
