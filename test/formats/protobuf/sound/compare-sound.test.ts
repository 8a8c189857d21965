import protobuf from 'protobufjs'
import { describe, expect, test } from 'vitest'
import { protobufFormat } from '../../../../src/formats/protobuf/protobuf-format.ts'
import { parsed, readVectors, resolved } from '../protobuf-vectors.ts'
import type { Vector, VectorReferences } from '../protobuf-vectors.ts'

interface SoundVector extends Vector {
  readonly reader: string
  readonly writer: string
  readonly readerReferences?: VectorReferences
  readonly writerReferences?: VectorReferences
  /** Who wrote the data, when not the writer under comparison. */
  readonly dataWriter?: string
  /** `KIND path` of all that the sound rule book holds against the reader. */
  readonly kinds: readonly string[]
  readonly message: string
  /** What is written. */
  readonly value: Readonly<Record<string, unknown>>
  readonly through?: 'json'
  /** What the reader makes of it. */
  readonly damage?: { readonly reads?: unknown; readonly error?: string }
}

const shown = { longs: String, enums: String, bytes: String, defaults: true, json: true } as const

function typeOf(text: string, references: VectorReferences | undefined, name: string) {
  const root = new protobuf.Root()
  const texts = resolved(references).map(({ schemaText }) => schemaText)
  for (const one of [...texts, text]) protobuf.parse(one, root, { keepCase: true })
  root.resolveAll()
  return root.lookupType(name)
}

describe('every change that the reference misses', () => {
  const rows = readVectors<SoundVector>('sound-comparisons.json')

  test.each(rows)('$name ($source)', (row) => {
    const reader = parsed(row.reader, row.readerReferences)
    const writer = parsed(row.writer, row.writerReferences)
    const seen = (strictness: 'reference' | 'sound') =>
      protobufFormat
        .compare(reader, writer, { policy: 'STRICT', strictness })
        .filter(({ effect }) => effect !== 'none')
    expect(seen('reference')).toEqual([])
    expect(seen('sound').map(({ kind, path }) => `${kind} ${path}`)).toEqual(row.kinds)
  })

  test.each(rows.filter(({ through }) => through !== 'json'))('$name: the bytes show it', (row) => {
    const writer = typeOf(row.dataWriter ?? row.writer, row.writerReferences, row.message)
    const reader = typeOf(row.reader, row.readerReferences, row.message)
    const written = writer.fromObject({ ...row.value })
    const bytes = writer.encode(written).finish()
    const read = () => reader.toObject(reader.decode(bytes), shown)
    if (row.damage?.error !== undefined) {
      expect(read).toThrow(row.damage.error)
      return
    }
    expect(read()).toEqual(row.damage?.reads)
    expect(read()).not.toEqual(writer.toObject(written, shown))
  })

  test('covers all ten classes', () => {
    const classes = rows.map(({ source }) => Number(/class (\d+)/.exec(source)?.[1]))
    expect(new Set(classes)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
  })
})

describe('the sound rule book', () => {
  const compare = (reader: string, writer: string) =>
    protobufFormat
      .compare(parsed(reader), parsed(writer), { policy: 'STRICT', strictness: 'sound' })
      .map(({ kind, path, effect }) => `${kind} ${path} ${effect}`)

  test('lets a reader widen numbers and read texts as bytes', () => {
    const writer = 'syntax = "proto3"; message A { int32 a = 1; string b = 2; uint32 c = 3; }'
    const reader = 'syntax = "proto3"; message A { int64 a = 1; bytes b = 2; uint64 c = 3; }'
    expect(compare(reader, writer)).toEqual(['STRING_TO_BYTES #/A/2 none'])
  })

  test('lets a reader take one value as a list', () => {
    const writer = 'syntax = "proto3"; message A { int32 a = 1; }'
    expect(compare('syntax = "proto3"; message A { repeated int32 a = 1; }', writer)).toEqual([])
  })

  test('tells of rpcs and reservations without refusing', () => {
    const rpc = (type: string) =>
      `message A {} message B {} service S { rpc R(${type}) returns (A); }`
    expect(compare(`syntax = "proto3"; ${rpc('B')}`, `syntax = "proto3"; ${rpc('A')}`)).toEqual([
      'RPC_CHANGED #/S/R none',
    ])
    expect(
      compare(
        'syntax = "proto3"; message A {}',
        'syntax = "proto3"; message A { reserved 1, "x"; }',
      ),
    ).toEqual(['RESERVED_REMOVED #/A none'])
  })

  test('is undecided about types that cannot be resolved', () => {
    const text = 'syntax = "proto3"; message A { X x = 1; }'
    expect(compare(text, text)).toEqual(['TYPE_UNRESOLVED #/A/1 undecided'])
  })
})
