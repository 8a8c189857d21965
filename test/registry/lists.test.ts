import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject, parseSubjectPrefix, printSubject } from '../../src/model/subject.ts'
import type { ListSchemasFilter } from '../../src/registry/offers.ts'
import type { Registry } from '../../src/registry/registry.ts'
import {
  all,
  caller,
  freshName,
  offer,
  openTestRegistry,
  record,
  recordOf,
  refusal,
  registerAll,
} from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

const noVersions = { deleted: false, deletedOnly: false, deletedAsNegative: false }

const anySchema: ListSchemasFilter = {
  prefix: parseSubjectPrefix(':*:'),
  aliases: false,
  deleted: false,
  latestOnly: false,
  ruleType: undefined,
  resourceType: undefined,
  associationTypes: [],
  lifecycles: [],
  page: all,
}

// Rest-api 2.2 to 2.4, 2.8, 3.2, 3.3.
describe('lists', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
    for (const subject of ['apple', 'banana', ':.a:apple', ':.a:cherry', ':.ab:apple']) {
      await registerAll(registry, parseSubject(subject), record('A'), record('B'))
    }
    await registry.deleteSubject(parseSubject('banana'), false, caller)
    await registry.deleteVersion(parseSubject(':.a:apple'), 2, false, caller)
  })
  afterAll(() => opened.close())

  describe('of subjects', () => {
    const list = (prefix: string, deleted: 'live' | 'all' | 'deleted-only' = 'live', page = all) =>
      registry.listSubjects(parseSubjectPrefix(prefix), deleted, page)

    it.each([
      [':*:', [':.a:apple', ':.a:cherry', ':.ab:apple', 'apple']],
      ['', ['apple']],
      ['ap', ['apple']],
      ['x', []],
      [':.a:', [':.a:apple', ':.a:cherry']],
      [':.a:c', [':.a:cherry']],
      [':.a', [':.a:apple', ':.a:cherry', ':.ab:apple']],
      [':.ab', [':.ab:apple']],
      [':*:ap', [':.a:apple', ':.ab:apple', 'apple']],
    ])('with prefix %j name %j', async (prefix, subjects) => {
      expect(await list(prefix)).toEqual(subjects)
    })

    it('call deleted only what has no live version', async () => {
      expect(await list(':*:', 'all')).toEqual([
        ':.a:apple',
        ':.a:cherry',
        ':.ab:apple',
        'apple',
        'banana',
      ])
      expect(await list(':*:', 'deleted-only')).toEqual(['banana'])
    })

    it('come in pages', async () => {
      expect(await list(':*:', 'live', { offset: 1, limit: 2 })).toEqual([
        ':.a:cherry',
        ':.ab:apple',
      ])
      expect(await list(':*:', 'live', { offset: 9, limit: 2 })).toEqual([])
    })
  })

  describe('of versions', () => {
    const list = (subject: string, options: Partial<typeof noVersions>, page = all) =>
      registry.listVersions(parseSubject(subject), { ...noVersions, ...options }, page)

    it('show live ones, all, or soft-deleted ones alone', async () => {
      expect(await list(':.a:apple', {})).toEqual([1])
      expect(await list(':.a:apple', { deleted: true })).toEqual([1, 2])
      expect(await list(':.a:apple', { deletedOnly: true })).toEqual([2])
      expect(await list('apple', { deletedOnly: true })).toEqual([])
    })

    it('prefer deletedAsNegative over deletedOnly over deleted', async () => {
      const every = { deleted: true, deletedOnly: true, deletedAsNegative: true }
      expect(await list(':.a:apple', every)).toEqual([1, -2])
      expect(await list(':.a:apple', { deleted: true, deletedOnly: true })).toEqual([2])
    })

    it('miss a subject without a version of the kind', async () => {
      const missing = "40401 Subject 'banana' not found."
      expect(await refusal(list('banana', {}))).toBe(missing)
      expect(await refusal(list('banana', { deletedAsNegative: true }))).toBe(missing)
      expect(await list('banana', { deletedAsNegative: true, deleted: true })).toEqual([-1, -2])
      expect(await list('banana', { deletedOnly: true })).toEqual([1, 2])
      expect(await refusal(list('nobody', { deleted: true }))).toMatch(/^40401 /)
    })

    it('do not search other contexts', async () => {
      expect(await refusal(list('cherry', {}))).toMatch(/^40401 /)
    })

    it('come in pages', async () => {
      expect(await list('apple', {}, { offset: 1, limit: 1 })).toEqual([2])
      expect(await list('apple', {}, { offset: 2, limit: 1 })).toEqual([])
    })
  })

  describe('of schemas', () => {
    const list = async (filter: Partial<ListSchemasFilter>): Promise<string[]> => {
      const answers = await registry.listSchemas({ ...anySchema, ...filter })
      return answers.map(({ subject, version }) => `${subject}/${version}`)
    }

    it('go by subject, then version', async () => {
      expect(await list({})).toEqual([
        ':.a:apple/1',
        ':.a:cherry/1',
        ':.a:cherry/2',
        ':.ab:apple/1',
        ':.ab:apple/2',
        'apple/1',
        'apple/2',
      ])
      expect(await list({ prefix: parseSubjectPrefix('') })).toEqual(['apple/1', 'apple/2'])
      expect(await list({ prefix: parseSubjectPrefix('nobody') })).toEqual([])
    })

    it('include what is soft-deleted if asked, the latest of all then being the highest', async () => {
      const prefix = parseSubjectPrefix(':.a:apple')
      expect(await list({ prefix, latestOnly: true })).toEqual([':.a:apple/1'])
      expect(await list({ prefix, deleted: true })).toEqual([':.a:apple/1', ':.a:apple/2'])
      expect(await list({ prefix, deleted: true, latestOnly: true })).toEqual([':.a:apple/2'])
    })

    it('describe each schema as it is stored', async () => {
      const [first] = await registry.listSchemas({
        ...anySchema,
        prefix: parseSubjectPrefix(':.a:apple'),
      })
      const { writtenAt, guid, ...rest } = first ?? {}
      expect(rest).toEqual({
        subject: ':.a:apple',
        version: 1,
        schemaId: 1,
        deleted: false,
        content: {
          schemaType: 'AVRO',
          schemaText: record('A'),
          references: [],
          metadata: undefined,
          ruleSet: undefined,
        },
        aliases: [],
        associations: [],
      })
      expect(writtenAt).toBeGreaterThan(1_600_000_000_000)
      expect(guid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    })

    it('come in pages', async () => {
      expect(await list({ page: { offset: 5, limit: 10 } })).toEqual(['apple/1', 'apple/2'])
      expect(await list({ page: { offset: 0, limit: 1 } })).toEqual([':.a:apple/1'])
    })

    it('keep those with a rule of a type, after taking the latest', async () => {
      const name = freshName()
      const ruled = (type: string) => ({
        domainRules: [
          { name: 'r', kind: 'CONDITION', mode: 'WRITE', type, disabled: false } as const,
        ],
      })
      await registerAll(
        registry,
        name,
        offer(record('A'), { ruleSet: ruled('CEL') }),
        offer(record('A'), { ruleSet: ruled('JSONATA') }),
      )
      const filter = { prefix: parseSubjectPrefix(printSubject(name)) }
      expect(await list({ ...filter, ruleType: 'CEL' })).toEqual([`${printSubject(name)}/1`])
      expect(await list({ ...filter, ruleType: 'JSONATA' })).toEqual([`${printSubject(name)}/2`])
      expect(await list({ ...filter, ruleType: 'CEL', latestOnly: true })).toEqual([])
      expect(await list({ ...filter, ruleType: '' })).toHaveLength(2)
    })

    it('report subjects under their aliases', async () => {
      const target = freshName('target')
      await registerAll(registry, target, record('A'))
      const alias = { ...target, subject: 'other-name' }
      const foreign = freshName('foreign')
      await registry.updateConfig(alias, { alias: 'target' }, caller)
      await registry.updateConfig(foreign, { alias: printSubject(target) }, caller)
      const prefix = parseSubjectPrefix(printSubject(alias))
      expect(await list({ prefix })).toEqual([])
      const listed = await registry.listSchemas({ ...anySchema, prefix, aliases: true })
      expect(listed.map(({ subject, aliases }) => [subject, aliases])).toEqual([
        [printSubject(target), [printSubject(alias)]],
      ])
      const everywhere = await registry.listSchemas({ ...anySchema, aliases: true })
      const found = everywhere.find(({ subject }) => subject === printSubject(target))
      expect(found?.aliases?.toSorted()).toEqual(
        [printSubject(alias), printSubject(foreign)].toSorted(),
      )
    })
  })

  describe('of contexts', () => {
    it('start with the default one, and can be cut by a prefix before paging', async () => {
      const contexts = await registry.listContexts('', all)
      expect(contexts.slice(0, 3)).toEqual(['.', '.a', '.ab'])
      expect(await registry.listContexts('.', all)).toEqual(contexts)
      expect(await registry.listContexts('.a', all)).toEqual(['.a', '.ab'])
      expect(await registry.listContexts('.A', all)).toEqual([])
      expect(await registry.listContexts('.a', { offset: 1, limit: 5 })).toEqual(['.ab'])
    })

    it('do not show a context that was only configured', async () => {
      const name = freshName()
      await registry.updateConfig({ ...name, subject: '' }, { normalize: true }, caller)
      await registry.updateConfig(name, { normalize: true }, caller)
      expect(await registry.listContexts(name.context, all)).toEqual([])
    })
  })

  describe('of referrers', () => {
    const refersTo = (name: string, subject: string) =>
      offer(recordOf(name, 'Part'), { references: [{ name: 'Part', subject, version: 1 }] })

    it('hold the ids of schemas that point at the version', async () => {
      const name = freshName('part')
      const referrers = (deleted: boolean, version: 1 | 2 | 'latest' = 1) =>
        registry.listReferrers(name, version, deleted, all)
      await registerAll(registry, name, record('Part'), record('Other'))
      expect(await referrers(false)).toEqual([])
      const [first, second] = ['first', 'second'].map((subject) => ({ ...name, subject }))
      await registerAll(registry, first ?? name, refersTo('F', 'part'))
      await registerAll(registry, second ?? name, refersTo('S', printSubject(name)))
      expect(await referrers(false)).toEqual([3, 4])
      expect(await referrers(false, 2)).toEqual([])
      expect(await referrers(false, 'latest')).toEqual([])
      await registry.deleteSubject(first ?? name, false, caller)
      expect(await referrers(false)).toEqual([4])
      expect(await referrers(true)).toEqual([3, 4])
      expect(await registry.listReferrers(name, 1, true, { offset: 1, limit: 1 })).toEqual([4])
    })

    it('know what is not there', async () => {
      const name = freshName('part')
      expect(await refusal(registry.listReferrers(name, 1, false, all))).toBe(
        `40401 Subject '${printSubject(name)}' not found.`,
      )
      await registerAll(registry, name, record('Part'))
      expect(await refusal(registry.listReferrers(name, 9, false, all))).toBe(
        '40402 Version 9 not found.',
      )
      await registry.deleteSubject(name, false, caller)
      expect(await registry.listReferrers(name, 1, false, all)).toEqual([])
      expect(await refusal(registry.listReferrers(name, 'latest', false, all))).toBe(
        '40402 Version -1 not found.',
      )
    })

    it('find an unqualified subject in other contexts', async () => {
      const name = freshName('part-elsewhere')
      await registerAll(registry, name, record('Part'))
      await registerAll(registry, { ...name, subject: 'h' }, refersTo('H', 'part-elsewhere'))
      const here = { context: '.', subject: 'part-elsewhere' }
      expect(await registry.listReferrers(here, 1, false, all)).toEqual([2])
    })
  })

  describe('of contexts after deletion', () => {
    it('keep a context until it is deleted, which needs it empty for good', async () => {
      const name = freshName()
      const listed = () => registry.listContexts(name.context, all)
      await registerAll(registry, name, record('A'))
      const notEmpty = `42211 The specified context ':${name.context}:' is not empty.`
      const remove = (text: string) => refusal(registry.deleteContext(text, caller))
      expect(await remove(name.context)).toBe(notEmpty)
      await registry.deleteSubject(name, false, caller)
      expect(await remove(name.context.slice(1))).toBe(notEmpty)
      await registry.deleteSubject(name, true, caller)
      expect(await listed()).toEqual([name.context])
      expect(await remove(`:${name.context}:`)).toBeUndefined()
      expect(await listed()).toEqual([])
    })

    it('leave config and mode of the context alone', async () => {
      const name = freshName()
      const context = { ...name, subject: '' }
      await registry.updateConfig(context, { compatibilityLevel: 'FULL' }, caller)
      await registry.updateMode(context, 'READWRITE', false, caller)
      await registry.deleteContext(name.context, caller)
      expect(await registry.readConfig(context, false)).toEqual({ compatibilityLevel: 'FULL' })
      expect(await registry.readMode(context, false)).toBe('READWRITE')
    })

    it('know no unknown context, and keep the default one', async () => {
      expect(await refusal(registry.deleteContext('.nobody', caller))).toBeUndefined()
      for (const text of ['.', ':.:', '']) {
        expect(await refusal(registry.deleteContext(text, caller))).toBe(
          '405 HTTP 405 Method Not Allowed',
        )
      }
    })

    it('show a context again that is written to again', async () => {
      const name = freshName()
      await registerAll(registry, name, record('A'))
      await registry.deleteSubject(name, false, caller)
      await registry.deleteSubject(name, true, caller)
      await registry.deleteContext(name.context, caller)
      await registerAll(registry, name, record('A'))
      expect(await registry.listContexts(name.context, all)).toEqual([name.context])
    })
  })
})
