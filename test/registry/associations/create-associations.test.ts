import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject, printSubject } from '../../../src/model/subject.ts'
import type { Registry } from '../../../src/registry/registry.ts'
import {
  all,
  caller,
  freshName,
  offer,
  openTestRegistry,
  plain,
  record,
  recordOf,
  refusal,
  registerAll,
} from '../test-registry.ts'
import type { TestRegistry } from '../test-registry.ts'
import {
  aSubject,
  associating,
  dry,
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
  let listed: Associating['listed']
  beforeAll(async () => {
    opened = await openTestRegistry({ compatibilityLevel: 'BACKWARD' })
    registry = opened.registry
    ;({ create, upsert, listed } = associating(registry))
  })
  afterAll(() => opened.close())

  describe('created', () => {
    it('weakly, with a subject that has a live version', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      const answer = await create(resource, [wish({ subject })])
      expect(shown(answer)).toEqual([`value WEAK ${subject}`])
      expect(answer).toMatchObject({ ...resource, resourceType: 'topic' })
      expect(await listed(resource)).toEqual([`value WEAK ${subject}`])
    })

    it('strongly, registering the schemas they bring along', async () => {
      const resource = freshResource()
      const answer = await create(resource, [
        withSchema('key', record('K')),
        withSchema('value', record('V')),
      ])
      expect(shown(answer)).toEqual([
        `key STRONG frozen ${ownSubject(resource, 'key')} +schema`,
        `value STRONG frozen ${ownSubject(resource)} +schema`,
      ])
      expect(answer.associations[0]?.schema).toMatchObject({ version: 1, schemaId: 1 })
      const stored = await registry.readVersion(parseSubject(ownSubject(resource)), 1, plain)
      expect(stored.content.schemaText).toBe(record('V'))
    })

    it('are described whole in lists', async () => {
      const resource = freshResource()
      await create(resource, [withSchema('value')])
      const [association] = await registry.listAssociations({ subject: ownSubject(resource) }, all)
      expect(association).toMatchObject({
        ...resource,
        resourceType: 'topic',
        subject: ownSubject(resource),
        associationType: 'value',
        lifecycle: 'STRONG',
        frozen: true,
      })
      expect(association?.guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/)
      expect(association?.updateTs).toBe(association?.createTs)
    })

    it('again write nothing, whether weak or strong', async () => {
      const [weak, strong] = [freshResource(), freshResource()]
      const subject = await aSubject(registry)
      for (const [resource, offered] of [
        [weak, wish({ subject })],
        [strong, withSchema('value')],
      ] as const) {
        const named = { resourceId: resource.resourceId }
        expect(shown(await create(resource, [offered]))).toHaveLength(1)
        const before = await registry.listAssociations(named, all)
        expect((await create(resource, [offered])).associations).toEqual([])
        expect(await registry.listAssociations(named, all)).toEqual(before)
      }
    })

    it('with other attributes are refused', async () => {
      const resource = freshResource()
      await create(resource, [withSchema('value')])
      const expected = `40903 An association of type 'value' already exists for resource '${resource.resourceName}'`
      expect(await refusal(create(resource, [wish({ subject: await aSubject(registry) })]))).toBe(
        expected,
      )
      const other = withSchema('value', record('Strong', 'more'))
      expect(await refusal(create(resource, [other]))).toBe(expected)
    })

    it('need distinct types, after the mode of their subjects', async () => {
      const resource = freshResource()
      const name = freshName()
      await registerAll(registry, name, record('A'))
      const twice = [wish({ subject: printSubject(name) }), wish({ subject: printSubject(name) })]
      expect(await refusal(create(resource, twice))).toBe(
        invalid(
          'associationType',
          "may only appear once per request, but 'value' appears more than once",
        ),
      )
      await registry.updateMode(name, 'READONLY', false, caller)
      expect(await refusal(create(resource, twice))).toBe(
        `42205 Subject orders in context ${name.context} is in read-only mode`,
      )
    })

    it('by the thousands are refused without looking at each', async () => {
      const many = Array.from({ length: 20_000 }, () => wish({ subject: 'nobody' }))
      expect(await refusal(create(freshResource(), many))).toMatch(/^42212 .* more than once$/)
    })

    it('word the read-only refusal with a dot for the default context', async () => {
      await registry.updateMode(parseSubject('frozen-here'), 'READONLY', false, caller)
      const offered = [wish({ subject: 'frozen-here' })]
      expect(await refusal(create(freshResource(), offered))).toBe(
        '42205 Subject frozen-here in context . is in read-only mode',
      )
    })

    it('weakly need a live version of the subject', async () => {
      const resource = freshResource()
      const name = freshName()
      const subject = printSubject(name)
      const expected = `40907 No active (non-deleted) version exists for subject '${subject}'`
      expect(await refusal(create(resource, [wish({ subject })]))).toBe(expected)
      await registerAll(registry, name, record('A'))
      await registry.deleteSubject(name, false, caller)
      expect(await refusal(create(resource, [wish({ subject })]))).toBe(expected)
    })

    it('strongly need a schema', async () => {
      const offered = [wish({ lifecycle: 'STRONG' })]
      expect(await refusal(create(freshResource(), offered))).toBe(
        invalid('schema', 'schema must be provided when creating a frozen association'),
      )
    })

    it('strongly need a subject that is empty, or holds just that schema', async () => {
      const [resource, other] = [freshResource(), freshResource()]
      await registerAll(registry, parseSubject(ownSubject(resource)), record('Strong'))
      expect(shown(await create(resource, [withSchema('value')]))).toHaveLength(1)
      await registerAll(registry, parseSubject(ownSubject(other)), record('Else'))
      expect(await refusal(create(other, [withSchema('value')]))).toBe(
        invalid(
          'frozen',
          'cannot create a frozen association when schemas already exist in the subject',
        ),
      )
    })

    it('strongly need a subject that nobody else is associated with', async () => {
      const [resource, other] = [freshResource(), freshResource()]
      const subject = ownSubject(resource)
      await registerAll(registry, parseSubject(subject), record('Strong'))
      await create(other, [wish({ subject })])
      expect(await refusal(create(resource, [withSchema('value')]))).toBe(
        `40904 An association already exists for subject '${subject}'`,
      )
    })

    it('weakly refuse a subject that belongs to another resource alone', async () => {
      const [resource, other] = [freshResource(), freshResource()]
      await create(resource, [withSchema('value')])
      const subject = ownSubject(resource)
      expect(await refusal(create(other, [wish({ subject })]))).toBe(
        `40905 A strong association already exists for subject '${subject}'`,
      )
    })

    it('strongly refuse a subject that a schema points at', async () => {
      const resource = freshResource()
      const subject = ownSubject(resource)
      await registerAll(registry, parseSubject(subject), record('Strong'))
      const references = [{ name: 'Strong', subject, version: 1 }]
      const pointing = offer(recordOf('H', 'Strong'), { references })
      await registerAll(registry, freshName(), pointing)
      expect(await refusal(create(resource, [withSchema('value')]))).toBe(
        `42206 One or more references exist to the schema ${subject}.`,
      )
    })

    it('strongly refuse a subject that a schema of the same request points at', async () => {
      const resource = freshResource()
      const key = ownSubject(resource, 'key')
      await registerAll(registry, parseSubject(key), record('Strong'))
      const references = [{ name: 'Strong', subject: `${resource.resourceName}-key`, version: 1 }]
      const pointing = wish({ schema: offer(recordOf('H', 'Strong'), { references }) })
      expect(await refusal(create(resource, [withSchema('key'), pointing]))).toBe(
        `42206 One or more references exist to the schema ${key}.`,
      )
    })

    it('share one lifecycle per resource', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      const mixed = [withSchema('key'), wish({ subject })]
      const expected = invalid(
        'lifecycle',
        'all associations for a resource must have the same lifecycle, but got key=STRONG, value=WEAK',
      )
      expect(await refusal(create(resource, mixed))).toBe(expected)
      expect(await listed(resource)).toEqual([])
      await create(resource, [withSchema('key')])
      expect(await refusal(create(resource, [wish({ subject })]))).toBe(expected)
    })

    it('write nothing when any part is refused', async () => {
      const resource = freshResource()
      const broken = [withSchema('key'), withSchema('value', '{"type":"nonsense"}')]
      expect(await refusal(create(resource, broken))).toMatch(/^42201 /)
      expect(await listed(resource)).toEqual([])
      const key = parseSubject(ownSubject(resource, 'key'))
      expect(await refusal(registry.readVersion(key, 1, plain))).toMatch(/^40401 /)
    })

    it('in a dry run are checked, not written, and need no resource id', async () => {
      const resource = freshResource()
      const anonymous = { ...resource, resourceId: undefined }
      expect((await create(anonymous, [withSchema('value')], dry)).associations).toEqual([])
      expect(await listed(resource)).toEqual([])
      const own = parseSubject(ownSubject(resource))
      expect(await refusal(registry.readVersion(own, 1, plain))).toMatch(/^40401 /)
      const broken = [withSchema('value', '{"type":"nonsense"}')]
      expect(await refusal(create(anonymous, broken, dry))).toMatch(/^42201 /)
      // Without an id the resource is known by its names.
      await create(resource, [withSchema('value')])
      const other = [wish({ subject: await aSubject(registry) })]
      expect(await refusal(create(anonymous, other, dry))).toMatch(/^40903 /)
    })

    it('qualify bare subjects by the context asked for, and follow aliases', async () => {
      const resource = freshResource()
      const name = freshName('target')
      await registerAll(registry, name, record('A'))
      await registry.updateConfig({ ...name, subject: 'alias' }, { alias: 'target' }, caller)
      const options = { context: name.context, dryRun: false }
      expect(shown(await create(resource, [wish({ subject: 'alias' })], options))).toEqual([
        `value WEAK ${printSubject(name)}`,
      ])
    })

    it('by racing requests end as one', async () => {
      const resource = freshResource()
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => create(resource, [withSchema('value')])),
      )
      expect(await listed(resource)).toEqual([`value STRONG frozen ${ownSubject(resource)}`])
      expect(answers.flatMap(shown)).toHaveLength(1)
    })
  })

  describe('in a subject in IMPORT mode', () => {
    it('may be strong without a schema, once a version is there, by create and upsert', async () => {
      for (const apply of [create, upsert]) {
        const resource = freshResource()
        const name = parseSubject(ownSubject(resource))
        await registerAll(registry, name, record('A'))
        await registry.updateMode(name, 'IMPORT', true, caller)
        expect(shown(await apply(resource, [wish({ lifecycle: 'STRONG' })]))).toEqual([
          `value STRONG frozen ${ownSubject(resource)}`,
        ])
      }
    })

    it('bring no schema along', async () => {
      const resource = freshResource()
      const subject = ownSubject(resource)
      await registry.updateMode(parseSubject(subject), 'IMPORT', true, caller)
      expect(await refusal(create(resource, [withSchema('value')]))).toBe(
        invalid('schema', `cannot be provided while subject '${subject}' is in IMPORT mode`),
      )
      expect(await refusal(create(resource, [wish({ lifecycle: 'STRONG' })]))).toMatch(/^40907 /)
    })
  })
})
