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
    ['orders-value', 'OrdersValue'],
    [':.ctx:my.topic-key', 'CtxMyTopicKey'],
    ['--', 'Schema'],
  ])('of subject %s are called %s', (subject, name) => {
    expect(typeNameOf(subject)).toBe(name)
  })
})
