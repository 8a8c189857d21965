import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject, printSubject } from '../../../src/model/subject.ts'
import type { Registry } from '../../../src/registry/registry.ts'
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
} from '../test-registry.ts'
import type { TestRegistry } from '../test-registry.ts'
import { aSubject, associating, freshResource, ownSubject, wish, withSchema } from './asking.ts'
import type { Associating } from './asking.ts'

// Rest-api 3.14, Appendix B "Associations".
describe('associations', () => {
  let opened: TestRegistry
  let registry: Registry
  let create: Associating['create']
  beforeAll(async () => {
    opened = await openTestRegistry({ compatibilityLevel: 'BACKWARD' })
    registry = opened.registry
    create = associating(registry).create
  })
  afterAll(() => opened.close())

  describe('listed', () => {
    it('go by name, namespace, type and association type, and can be filtered', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      await create(resource, [wish({ subject }), wish({ subject, associationType: 'key' })])
      const { resourceName, resourceNamespace } = resource
      const list = async (filter: Parameters<Registry['listAssociations']>[0], page = all) =>
        (await registry.listAssociations(filter, page)).map((found) => found.associationType)
      expect(await list({ resourceName, resourceNamespace })).toEqual(['key', 'value'])
      expect(await list({ subject, associationTypes: ['value'] })).toEqual(['value'])
      expect(await list({ subject, associationTypes: [], lifecycles: [] })).toHaveLength(2)
      expect(await list({ subject, lifecycles: ['STRONG'] })).toEqual([])
      expect(await list({ subject, resourceType: 'queue' })).toEqual([])
      expect(await list({ resourceId: 'nobody' })).toEqual([])
      expect(await list({ subject }, { offset: 1, limit: 1 })).toEqual(['value'])
    })
  })

  describe('elsewhere', () => {
    it('hinder the deletion of their subject, and of its last live version', async () => {
      const resource = freshResource()
      const name = freshName()
      await registerAll(
        registry,
        name,
        record('A'),
        JSON.stringify({ type: 'record', name: 'A', fields: [], doc: '2' }),
      )
      const subject = printSubject(name)
      await create(resource, [wish({ subject })])
      const expected = `40904 An association already exists for subject '${subject}'`
      expect(await refusal(registry.deleteSubject(name, false, caller))).toBe(expected)
      expect(await registry.deleteVersion(name, 1, false, caller)).toBe(1)
      expect(await refusal(registry.deleteVersion(name, 2, false, caller))).toBe(expected)
      expect(await registry.deleteVersion(name, 1, true, caller)).toBe(1)
    })

    it('when strong forbid references to their subject', async () => {
      const resource = freshResource()
      await create(resource, [withSchema('value')])
      const subject = ownSubject(resource)
      const references = [{ name: 'Strong', subject, version: 1 }]
      const pointing = offer(recordOf('H', 'Strong'), { references })
      expect(await refusal(registerAll(registry, freshName(), pointing))).toBe(
        `42205 Subject '${subject}' has a strong association and cannot be referenced`,
      )
    })

    it('filter lists of schemas, NONE standing for no association', async () => {
      const name = freshName('associated')
      const [free, keyed] = ['free', 'keyed'].map((subject) => ({ ...name, subject }))
      for (const subject of [name, free ?? name, keyed ?? name]) {
        await registerAll(registry, subject, record('A'))
      }
      await create(freshResource(), [wish({ subject: printSubject(name) })])
      const keyWish = wish({ subject: printSubject(keyed ?? name), associationType: 'key' })
      await create(freshResource(), [keyWish])
      const list = async (filter: Partial<Parameters<Registry['listSchemas']>[0]>) => {
        const found = await registry.listSchemas({
          prefix: { kind: 'in-context', context: name.context, prefix: '' },
          aliases: false,
          deleted: false,
          latestOnly: false,
          ruleType: undefined,
          resourceType: undefined,
          associationTypes: [],
          lifecycles: [],
          page: all,
          ...filter,
        })
        return found.map(
          ({ subject = '', associations = [] }) =>
            `${parseSubject(subject).subject}:${associations.map((a) => a.associationType).join()}`,
        )
      }
      expect(await list({})).toEqual(['associated:', 'free:', 'keyed:'])
      expect(await list({ resourceType: 'topic' })).toEqual(['associated:value', 'keyed:key'])
      expect(await list({ associationTypes: ['key'] })).toEqual(['keyed:key'])
      expect(await list({ lifecycles: ['NONE'] })).toEqual(['free:'])
      expect(await list({ lifecycles: ['STRONG'] })).toEqual([])
      expect(await list({ lifecycles: ['WEAK', 'NONE'] })).toEqual([
        'associated:value',
        'free:',
        'keyed:key',
      ])
    })
  })
})
