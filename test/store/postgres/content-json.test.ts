import { describe, expect, it } from 'vitest'
import type { Metadata } from '../../../src/model/metadata.ts'
import type { Rule, RuleSet } from '../../../src/model/rule-set.ts'
import { contentDigest } from '../../../src/store/postgres/content-json.ts'

function digest(metadata: Metadata | undefined, ruleSet?: RuleSet): string {
  const schema = { schemaType: 'AVRO', schemaText: '"int"', references: [] } as const
  return contentDigest({ ...schema, metadata, ruleSet }).toString('hex')
}

const rule: Rule = { name: 'r', type: 'CEL', kind: 'CONDITION', mode: 'READ', disabled: false }
const properties = new Map([['a', '1']])

describe('the digest of a content', () => {
  it.each<[string, Metadata, Metadata]>([
    ['no parts', {}, { tags: new Map(), properties: new Map(), sensitive: [] }],
    ['properties alone', { properties }, { properties, tags: new Map(), sensitive: [] }],
    ['sensitive names', { sensitive: ['a', 'b'] }, { sensitive: ['b', 'a'] }],
  ])('is the same for equal metadata: %s', (_, one, other) => {
    expect(digest(one)).toBe(digest(other))
  })

  it.each<[string, RuleSet, RuleSet]>([
    ['no lists', {}, { migrationRules: [], domainRules: [], encodingRules: [] }],
    ['one list', { domainRules: [rule] }, { domainRules: [rule], migrationRules: [] }],
    [
      'empty parts of a rule',
      { domainRules: [rule] },
      { domainRules: [{ ...rule, tags: [], params: new Map() }] },
    ],
  ])('is the same for equal rule sets: %s', (_, one, other) => {
    expect(digest(undefined, one)).toBe(digest(undefined, other))
  })

  it('tells contents apart whose hashed bytes are the same', () => {
    const metadata: readonly (Metadata | undefined)[] = [
      undefined,
      {},
      { properties },
      { properties: new Map([['a1', '']]) },
      { sensitive: ['a1'] },
      { tags: new Map([['a1', []]]) },
      { tags: new Map([['a', ['1']]]) },
    ]
    const ruleSets: readonly RuleSet[] = [
      {},
      { domainRules: [rule] },
      { encodingRules: [rule] },
      { domainRules: [{ ...rule, doc: '' }] },
      { domainRules: [rule], enableAt: 'ALL' },
      { enableAt: 'ALL' },
    ]
    const digests = [
      ...metadata.map((one) => digest(one)),
      ...ruleSets.map((one) => digest(undefined, one)),
    ]
    expect(new Set(digests).size).toBe(digests.length)
  })
})
