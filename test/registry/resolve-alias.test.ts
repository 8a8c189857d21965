import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { caller, openTestRegistry } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

// Rest-api 3.3.
describe('an alias', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
    const aliases: readonly (readonly [string, string])[] = [
      ['plain', 'target'],
      [':.ctx:plain', 'target'],
      ['across', ':.ctx:target'],
      [':.ctx:back', ':.:target'],
      ['slashed/a b', 'x/y%2Fz:q'],
      ['chained', 'plain'],
      ['empty', ''],
      ['self', 'self'],
      [':.ctx:', 'target'],
      ['', 'target'],
    ]
    for (const [subject, alias] of aliases) {
      await registry.updateConfig(parseSubject(subject), { alias }, caller)
    }
    await registry.updateConfig(
      parseSubject('keys'),
      { alias: 'data', aliasForDeks: 'secrets' },
      caller,
    )
    await registry.updateConfig(
      parseSubject('no-keys'),
      { alias: 'data', aliasForDeks: '' },
      caller,
    )
  })
  afterAll(() => opened.close())

  it.each([
    ['plain', 'target'],
    [':.ctx:plain', ':.ctx:target'],
    ['across', ':.ctx:target'],
    [':.ctx:back', 'target'],
    ['slashed/a b', 'x/y%2Fz:q'],
    ['chained', 'plain'],
    ['empty', 'empty'],
    ['self', 'self'],
    ['unheard-of', 'unheard-of'],
    [':.ctx:', ':.ctx:'],
    ['', ''],
    ['keys', 'data'],
  ])('leads from %j to %j', async (subject, target) => {
    const resolved = await registry.resolveAlias(parseSubject(subject), 'schemas')
    expect(resolved).toEqual(parseSubject(target))
  })

  it.each([
    ['keys', 'secrets'],
    ['no-keys', 'data'],
    ['plain', 'target'],
  ])('for encryption keys leads from %j to %j', async (subject, target) => {
    const resolved = await registry.resolveAlias(parseSubject(subject), 'deks')
    expect(resolved).toEqual(parseSubject(target))
  })
})
