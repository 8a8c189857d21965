import fc from 'fast-check'

/** A schema as a value. */
export type SchemaValue = boolean | { readonly [keyword: string]: unknown }

const names = ['a', 'b', 'ab', 'c'] as const
const name = fc.constantFrom(...names)
const scalar = fc.constantFrom<unknown>('a', 'bb', 1, 2, 2.5, true, null)
const small = fc.integer({ min: 0, max: 4 })

/** Keywords that may be left out. */
function some(
  keywords: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(keywords, { requiredKeys: [] })
}

const typeNames = fc.constantFrom(
  'string',
  'integer',
  'number',
  'boolean',
  'null',
  'object',
  'array',
)

/** Schemas of drafts 7 and 2020-12 as far as both say the same. */
export const schemaValue: fc.Arbitrary<SchemaValue> = fc.letrec<{ schema: SchemaValue }>((tie) => {
  const inner = tie('schema')
  const branches = fc.array(inner, { minLength: 1, maxLength: 3 })
  const leaf = fc.oneof(
    fc.boolean(),
    some({ type: fc.oneof(typeNames, fc.uniqueArray(typeNames, { minLength: 1, maxLength: 3 })) }),
    some({
      type: fc.constant('string'),
      minLength: small,
      maxLength: small,
      pattern: fc.constantFrom('^a', 'b$', '^[ab]+$'),
    }),
    some({
      type: fc.constantFrom('integer', 'number'),
      minimum: small,
      maximum: small,
      exclusiveMaximum: small,
      multipleOf: fc.constantFrom(1, 2, 0.5),
    }),
    some({ enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }) }),
    some({ const: scalar }),
  )
  const compound = fc.oneof(
    some({
      type: fc.constant('object'),
      properties: fc.dictionary(name, inner, { maxKeys: 3 }),
      required: fc.uniqueArray(name, { maxLength: 2 }),
      additionalProperties: inner,
      patternProperties: fc.dictionary(fc.constantFrom('^a', 'b$'), inner, { maxKeys: 1 }),
      propertyNames: fc.constantFrom({ maxLength: 1 }, { enum: ['a', 'ab'] }),
      minProperties: small,
      maxProperties: small,
    }),
    some({
      type: fc.constant('array'),
      items: inner,
      minItems: small,
      maxItems: small,
      uniqueItems: fc.boolean(),
      contains: inner,
    }),
    some({ anyOf: branches, type: typeNames }),
    some({ oneOf: branches }),
    some({ allOf: branches }),
    some({ not: inner }),
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    some({ if: inner, then: inner, else: inner }),
  )
  return { schema: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, compound) }
}).schema as fc.Arbitrary<SchemaValue>

/** A schema, and one that differs from it in a keyword somewhere. */
export const schemaPair: fc.Arbitrary<readonly [SchemaValue, SchemaValue]> = fc
  .tuple(schemaValue, schemaValue, fc.integer({ min: 0, max: 4 }))
  .map(([schema, other, at]) => [schema, graft(schema, other, { left: at })])

/** Puts `other` in the place of the n-th part, or mixes its keywords into it. */
function graft(schema: unknown, other: unknown, count: { left: number }): SchemaValue {
  if (count.left-- === 0) {
    const mixes = typeof schema === 'object' && typeof other === 'object'
    return (mixes ? { ...schema, ...other } : other) as SchemaValue
  }
  if (typeof schema !== 'object' || schema === null) return schema as SchemaValue
  const changed = Object.entries(schema).map(([keyword, value]) => {
    if (keyword === 'properties' || keyword === 'patternProperties') {
      const members = Object.entries(value as object)
      return [keyword, Object.fromEntries(members.map(([k, v]) => [k, graft(v, other, count)]))]
    }
    if (keyword.endsWith('Of') && Array.isArray(value)) {
      return [keyword, value.map((each) => graft(each, other, count))]
    }
    const holdsOne = /^(items|additionalProperties|contains|not|if|then|else)$/.test(keyword)
    return [keyword, holdsOne ? graft(value, other, count) : value]
  })
  return Object.fromEntries(changed) as SchemaValue
}

/** Values near the schemas above. */
export const instance: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom<unknown>('', 'a', 'b', 'ab', 'bb', 'aba', 'abcab', true, false, null),
    fc.constantFrom<unknown>(0, 1, 2, 3, 4, 5, 1.5, 2.5, 0.25, -1),
    fc.dictionary(fc.constantFrom(...names, 'zz'), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
})).value
