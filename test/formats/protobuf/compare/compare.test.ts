import { describe, expect, test } from 'vitest'
import { protobufFormat } from '../../../../src/formats/protobuf/protobuf-format.ts'
import { parsed, readVectors, refusalOf } from '../protobuf-vectors.ts'
import type { Vector, VectorReferences } from '../protobuf-vectors.ts'

interface ComparisonVector extends Vector {
  readonly reader: string
  readonly writer: string
  readonly readerReferences?: VectorReferences
  readonly writerReferences?: VectorReferences
  readonly refused?: true
  /** `KIND path`, in order. */
  readonly differences?: readonly string[]
  readonly messages?: readonly string[]
}

const options = { policy: 'STRICT', strictness: 'reference' } as const

describe.each(['comparisons.json', 'observed-comparisons.json'])(
  'every comparison of %s',
  (file) => {
    test.each(readVectors<ComparisonVector>(file))('$name ($source)', (row) => {
      const compare = () =>
        protobufFormat.compare(
          parsed(row.reader, row.readerReferences),
          parsed(row.writer, row.writerReferences),
          options,
        )
      if (row.refused === true) {
        expect(refusalOf(compare)).toMatch(/^Could not parse Protobuf/)
        return
      }
      const found = compare()
      expect(found.map(({ kind, path }) => `${kind} ${path}`)).toEqual(row.differences)
      if (row.messages === undefined) return
      const breaking = found.filter(({ effect }) => effect === 'breaks')
      const messages = breaking.map((one) => protobufFormat.message(one, 'new-reads-old'))
      expect(messages).toEqual(row.messages)
    })
  },
)

describe('a difference', () => {
  test('points at both declarations, by name, line and column', () => {
    const writer = parsed('syntax = "proto3";\nmessage A {\n  int32 a = 1;\n}')
    const reader = parsed('syntax = "proto3";\nmessage A {\n\n    string b = 1;\n}')
    const [, changed] = protobufFormat.compare(reader, writer, options)
    expect(changed).toMatchObject({
      kind: 'FIELD_SCALAR_KIND_CHANGED',
      reader: { pointer: 'A.b', line: 4, column: 5 },
      writer: { pointer: 'A.a', line: 3, column: 3 },
      hint: expect.stringContaining('unused number') as string,
    })
  })

  test('of what is gone points at what it was in', () => {
    const writer = parsed(
      'syntax = "proto3";\nmessage A {\n  message B { oneof o { int32 a = 1; string b = 2; } }\n}',
    )
    const reader = parsed(
      'syntax = "proto3";\n\nmessage A {\n  message B { oneof o { string b = 2; } }\n}',
    )
    expect(protobufFormat.compare(reader, writer, options)).toMatchObject([
      { path: '#/A/B/o/1', reader: { pointer: 'A.B', line: 4, column: 3 } },
    ])
    const without = parsed('syntax = "proto3";\n\nmessage A {}')
    const [gone] = protobufFormat.compare(without, writer, options)
    expect(gone).toMatchObject({ path: '#/A/B', reader: { pointer: 'A', line: 3, column: 1 } })
  })

  test('in an import has no line in the text that imports it', () => {
    const text = 'syntax = "proto3"; import "x.proto"; message A { X x = 1; }'
    const imported = (version: number, type: string) => ({
      'x.proto': {
        subject: 'x',
        version,
        schema: `syntax = "proto3"; message X { ${type} a = 1; }`,
      },
    })
    const found = protobufFormat.compare(
      parsed(text, imported(2, 'string')),
      parsed(text, imported(1, 'int32')),
      options,
    )
    expect(found.map(({ reader }) => reader)).toEqual([
      { pointer: 'X.a', line: 0, column: 0 },
      { pointer: 'A.x', line: 1, column: 50 },
    ])
  })

  test('is worded for either direction', () => {
    const writer = parsed('syntax = "proto3"; message A {}')
    const [removed] = protobufFormat.compare(parsed('syntax = "proto3";'), writer, options)
    expect(removed && protobufFormat.sentence(removed, 'old-reads-new')).toBe(
      "The old schema is missing a MESSAGE type at path '#/A' in the new schema",
    )
  })
})

describe('a web of imported messages', () => {
  /** Messages that all refer to each other, of which the last one differs by its scalar. */
  function web(size: number, version: number, type: string): VectorReferences {
    const fields = Array.from({ length: size }, (_, index) => `M${index} f${index} = ${index + 1};`)
    const messages = Array.from({ length: size }, (_, index) => {
      const own = index === size - 1 ? `${type} x = ${size + 1};` : ''
      return `message M${index} { ${fields.join(' ')} ${own} }`
    })
    return {
      'web.proto': { subject: 'web', version, schema: `syntax = "proto3"; ${messages.join('\n')}` },
    }
  }
  const text = 'syntax = "proto3"; import "web.proto"; message A { M0 m = 1; }'

  test('without differences is compared in linear time', () => {
    const found = protobufFormat.compare(
      parsed(text, web(40, 2, 'int32')),
      parsed(text, web(40, 1, 'int64')),
      options,
    )
    expect(found).toEqual([])
  })

  test('that the reference would walk for ever still gets its verdict', () => {
    const found = protobufFormat.compare(
      parsed(text, web(40, 2, 'int32')),
      parsed(text, web(40, 1, 'string')),
      options,
    )
    const kinds = new Set(found.map(({ kind }) => kind))
    expect(kinds).toEqual(new Set(['FIELD_SCALAR_KIND_CHANGED', 'FIELD_NAMED_TYPE_CHANGED']))
    expect(found.length).toBeLessThan(5000)
  })
})
