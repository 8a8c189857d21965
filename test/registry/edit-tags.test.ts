import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Rule, RuleSet } from '../../src/model/rule-set.ts'
import { printSubject } from '../../src/model/subject.ts'
import type { TagRequest } from '../../src/registry/offers.ts'
import type { Registry } from '../../src/registry/registry.ts'
import {
  caller,
  freshName,
  offer,
  openTestRegistry,
  plain,
  record,
  refusal,
  registerAll,
} from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

const nothing: TagRequest = {
  newVersion: undefined,
  tagsToAdd: [],
  tagsToRemove: [],
  metadata: undefined,
  ruleSet: undefined,
  rulesToMerge: undefined,
  rulesToRemove: [],
}
const field = (path: string, ...tags: readonly string[]) =>
  ({ entityPath: path, entityType: 'sr_field', tags }) as const
const rule = (name: string, type = 'CEL'): Rule => ({
  name,
  kind: 'CONDITION',
  mode: 'WRITE',
  type,
  disabled: false,
})
const rules = (...domainRules: readonly Rule[]): RuleSet => ({ domainRules })

// Rest-api 2.4, `POST …/tags`, 3.11.
describe('editing tags', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
  })
  afterAll(() => opened.close())

  it('registers the next version with the tags, stamped with its number', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A', 'x', 'y'))
    const edit = { ...nothing, newVersion: 2, tagsToAdd: [field('A.x', 'PII', 'SECRET')] }
    const answer = await registry.editTags(name, 1, edit, caller)
    expect(answer).toMatchObject({ version: 2, schemaId: 2 })
    expect(answer.content.metadata?.properties).toEqual(new Map([['confluent:version', '2']]))
    const stored = await registry.readVersion(name, 2, { ...plain, findTags: ['*'] })
    expect(stored.schemaTags).toEqual([field('A.x', 'PII', 'SECRET')])
    expect(stored.content.schemaText).toContain('"confluent:tags":["PII","SECRET"]')
  })

  it('adds before it removes, and keeps what was there first', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A', 'x'))
    const add = (...tags: readonly string[]) => ({ tagsToAdd: [field('A.x', ...tags)] })
    await registry.editTags(name, 1, { ...nothing, newVersion: 2, ...add('a', 'b') }, caller)
    const edit = { ...nothing, ...add('c', 'a', 'd'), tagsToRemove: [field('A.x', 'b', 'd')] }
    await registry.editTags(name, 'latest', edit, caller)
    const stored = await registry.readVersion(name, 3, { ...plain, findTags: ['*'] })
    expect(stored.schemaTags).toEqual([field('A.x', 'a', 'c')])
    const remove = { ...nothing, tagsToRemove: [field('A.x', 'a', 'c')] }
    await registry.editTags(name, 'latest', remove, caller)
    const bare = await registry.readVersion(name, 4, { ...plain, findTags: ['*'] })
    expect(bare.schemaTags ?? []).toEqual([])
    expect(bare.content.schemaText).toBe(record('A', 'x'))
  })

  it('keeps the metadata of the version, unless some is sent', async () => {
    const name = freshName()
    const owned = (owner: string) => ({ properties: new Map([['owner', owner]]) })
    await registerAll(registry, name, offer(record('A', 'x'), { metadata: owned('a') }))
    const edit = { ...nothing, tagsToAdd: [field('A.x', 't')] }
    const kept = await registry.editTags(name, 1, edit, caller)
    expect(kept.content.metadata?.properties).toEqual(
      new Map([
        ['owner', 'a'],
        ['confluent:version', '2'],
      ]),
    )
    const sent = await registry.editTags(name, 2, { ...nothing, metadata: owned('b') }, caller)
    expect(sent.content.metadata?.properties?.get('owner')).toBe('b')
    expect(sent.version).toBe(3)
  })

  it('refuses a version that is not the next one', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A', 'x'))
    for (const newVersion of [1, 3, 2_147_483_647]) {
      const edit = { ...nothing, newVersion, tagsToAdd: [field('A.x', 't')] }
      expect(await refusal(registry.editTags(name, 1, edit, caller))).toBe(
        '42201 Version is not one more than previous version',
      )
    }
  })

  it('refuses a path that leads nowhere', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A', 'x'))
    const edit = { ...nothing, tagsToAdd: [field('A.nobody', 't')] }
    expect(await refusal(registry.editTags(name, 1, edit, caller))).toMatch(
      /^42201 .*No matching path 'A\.nobody' found in the schema/,
    )
  })

  it('knows the version only while it is live', async () => {
    const name = freshName()
    const missing = `40401 Subject '${printSubject(name)}' not found.`
    expect(await refusal(registry.editTags(name, 1, nothing, caller))).toBe(missing)
    await registerAll(registry, name, record('A'), record('B'))
    expect(await refusal(registry.editTags(name, 9, nothing, caller))).toBe(
      '40402 Version 9 not found.',
    )
    await registry.deleteVersion(name, 1, false, caller)
    expect(await refusal(registry.editTags(name, 1, nothing, caller))).toBe(
      '40402 Version 1 not found.',
    )
  })

  it('refuses names that are no subjects first', async () => {
    for (const name of [
      { context: '.', subject: '__EMPTY' },
      { context: '.__GLOBAL', subject: 'x' },
    ]) {
      expect(await refusal(registry.editTags(name, 1, nothing, caller))).toBe(
        `42208 The specified subject '${printSubject(name)}' is not a valid.`,
      )
    }
  })

  describe('with rules', () => {
    it('replaces, merges and removes them', async () => {
      const name = freshName()
      const edit = async (request: Partial<TagRequest>) => {
        const answer = await registry.editTags(name, 'latest', { ...nothing, ...request }, caller)
        return (answer.content.ruleSet?.domainRules ?? []).map((r) => `${r.name}:${r.type}`)
      }
      await registerAll(registry, name, record('A'))
      expect(await edit({ ruleSet: rules(rule('a'), rule('b')) })).toEqual(['a:CEL', 'b:CEL'])
      expect(await edit({ rulesToMerge: rules(rule('a', 'JSONATA'), rule('c')) })).toEqual([
        'b:CEL',
        'a:JSONATA',
        'c:CEL',
      ])
      expect(await edit({ rulesToMerge: rules(rule('d')), rulesToRemove: ['a', 'b'] })).toEqual([
        'c:CEL',
        'd:CEL',
      ])
      expect(await edit({ rulesToRemove: ['c', 'nobody'] })).toEqual(['d:CEL'])
      // Before number 0 comes -1, which is the latest.
      expect(await edit({ newVersion: 0, rulesToMerge: rules(rule('e')) })).toEqual([
        'd:CEL',
        'e:CEL',
      ])
      expect(await edit({ newVersion: 0, rulesToRemove: ['e'] })).toEqual(['d:CEL'])
      expect(await edit({})).toEqual(['d:CEL'])
    })

    it('refuses two sources of rules, and rules that are none', async () => {
      const name = freshName()
      await registerAll(registry, name, record('A'))
      const edit = (request: Partial<TagRequest>) =>
        refusal(registry.editTags(name, 1, { ...nothing, ...request }, caller))
      const both = '42210 ruleSet should be omitted if specifying rulesToMerge or rulesToRemove'
      expect(await edit({ ruleSet: rules(), rulesToMerge: rules() })).toBe(both)
      expect(await edit({ ruleSet: rules(), rulesToRemove: ['a'] })).toBe(both)
      const twice = rules(rule('a'), rule('a'))
      expect(await edit({ ruleSet: twice })).toBe("42210 Found rule with duplicate name 'a'")
      expect(await edit({ rulesToMerge: twice })).toBe("42210 Found rule with duplicate name 'a'")
    })
  })
})

// Rest-api 3.12.
describe('editing tags on a server that drops rule sets', () => {
  let opened: TestRegistry
  beforeAll(async () => {
    opened = await openTestRegistry({ ruleSets: 'drop' })
  })
  afterAll(() => opened.close())

  it('ignores an invalid rule set, validates rules to merge, and stores none', async () => {
    const { registry } = opened
    const name = freshName()
    const twice = rules(rule('a'), rule('a'))
    await registerAll(registry, name, record('A'))
    const edit = (request: Partial<TagRequest>) =>
      registry.editTags(name, 1, { ...nothing, ...request }, caller)
    const ignored = await edit({ ruleSet: twice, rulesToMerge: rules(rule('b')) })
    expect(ignored.content.ruleSet).toBeUndefined()
    expect(ignored.version).toBe(2)
    expect(await refusal(edit({ rulesToMerge: twice }))).toMatch(/^42210 /)
  })
})
