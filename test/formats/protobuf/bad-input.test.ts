import { describe, expect, test } from 'vitest'
import { protobufFormat } from '../../../src/formats/protobuf/protobuf-format.ts'
import { parsed, refusalOf } from './protobuf-vectors.ts'

const proto3 = 'syntax = "proto3"; '

describe('nesting without end is refused', () => {
  test.each([
    ['messages', proto3 + 'message A {'.repeat(10_000)],
    ['groups', 'message A {' + 'optional group G = 1 {'.repeat(10_000)],
    ['option messages', proto3 + 'option a = ' + '{a:'.repeat(10_000)],
    ['option lists', proto3 + 'option a = ' + '['.repeat(10_000)],
    ['maps', proto3 + 'message A { ' + 'map<string,'.repeat(10_000)],
  ])('of %s', (_what, text) => {
    expect(refusalOf(() => parsed(text))).toMatch(/nested deeper than 100 levels$/)
  })
})

describe('imports', () => {
  test('may form a circle', () => {
    const a = proto3 + 'import "b.proto"; message A { B b = 1; }'
    const b = proto3 + 'import "a.proto"; message B { A a = 1; }'
    const schema = parsed(a, { 'b.proto': b, 'a.proto': a })
    expect(protobufFormat.canonicalText(protobufFormat.normalize(schema))).toContain('.B b = 1;')
  })

  test('that are missing do no harm until a type is', () => {
    const schema = parsed(proto3 + 'import "missing.proto"; message A { int32 a = 1; }')
    expect(protobufFormat.canonicalText(protobufFormat.normalize(schema))).toContain(
      'missing.proto',
    )
  })

  test('are visible through other imports', () => {
    const schema = parsed(proto3 + 'import "a.proto"; message A { c.C c = 1; }', {
      'a.proto': proto3 + 'import "c.proto";',
      'c.proto': proto3 + 'package c; message C {}',
    })
    expect(protobufFormat.canonicalText(protobufFormat.normalize(schema))).toContain('.c.C c = 1;')
  })

  test('that are no Protobuf are refused', () => {
    const text = proto3 + 'import "a.proto"; message A {}'
    expect(refusalOf(() => parsed(text, { 'a.proto': '{' }))).toMatch(/^Could not parse Protobuf/)
  })
})

describe('names that JavaScript has a meaning for', () => {
  const text =
    proto3 +
    'package constructor; message __proto__ { toString constructor = 1 [(hasOwnProperty) = 1, __proto__ = 2]; message toString {} } enum valueOf { __defineGetter__ = 0; }'

  test('are names', () => {
    const schema = parsed(text)
    expect(protobufFormat.canonicalText(protobufFormat.normalize(schema))).toContain(
      '.constructor.__proto__.toString constructor = 1',
    )
    expect(protobufFormat.recordName(schema)).toBe('constructor.__proto__')
    expect(protobufFormat.formattedText(schema, 'serialized')).not.toBe('')
    const options = { policy: 'STRICT', strictness: 'sound' } as const
    expect(protobufFormat.compare(schema, schema, options)).toEqual([])
  })

  test('are no bundled imports', () => {
    const schema = parsed(proto3 + 'import "constructor"; import "__proto__"; message A {}')
    expect(schema.dependencies.size).toBe(0)
  })
})

test('long package names and many fields stay cheap', () => {
  const text = `${proto3} package ${'a.'.repeat(20_000)}b; message A { ${Array.from(
    { length: 2_000 },
    (_, index) => `A f${index} = ${index + 1};`,
  ).join('')} }`
  expect(protobufFormat.recordName(protobufFormat.normalize(parsed(text)))).toMatch(/\.b\.A$/)
})

test('text that is not UTF-8 any more is still text', () => {
  const schema = parsed(proto3 + 'option java_package = "\uFFFD\uD800";')
  expect(schema.canonicalText).toContain('\uFFFD')
})

describe('half a megabyte of one thing is compared, checked and written', () => {
  const many = (count: number, text: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => text(index)).join('')

  test.each([
    ['oneofs', many(5_000, (i) => `oneof o${i} { int32 a${i} = ${i + 1}; }`)],
    ['reserved numbers', many(5_000, (i) => `reserved ${2 * i + 1};`)],
    [
      'fields of one large enum',
      `enum E { ${many(5_000, (i) => `C${i} = ${i};`)} } ${many(2_000, (i) => `E e${i} = ${i + 1};`)}`,
    ],
    ['values under one key', `option (a) = { ${many(10_000, (i) => `k: ${i} `)} };`],
  ])('%s', (_what, body) => {
    const [reader, writer] = [
      parsed(`${proto3} message A { ${body} }`),
      parsed(`${proto3} message A { ${body} }`),
    ]
    const options = { policy: 'STRICT', strictness: 'sound', protobufRules: 'FILE' } as const
    expect(protobufFormat.compare(reader, writer, options)).toEqual([])
    expect(
      parsed(protobufFormat.formattedText(reader, 'serialized')).file.declarations,
    ).toHaveLength(1)
  })
})

describe('options that are set thousands of times', () => {
  const count = 20_000
  const head =
    proto3 +
    'import "google/protobuf/descriptor.proto"; extend google.protobuf.FieldOptions { M m = 50000; } ' +
    'message M { repeated int32 i = 1; } message F { string a = 1 '

  test.each([
    ['one repeated member', (i: number) => `(m).i = ${i}`],
    ['a member each', (i: number) => `(m).x${i} = 1`],
    ['members of members', (i: number) => `(m).x.y${i}.z = 1`],
  ])('are merged in time that grows with their number: %s', (_what, setting) => {
    const settings = Array.from({ length: count }, (_, i) => setting(i))
    const schema = parsed(`${head}[${settings.join()}]; }`)
    const started = performance.now()
    protobufFormat.normalize(schema)
    // Merging them one after another took minutes.
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
