import { describe, expect, it } from 'vitest'
import { generateTypes, typeNameOf } from '../../../src/client/index.ts'
import type { TypeSource } from '../../../src/client/index.ts'
import { clientVectors } from '../client-vectors.ts'

interface TypeRow {
  readonly name: string
  readonly input: TypeSource
  readonly typescript: string
}

describe('generated types', () => {
  it.each(clientVectors<TypeRow>('types'))('of $name', async ({ input, typescript }) => {
    expect(await generateTypes(input)).toBe(typescript)
  })

  it('never let a schema end a comment or break out of a name', async () => {
    const schemaText = JSON.stringify({
      type: 'object',
      description: 'x */ evil()',
      properties: { 'a"; evil() //': { enum: ['*/'] } },
    })
    const text = await generateTypes({
      schemaType: 'JSON',
      rootName: '1 bad-name',
      schemaText,
      references: [],
    })
    expect(text).toContain('/** x * / evil() */')
    expect(text).toContain('"a\\"; evil() //"')
    expect(text).toContain('export interface _1_bad_name')
  })

  it('refuse Avro defaults that take for ever by the error of unusable schemas', async () => {
    let level: object = { type: 'record', name: 'L0', fields: [] }
    for (let depth = 1; depth < 9; depth++) {
      const type = { type: 'array', items: level }
      const field = { name: 'f', type, default: Array.from({ length: 10 }, () => ({})) }
      level = { type: 'record', name: `L${depth}`, fields: [field] }
    }
    const schemaText = JSON.stringify(level)
    const source = { rootName: 'Root', references: [], schemaType: 'AVRO', schemaText } as const
    await expect(generateTypes(source)).rejects.toMatchObject({ kind: 'UNUSABLE_SCHEMA' })
  })

  it('look for the anchors of a large document once', async () => {
    const values = Array.from({ length: 300_000 }, (_, place) => place)
    const names = Array.from({ length: 1000 }, (_, place) => `p${place}`)
    const properties = Object.fromEntries(names.map((name) => [name, { $ref: `#no-${name}` }]))
    const schemaText = JSON.stringify({ $defs: { large: { enum: values } }, properties })
    const source = { rootName: 'Root', references: [], schemaType: 'JSON', schemaText } as const
    expect(await generateTypes(source)).toContain('  p0?: unknown\n')
  })

  it.each(['interface', 'implements', 'await', 'class', 'Record', 'Buffer', 'Uint8Array'])(
    'rename what TypeScript would take for its own: %s',
    async (name) => {
      const input = { rootName: 'Root', references: [] }
      const avro = JSON.stringify({ type: 'record', name, fields: [] })
      const protobuf = `syntax = "proto3"; message ${name} { bytes b = 1; }`
      expect(await generateTypes({ ...input, schemaType: 'AVRO', schemaText: avro })).toContain(
        `export interface ${name}_ `,
      )
      expect(
        await generateTypes({ ...input, schemaType: 'PROTOBUF', schemaText: protobuf }),
      ).toContain(`export interface ${name}_ {\n  b?: Uint8Array`)
    },
  )

  it.each([
    {
      what: 'a schema that contains itself as a member of any name',
      schema: { type: 'object', additionalProperties: { $ref: '#' } },
      // A Record here would be an error TS2456.
      typescript: 'export type Root = { [name: string]: Root }\n',
    },
    {
      what: 'what an anchor names',
      schema: {
        properties: { a: { $ref: '#text' } },
        $defs: { x: { $anchor: 'text', type: 'string' } },
      },
      typescript:
        'export type text = string\n\nexport interface Root {\n  a?: text\n  [name: string]: unknown\n}\n',
    },
    {
      what: 'what an id with a hash names',
      schema: { $ref: '#text', definitions: { x: { $id: '#text', type: 'string' } } },
      typescript: 'export type text = string\n\nexport type Root = text\n',
    },
    {
      what: 'members whose names have a pattern',
      schema: {
        type: 'object',
        properties: { a: { type: 'string' } },
        patternProperties: { '^x': { type: 'number' } },
        additionalProperties: false,
      },
      typescript: 'export interface Root {\n  a?: string\n  [name: string]: unknown\n}\n',
    },
    {
      what: 'members of two kinds of names',
      schema: {
        type: 'object',
        patternProperties: { '^x': { type: 'number' } },
        additionalProperties: { type: 'string' },
      },
      typescript: 'export type Root = { [name: string]: unknown }\n',
    },
  ])('of JSON know $what', async ({ schema, typescript }) => {
    const schemaText = JSON.stringify(schema)
    const source = { schemaType: 'JSON' as const, schemaText, rootName: 'Root', references: [] }
    expect(await generateTypes(source)).toBe(typescript)
  })

  it.each([
    ['orders-value', 'OrdersValue'],
    [':.ctx:my.topic-key', 'CtxMyTopicKey'],
    ['--', 'Schema'],
  ])('of subject %s are called %s', (subject, name) => {
    expect(typeNameOf(subject)).toBe(name)
  })
})
