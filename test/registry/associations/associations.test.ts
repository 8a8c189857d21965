import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject, printSubject } from '../../../src/model/subject.ts'
import type {
  AssociationOptions,
  OfferedAssociation,
} from '../../../src/registry/association-shapes.ts'
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
import { asking, dry, freshResource, once, shown, wish, withSchema } from './asking.ts'

function invalid(property: string, detail: string): string {
  return `42212 The association specified an invalid value for property: '${property}', detail: ${detail}`
}

// Rest-api 3.14, Appendix B "Associations".
describe('associations', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry({ compatibilityLevel: 'BACKWARD' })
    registry = opened.registry
  })
  afterAll(() => opened.close())

  type Resource = ReturnType<typeof freshResource>
  const ownSubject = (resource: Resource, type = 'value') =>
    `:.${resource.resourceNamespace}:${resource.resourceName}-${type}`
  const create = (
    resource: Parameters<typeof asking>[0],
    associations: readonly OfferedAssociation[],
    options: AssociationOptions = once,
  ) => registry.createAssociations(asking(resource, ...associations), options, caller)
  const upsert = (
    resource: Parameters<typeof asking>[0],
    associations: readonly OfferedAssociation[],
    options: AssociationOptions = once,
  ) => registry.upsertAssociations(asking(resource, ...associations), options, caller)
  const listed = async ({ resourceId }: Resource) =>
    (await registry.listAssociations({ resourceId }, all)).map(
      ({ associationType, lifecycle, frozen, subject }) =>
        [associationType, lifecycle, ...(frozen ? ['frozen'] : []), subject].join(' '),
    )
  const aSubject = async (): Promise<string> => {
    const name = freshName()
    await registerAll(registry, name, record('Weak'))
    return printSubject(name)
  }

  describe('created', () => {
    it('weakly, with a subject that has a live version', async () => {
      const resource = freshResource()
      const subject = await aSubject()
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
      const subject = await aSubject()
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
      expect(await refusal(create(resource, [wish({ subject: await aSubject() })]))).toBe(expected)
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
      const subject = await aSubject()
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
      const other = [wish({ subject: await aSubject() })]
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

  describe('upserted', () => {
    it('are weak when new', async () => {
      const resource = freshResource()
      const subject = await aSubject()
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
      const subject = await aSubject()
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
      const subject = await aSubject()
      await create(resource, [wish({ subject })])
      await create(other, [wish({ subject })])
      expect(await refusal(upsert(resource, [wish({ lifecycle: 'STRONG' })]))).toBe(
        `40904 An association already exists for subject '${subject}'`,
      )
    })

    it('register a schema that is compatible', async () => {
      const resource = freshResource()
      const subject = await aSubject()
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
      const [subject, other] = [await aSubject(), await aSubject()]
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
      const subject = await aSubject()
      await create(resource, [wish({ subject }), wish({ subject, associationType: 'key' })])
      expect(await refusal(upsert(resource, [wish({ lifecycle: 'STRONG' })]))).toBe(
        invalid(
          'lifecycle',
          'all associations for a resource must have the same lifecycle, but got key=WEAK, value=STRONG',
        ),
      )
    })
  })

  describe('listed', () => {
    it('go by name, namespace, type and association type, and can be filtered', async () => {
      const resource = freshResource()
      const subject = await aSubject()
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
      await create(resource, [wish({ subject: await aSubject() })])
      expect(await refusal(remove(resource, { associationTypes: ['key'] }))).toBe(expected)
      expect(await refusal(remove(resource, { resourceType: 'queue' }))).toBe(expected)
    })

    it('by type or all at once', async () => {
      const resource = freshResource()
      const subject = await aSubject()
      await create(resource, [wish({ subject }), wish({ subject, associationType: 'key' })])
      await remove(resource, { associationTypes: ['key'] })
      expect(await listed(resource)).toEqual([`value WEAK ${subject}`])
      await remove(resource, { resourceType: 'topic' })
      expect(await listed(resource)).toEqual([])
    })

    it('weakly leave their subject alone, even cascading', async () => {
      const resource = freshResource()
      const subject = await aSubject()
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
      const subject = await aSubject()
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
