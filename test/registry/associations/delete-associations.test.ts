import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject } from '../../../src/model/subject.ts'
import type { Registry } from '../../../src/registry/registry.ts'
import { all, caller, openTestRegistry, plain, record, refusal } from '../test-registry.ts'
import type { TestRegistry } from '../test-registry.ts'
import { aSubject, associating, freshResource, ownSubject, wish, withSchema } from './asking.ts'
import type { Associating, Resource } from './asking.ts'

// Rest-api 3.14, Appendix B "Associations".
describe('associations', () => {
  let opened: TestRegistry
  let registry: Registry
  let create: Associating['create']
  let upsert: Associating['upsert']
  let listed: Associating['listed']
  beforeAll(async () => {
    opened = await openTestRegistry({ compatibilityLevel: 'BACKWARD' })
    registry = opened.registry
    ;({ create, upsert, listed } = associating(registry))
  })
  afterAll(() => opened.close())

  describe('deleted', () => {
    const remove = (
      { resourceId }: Resource,
      options: Partial<Parameters<Registry['deleteAssociations']>[1]> = {},
    ) =>
      registry.deleteAssociations(
        resourceId,
        {
          resourceType: undefined,
          associationTypes: [],
          cascadeLifecycle: false,
          dryRun: false,
          ...options,
        },
        caller,
      )

    it('must exist', async () => {
      const resource = freshResource()
      const expected = `40410 Association for '${resource.resourceId}' not found.`
      expect(await refusal(remove(resource))).toBe(expected)
      await create(resource, [wish({ subject: await aSubject(registry) })])
      expect(await refusal(remove(resource, { associationTypes: ['key'] }))).toBe(expected)
      expect(await refusal(remove(resource, { resourceType: 'queue' }))).toBe(expected)
    })

    it('by type or all at once', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      await create(resource, [wish({ subject }), wish({ subject, associationType: 'key' })])
      await remove(resource, { associationTypes: ['key'] })
      expect(await listed(resource)).toEqual([`value WEAK ${subject}`])
      await remove(resource, { resourceType: 'topic' })
      expect(await listed(resource)).toEqual([])
    })

    it('leave those of other resources to the same subject alone', async () => {
      const [gone, kept] = [freshResource(), freshResource()]
      const subject = await aSubject(registry)
      for (const resource of [gone, kept]) await create(resource, [wish({ subject })])
      await remove(gone)
      expect(await listed(gone)).toEqual([])
      expect(await listed(kept)).toEqual([`value WEAK ${subject}`])
    })

    it('weakly leave their subject alone, even cascading', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      await create(resource, [wish({ subject })])
      await remove(resource, { cascadeLifecycle: true })
      expect(await registry.readVersion(parseSubject(subject), 1, plain)).toBeDefined()
    })

    it('when frozen go only with their subject, for good', async () => {
      const resource = freshResource()
      await create(resource, [withSchema('value')])
      const own = ownSubject(resource)
      expect(await refusal(remove(resource))).toBe(
        `40908 The association of type  'value' is frozen for subject '${own}'`,
      )
      await remove(resource, { cascadeLifecycle: true, dryRun: true })
      expect(await listed(resource)).toHaveLength(1)
      await remove(resource, { cascadeLifecycle: true })
      expect(await listed(resource)).toEqual([])
      const every = { deleted: true, deletedOnly: false, deletedAsNegative: false }
      expect(await refusal(registry.listVersions(parseSubject(own), every, all))).toMatch(/^40401 /)
    })

    it('when strong, but not frozen, may leave their subject behind', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      await create(resource, [wish({ subject })])
      await upsert(resource, [wish({ lifecycle: 'STRONG' })])
      await remove(resource)
      expect(await listed(resource)).toEqual([])
      expect(await registry.readVersion(parseSubject(subject), 1, plain)).toBeDefined()
    })

    it('in IMPORT mode leave their subject behind, even cascading', async () => {
      const resource = freshResource()
      await create(resource, [withSchema('value')])
      const own = parseSubject(ownSubject(resource))
      await registry.updateMode(own, 'IMPORT', true, caller)
      await remove(resource, { cascadeLifecycle: true })
      expect(await listed(resource)).toEqual([])
      expect(await registry.readVersion(own, 1, plain)).toBeDefined()
    })

    it('are checked all before any goes', async () => {
      const resource = freshResource()
      await create(resource, [withSchema('key', record('K')), withSchema('value')])
      const own = parseSubject(ownSubject(resource))
      await registry.updateMode(own, 'READONLY', false, caller)
      expect(await refusal(remove(resource, { cascadeLifecycle: true }))).toBe(
        `42205 Subject ${own.subject} in context ${own.context} is in read-only mode`,
      )
      expect(await listed(resource)).toHaveLength(2)
      const key = parseSubject(ownSubject(resource, 'key'))
      expect(await registry.readVersion(key, 1, plain)).toMatchObject({ version: 1 })
    })
  })
})
