import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OfferedAssociation } from '../../../src/registry/association-shapes.ts'
import type { Registry } from '../../../src/registry/registry.ts'
import { all, offer, openTestRegistry, record, refusal } from '../test-registry.ts'
import type { TestRegistry } from '../test-registry.ts'
import {
  aSubject,
  associating,
  freshResource,
  invalid,
  ownSubject,
  shown,
  wish,
  withSchema,
} from './asking.ts'
import type { Associating } from './asking.ts'

// Rest-api 3.14, Appendix B "Associations".
describe('associations', () => {
  let opened: TestRegistry
  let registry: Registry
  let create: Associating['create']
  let upsert: Associating['upsert']
  beforeAll(async () => {
    opened = await openTestRegistry({ compatibilityLevel: 'BACKWARD' })
    registry = opened.registry
    ;({ create, upsert } = associating(registry))
  })
  afterAll(() => opened.close())

  describe('upserted', () => {
    it('are weak when new', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      expect(shown(await upsert(resource, [wish({ subject })]))).toEqual([`value WEAK ${subject}`])
      expect((await upsert(resource, [wish({ subject })])).associations).toEqual([])
      expect((await upsert(resource, [wish()])).associations).toEqual([])
    })

    it.each([
      [
        { schema: offer(record('A')) },
        'schema',
        'cannot be provided when adding an association to an existing topic; an association with a schema must be created with the topic',
      ],
      [{}, 'subject', 'must be provided for WEAK associations'],
      [{ frozen: true }, 'subject', 'must be provided for WEAK associations'],
      [
        { subject: 'a', frozen: true },
        'frozen',
        'association with lifecycle of WEAK cannot be frozen=true',
      ],
      [
        { lifecycle: 'STRONG', frozen: false },
        'frozen',
        'association with lifecycle of STRONG cannot be frozen=false',
      ],
      [
        { lifecycle: 'STRONG' },
        'lifecycle',
        'cannot be STRONG when creating an association; STRONG associations must be created with the topic',
      ],
    ] as const)('when new cannot be %j', async (offered, property, detail) => {
      expect(await refusal(upsert(freshResource(), [wish(offered)]))).toBe(
        invalid(property, detail),
      )
    })

    it('when new must fit their subject', async () => {
      const resource = freshResource()
      const own = ownSubject(resource)
      expect(await refusal(upsert(resource, [wish({ subject: own })]))).toBe(
        invalid('subject', `WEAK associations cannot use subject '${own}'`),
      )
      const strong = [wish({ lifecycle: 'STRONG', subject: 'a' })]
      expect(await refusal(upsert(resource, strong))).toBe(
        invalid('subject', `frozen associations must use subject '${own}'`),
      )
    })

    it('become strong when nobody else has the subject, and stay unfrozen', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      const named = { resourceId: resource.resourceId }
      await create(resource, [wish({ subject })])
      const [before] = await registry.listAssociations(named, all)
      expect(shown(await upsert(resource, [wish({ lifecycle: 'STRONG' })]))).toEqual([
        `value STRONG ${subject}`,
      ])
      const [after] = await registry.listAssociations(named, all)
      expect(after).toEqual({ ...before, lifecycle: 'STRONG', updateTs: after?.updateTs })
      expect(after?.updateTs).toBeGreaterThan(before?.updateTs ?? 0)
      expect(shown(await upsert(resource, [wish({ lifecycle: 'WEAK' })]))).toEqual([
        `value WEAK ${subject}`,
      ])
    })

    it('do not become strong while another resource has the subject', async () => {
      const [resource, other] = [freshResource(), freshResource()]
      const subject = await aSubject(registry)
      await create(resource, [wish({ subject })])
      await create(other, [wish({ subject })])
      expect(await refusal(upsert(resource, [wish({ lifecycle: 'STRONG' })]))).toBe(
        `40904 An association already exists for subject '${subject}'`,
      )
    })

    it('register a schema that is compatible', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      await create(resource, [wish({ subject })])
      const withDefault = JSON.stringify({
        type: 'record',
        name: 'Weak',
        fields: [{ name: 'x', type: 'string', default: '' }],
      })
      expect(shown(await upsert(resource, [wish({ schema: offer(withDefault) })]))).toEqual([
        `value WEAK ${subject} +schema`,
      ])
      const incompatible = [wish({ schema: offer(record('Weak', 'y')) })]
      const refused = await refusal(upsert(resource, incompatible))
      expect(refused).toMatch(/^40901 \[\{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE'/)
      expect(refused).toMatch(/compatibility: 'BACKWARD'\}\]$/)
    })

    it('keep their subject, need something to change, and do not freeze', async () => {
      const resource = freshResource()
      const [subject, other] = [await aSubject(registry), await aSubject(registry)]
      await create(resource, [wish({ subject })])
      const refused = (offered: Partial<OfferedAssociation>) =>
        refusal(upsert(resource, [wish(offered)]))
      expect(await refused({ subject: other })).toBe(
        invalid('lifecycle', 'at least lifecycle or schema must be provided for update'),
      )
      expect(await refused({ subject: other, lifecycle: 'WEAK' })).toBe(
        invalid(
          'subject',
          `subject of association cannot be changed from '${subject}' to '${other}'`,
        ),
      )
      expect(await refused({ lifecycle: 'STRONG', frozen: true })).toBe(
        invalid('frozen', 'frozen attribute of association cannot be changed'),
      )
    })

    it('are refused when frozen', async () => {
      const resource = freshResource()
      await create(resource, [withSchema('value')])
      const own = ownSubject(resource)
      const more = wish({ schema: offer(record('Strong', 'more')) })
      expect(await refusal(upsert(resource, [more]))).toBe(
        `40908 The association of type  'value' is frozen for subject '${own}'`,
      )
      expect(await refusal(upsert(resource, [wish({ lifecycle: 'WEAK' })]))).toBe(
        invalid('lifecycle', `cannot change to WEAK when subject matches default format '${own}'`),
      )
    })

    it('are changed together or not at all', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      await create(resource, [wish({ subject }), wish({ subject, associationType: 'key' })])
      expect(await refusal(upsert(resource, [wish({ lifecycle: 'STRONG' })]))).toBe(
        invalid(
          'lifecycle',
          'all associations for a resource must have the same lifecycle, but got key=WEAK, value=STRONG',
        ),
      )
    })
  })
})
