import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SchemaContent } from '../../src/model/schema.ts'
import { createResemblances, mayResemble, resemblanceOf } from '../../src/registry/resemblances.ts'
import { mayMatch } from '../../src/registry/same-schema.ts'
import { properties } from './vectors.ts'

function content(schemaText: string, more: Partial<SchemaContent> = {}): SchemaContent {
  const none = { references: [], metadata: undefined, ruleSet: undefined }
  return { schemaType: 'AVRO', schemaText, ...none, ...more }
}

const entries = fc.uniqueArray(fc.tuple(fc.string(), fc.integer()), {
  selector: ([key]) => key,
  minLength: 1,
})

describe('a resemblance', () => {
  it('does not change with the order of members', () => {
    fc.assert(
      fc.property(entries, (members) => {
        const print = (list: typeof members) => content(JSON.stringify(Object.fromEntries(list)))
        expect(resemblanceOf(print(members.toReversed()))).toEqual(resemblanceOf(print(members)))
      }),
    )
  })

  it('holds for every pair that may match', () => {
    const metadata = fc.constantFrom(
      undefined,
      {},
      properties({ 'confluent:version': '1' }),
      properties({ 'confluent:version': '2' }),
      properties({ a: 'b' }),
      properties({ a: 'b', 'confluent:version': '1' }),
    )
    fc.assert(
      fc.property(metadata, metadata, (offered, stored) => {
        const [a, b] = [content('x', { metadata: offered }), content('x', { metadata: stored })]
        const allowed = mayResemble(resemblanceOf(a), resemblanceOf(b))
        expect(allowed || !mayMatch(a, b, 1)).toBe(true)
      }),
    )
  })

  it('tells apart texts, types, metadata and rules', () => {
    const all = [
      content('{"a":1}'),
      content('{"a":2}'),
      content('{"a":1}', { schemaType: 'JSON' }),
      content('{"a":1}', { metadata: properties({ a: 'b' }) }),
      content('{"a":1}', { ruleSet: {} }),
    ]
    expect(new Set(all.map((one) => resemblanceOf(one).key)).size).toBe(all.length)
  })

  it('is always possible between a schema without references and one with', () => {
    const reference = { name: 'n', subject: 's', version: 1 }
    const inlined = resemblanceOf(content('x'))
    const referring = resemblanceOf(content('y', { references: [reference] }))
    expect(mayResemble(inlined, referring)).toBe(true)
    expect(mayResemble(referring, inlined)).toBe(false)
  })

  it('is remembered by guid', () => {
    const resemblances = createResemblances()
    expect(resemblances.recall('g1')).toBeUndefined()
    resemblances.remember('g1', content('x'))
    expect(resemblances.recall('g1')).toEqual(resemblanceOf(content('x')))
    expect(resemblances.recall('g2')).toBeUndefined()
  })
})

describe('matching', () => {
  const versioned = (n: number, more: Record<string, string> = {}) =>
    content('x', { metadata: properties({ 'confluent:version': String(n), ...more }) })

  it.each([
    ['ignores the stored version property', content('x'), versioned(1), true],
    ['takes empty metadata for none there', content('x', { metadata: {} }), versioned(1), true],
    ['keeps to the rest of the metadata', content('x'), versioned(1, { a: 'b' }), false],
    ['lets an offered version property name the version', versioned(4), content('x'), true],
    ['refuses a version property of another version', versioned(5), content('x'), false],
    ['compares two version properties as they are', versioned(3), versioned(3), true],
    ['tells two version properties apart', versioned(3), versioned(4), false],
    ['tells missing from empty metadata', content('x'), content('x', { metadata: {} }), false],
    ['keeps types apart', content('x'), content('x', { schemaType: 'JSON' }), false],
    ['keeps rule sets apart', content('x'), content('x', { ruleSet: {} }), false],
  ])('%s', (_, offered, stored, expected) => {
    expect(mayMatch(offered, stored, 4)).toBe(expected)
  })
})
