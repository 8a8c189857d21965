import { create, createFileRegistry, fromBinary, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt'
import { describe, expect, test } from 'vitest'
import { checkDescriptor } from '../../../src/formats/protobuf/descriptor-check.ts'
import { protobufFormat } from '../../../src/formats/protobuf/protobuf-format.ts'
import { bundledPaths, bundledText } from '../../../src/formats/protobuf/well-known.ts'
import { parsed, readVectors, refusalOf } from './protobuf-vectors.ts'
import type { Vector, VectorReferences } from './protobuf-vectors.ts'

function serialized(text: string, references?: VectorReferences): string {
  return protobufFormat.formattedText(parsed(text, references), 'serialized')
}

/** The descriptor as another client reads it. */
function readElsewhere(base64: string, name = 'default'): FileDescriptorProto {
  const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(base64, 'base64'))
  file.name = name
  return file
}

describe('validateFields', () => {
  interface CheckVector extends Vector {
    readonly schema: string
    readonly refused: string
    /** Refused without validateFields, too. */
    readonly always: boolean
  }
  test.each(readVectors<CheckVector>('descriptor-checks.json'))(
    'refuses $name ($source)',
    (row) => {
      const validate = (validateFields: boolean) => () =>
        protobufFormat.validate(parsed(row.schema), { validateFields, strictness: 'reference' })
      expect(refusalOf(validate(true))).toBe(row.refused)
      if (row.always) expect(refusalOf(validate(false))).toBe(row.refused)
      else expect(validate(false)).not.toThrow()
    },
  )

  const text = (imports: string): string =>
    `syntax = "proto3"; package p; ${imports} message U { Leaf l = 1; }`
  const leaf = 'syntax = "proto3"; package p; message Leaf {}'
  const validate = (imports: string, references: VectorReferences) => () =>
    protobufFormat.validate(parsed(text(imports), references), {
      validateFields: true,
      strictness: 'reference',
    })
  const notDefined = 'Invalid protobuf schema definition: p.U.l: "Leaf" is not defined.'

  // Rest-api 3.5 E, Appendix B: references alone do not make types visible.
  test.each([
    ['without an import', '', { 'leaf.proto': leaf }, notDefined],
    [
      'behind an import that is not public',
      'import "middle.proto";',
      { 'middle.proto': 'syntax = "proto3"; import "leaf.proto";', 'leaf.proto': leaf },
      notDefined,
    ],
    [
      'beside an import that is nowhere',
      'import "leaf.proto"; import "gone.proto";',
      { 'leaf.proto': leaf },
      'Invalid protobuf schema definition: gone.proto: Import "gone.proto" was not found.',
    ],
  ])('refuses a referenced type %s', (_how, imports, references, refused) => {
    expect(refusalOf(validate(imports, references))).toBe(refused)
  })

  test.each([
    ['imported', 'import "leaf.proto";', { 'leaf.proto': leaf }],
    [
      'imported publicly from an import',
      'import "middle.proto";',
      { 'middle.proto': 'syntax = "proto3"; import public "leaf.proto";', 'leaf.proto': leaf },
    ],
    [
      'imported, beside a weak import',
      'import "leaf.proto"; import weak "gone.proto";',
      { 'leaf.proto': leaf },
    ],
  ])('takes a referenced type that is %s', (_how, imports, references) => {
    expect(validate(imports, references)).not.toThrow()
  })
})

describe('a serialized schema', () => {
  test('builds in another client, imports and all', () => {
    const set = create(FileDescriptorSetSchema)
    const add = (path: string): void => {
      if (set.file.some(({ name }) => name === path)) return
      const file = readElsewhere(serialized(bundledText(path) ?? ''), path)
      for (const dependency of file.dependency) add(dependency)
      set.file.push(file)
    }
    for (const path of bundledPaths) add(path)
    const text = `syntax = "proto3"; package p; import "google/protobuf/timestamp.proto";
      message A { map<string, B> some_map = 1; optional int32 o = 2; google.protobuf.Timestamp t = 3;
        oneof x { string s = 4; B b = 5; } message B { E e = 1; } enum E { Z = 0; } }
      service S { rpc R(A) returns (stream A.B); }`
    set.file.push(readElsewhere(serialized(text)))
    const registry = createFileRegistry(set)
    const message = registry.getMessage('p.A')
    expect(message?.fields.map(({ name, fieldKind }) => `${name} ${fieldKind}`)).toEqual([
      's scalar',
      'b message',
      'some_map map',
      'o scalar',
      't message',
    ])
    expect(message?.oneofs.map(({ name }) => name)).toEqual(['x'])
    expect(registry.getService('p.S')?.methods[0]?.methodKind).toBe('server_streaming')
  })

  test('carries custom options as their extensions encode them', () => {
    const text = `syntax = "proto3"; import "confluent/meta.proto";
      message A { string a = 1 [(confluent.field_meta) = { tags: ["PII"] params: { key: "k", value: "v" } }]; }`
    const file = readElsewhere(serialized(text))
    const [unknown] = file.messageType[0]?.field[0]?.options?.$unknown ?? []
    expect(unknown?.no).toBe(1088)
    const base64 = Buffer.from(toBinary(FileDescriptorProtoSchema, file)).toString('base64')
    expect(parsed(base64).canonicalText).toContain('tags: [\n      "PII"\n    ]')
  })

  test('says what proto3 optional fields and explicit JSON names are', () => {
    const file = readElsewhere(
      serialized(
        'syntax = "proto3"; message A { optional int32 a = 1 [json_name = "x"]; int32 b = 2; }',
      ),
    )
    const message = file.messageType[0]
    expect(
      message?.field.map(({ proto3Optional, jsonName }) => [proto3Optional, jsonName]),
    ).toEqual([
      [true, 'x'],
      [false, ''],
    ])
    expect(message?.oneofDecl.map(({ name }) => name)).toEqual(['_a'])
  })

  test('is refused where no descriptor can be built', () => {
    expect(refusalOf(() => serialized('syntax = "proto3"; message A { X x = 1; }'))).toBe(
      'Invalid protobuf schema definition: A.x: "X" is not defined.',
    )
  })
})

describe('base64 as input', () => {
  const text = 'syntax = "proto3"; package p; message A { int32 a = 1; map<string, A> m = 2; }'

  test('is the schema it describes, maps written out until it is normalised', () => {
    const schema = parsed(serialized(text))
    expect(schema.canonicalText).toContain('option map_entry = true;')
    expect(protobufFormat.canonicalText(protobufFormat.normalize(schema))).toBe(
      protobufFormat.canonicalText(protobufFormat.normalize(parsed(text))),
    )
  })

  test('may be what a reference holds', () => {
    const schema = parsed('syntax = "proto3"; import "a.proto"; message B { p.A a = 1; }', {
      'a.proto': serialized(text),
    })
    expect(() => checkDescriptor(schema)).not.toThrow()
  })

  test('of a whole set of files is refused with the fault of the text', () => {
    const set = create(FileDescriptorSetSchema, { file: [readElsewhere(serialized(text))] })
    const base64 = Buffer.from(toBinary(FileDescriptorSetSchema, set)).toString('base64')
    expect(refusalOf(() => parsed(base64))).toMatch(
      /^Could not parse Protobuf - Syntax error in :1:1/,
    )
  })

  test.each(['AAAA', 'CgdkZWZhdWx0Ig', `${'A'.repeat(4000)}`, 'CgM='])(
    '"%.20s" that holds none is refused',
    (base64) => {
      expect(refusalOf(() => parsed(base64))).toMatch(/^Could not parse Protobuf/)
    },
  )

  test('keeps editions, and writes reserved names as they do', () => {
    const edition =
      'edition = "2023"; message A { reserved x; string a = 1 [features.utf8_validation = NONE]; }'
    const schema = parsed(serialized(edition))
    expect(schema.file.syntax).toBe('2023')
    expect(schema.canonicalText).toContain('reserved x;')
    expect(schema.canonicalText).toContain('utf8_validation: NONE')
  })
})
