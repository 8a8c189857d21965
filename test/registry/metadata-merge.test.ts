import { describe, expect, it } from 'vitest'
import type { Rule } from '../../src/model/rule-set.ts'
import {
  mergeMetadata,
  mergeRuleSets,
  versionProperty,
  withVersionProperty,
  withoutVersionProperty,
} from '../../src/registry/metadata-merge.ts'
import { metadata, properties } from './vectors.ts'

function rule(name: string, expr: string): Rule {
  return { name, kind: 'CONDITION', mode: 'WRITE', type: 'CEL', expr, disabled: false }
}

describe('merging metadata', () => {
  it('lets the right side win key by key', () => {
    const left = metadata({
      tags: { a: ['1'], b: ['1'] },
      properties: { owner: 'red', team: 'x' },
      sensitive: ['owner'],
    })
    const right = metadata({
      tags: { b: ['2'] },
      properties: { owner: 'blue' },
      sensitive: ['key'],
    })
    const merged = mergeMetadata(left, right)
    expect(merged?.tags).toEqual(
      new Map([
        ['a', ['1']],
        ['b', ['2']],
      ]),
    )
    expect(merged?.properties).toEqual(
      new Map([
        ['owner', 'blue'],
        ['team', 'x'],
      ]),
    )
    expect(merged?.sensitive).toEqual(['owner', 'key'])
  })

  it('keeps the only side there is, and nothing of two absent ones', () => {
    const only = properties({ owner: 'blue' })
    expect(mergeMetadata(only, undefined)).toBe(only)
    expect(mergeMetadata(undefined, only)).toBe(only)
    expect(mergeMetadata(undefined, undefined)).toBeUndefined()
  })

  it('treats a property called __proto__ as a property', () => {
    const hostile = metadata(JSON.parse('{"properties":{"__proto__":"x"}}') as object)
    expect(mergeMetadata(properties({ a: 'b' }), hostile)?.properties?.get('__proto__')).toBe('x')
  })
})

describe('merging rule sets', () => {
  it('replaces rules of the same name and puts the right list last', () => {
    const left = { domainRules: [rule('a', '1'), rule('b', '1')], enableAt: 'ALL' } as const
    const right = { domainRules: [rule('c', '2'), rule('a', '2')] }
    const merged = mergeRuleSets(left, right)
    expect(merged?.domainRules?.map(({ name, expr }) => `${name}${expr}`)).toEqual([
      'b1',
      'c2',
      'a2',
    ])
    expect(merged?.enableAt).toBe('ALL')
  })

  it('merges each list by itself, and takes the right place to run', () => {
    const left = { migrationRules: [rule('a', '1')], enableAt: 'ALL' } as const
    const right = { domainRules: [rule('a', '2')], enableAt: 'CLIENT' } as const
    const merged = mergeRuleSets(left, right)
    expect(merged?.migrationRules).toHaveLength(1)
    expect(merged?.domainRules).toHaveLength(1)
    expect(merged?.enableAt).toBe('CLIENT')
  })
})

describe('the version property', () => {
  it('is set, also where there was no metadata', () => {
    expect(versionProperty(withVersionProperty(undefined, 3))).toBe('3')
    expect(versionProperty(withVersionProperty(properties({ 'confluent:version': '1' }), 2))).toBe(
      '2',
    )
  })

  it('is taken away and leaves the rest', () => {
    const rest = withoutVersionProperty(properties({ 'confluent:version': '1', owner: 'blue' }))
    expect(rest.properties).toEqual(new Map([['owner', 'blue']]))
  })
})
