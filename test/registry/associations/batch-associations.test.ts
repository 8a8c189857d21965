import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject, printSubject } from '../../../src/model/subject.ts'
import type {
  AssociationMutation,
  AssociationOperation,
  AssociationQuery,
  AssociationResult,
} from '../../../src/registry/association-shapes.ts'
import type { Registry } from '../../../src/registry/registry.ts'
import {
  all,
  caller,
  freshName,
  openTestRegistry,
  plain,
  record,
  refusal,
  registerAll,
} from '../test-registry.ts'
import type { TestRegistry } from '../test-registry.ts'
import {
  aSubject,
  asking,
  dry,
  freshResource,
  once,
  ownSubject,
  shown,
  wish,
  withSchema,
} from './asking.ts'

const noRequests =
  "42212 The association specified an invalid value for property: 'requests', detail: cannot be null or empty"

/** What came of each request: its associations, or its error. */
function outcomes(results: readonly AssociationResult[]): readonly (string | readonly string[])[] {
  return results.map((item) =>
    'result' in item ? shown(item.result) : `${item.error.code} ${item.error.message}`,
  )
}

// Rest-api 2.10, 3.14 "Batch".
describe('a batch', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
  })
  afterAll(() => opened.close())

  describe('of changes', () => {
    const creating = (more: Parameters<typeof wish>[0]): AssociationOperation => ({
      opType: 'CREATE',
      ...wish(more),
    })
    const upserting = (more: Parameters<typeof wish>[0]): AssociationOperation => ({
      opType: 'UPSERT',
      ...wish(more),
    })
    const deleting = (
      associationType: string | undefined,
      cascadeLifecycle = false,
    ): AssociationOperation => ({ opType: 'DELETE', associationType, cascadeLifecycle })
    const mutation = (
      resource: Omit<AssociationMutation, 'operations'>,
      ...operations: readonly AssociationOperation[]
    ): AssociationMutation => ({ ...resource, operations })
    const mutate = async (...mutations: readonly AssociationMutation[]) =>
      outcomes(await registry.batchMutateAssociations(mutations, once, caller))

    it.each([undefined, []])('needs requests: %j', async (requests) => {
      expect(await refusal(registry.batchMutateAssociations(requests, once, caller))).toBe(
        noRequests,
      )
      expect(await refusal(registry.batchGetAssociations(requests, false))).toBe(noRequests)
    })

    it('answers each request by itself, with all associations of its resource', async () => {
      const [first, second, third] = [freshResource(), freshResource(), freshResource()]
      const subject = await aSubject(registry)
      await registry.createAssociations(
        asking(first, wish({ subject, associationType: 'key' })),
        once,
        caller,
      )
      const strong = { ...withSchema('value'), opType: 'CREATE' } as const
      expect(
        await mutate(
          mutation(first, upserting({ subject })),
          mutation(second, creating({ subject: ':.nowhere:x' })),
          mutation(third, strong),
        ),
      ).toEqual([
        [`key WEAK ${subject}`, `value WEAK ${subject}`],
        "40907 No active (non-deleted) version exists for subject ':.nowhere:x'",
        [`value STRONG frozen ${ownSubject(third)} +schema`],
      ])
    })

    it('applies operations in order, neighbours of one kind together', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      const other = await aSubject(registry)
      await mutate(mutation(resource, creating({ subject, associationType: 'key' })))
      // Were they applied one by one, key and value would differ in between.
      const lifecycle = 'STRONG' as const
      await mutate(mutation(resource, creating({ subject: other })))
      expect(
        await mutate(
          mutation(
            resource,
            upserting({ associationType: 'key', lifecycle }),
            upserting({ associationType: 'value', lifecycle }),
          ),
        ),
      ).toEqual([[`key STRONG ${subject}`, `value STRONG ${other}`]])
      expect(
        await mutate(mutation(resource, deleting('key'), upserting({ lifecycle: 'WEAK' }))),
      ).toEqual([[`value WEAK ${other}`]])
    })

    it('deletes what is there and does not mind what is not', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      expect(await mutate(mutation(resource, deleting('key')))).toEqual([[]])
      await mutate(
        mutation(
          resource,
          creating({ subject, associationType: 'key' }),
          creating({ subject, associationType: 'value' }),
        ),
      )
      expect(await mutate(mutation(resource, deleting('key')))).toEqual([[`value WEAK ${subject}`]])
      // As everywhere, no type means the value's.
      expect(await mutate(mutation(resource, deleting(undefined)))).toEqual([[]])
    })

    it('cascades if told to, and refuses to delete what is frozen otherwise', async () => {
      const resource = freshResource()
      const own = ownSubject(resource)
      await mutate(mutation(resource, { ...withSchema('value'), opType: 'CREATE' }))
      expect(await mutate(mutation(resource, deleting('value')))).toEqual([
        `40908 The association of type  'value' is frozen for subject '${own}'`,
      ])
      expect(await mutate(mutation(resource, deleting('value', true)))).toEqual([[]])
      expect(await refusal(registry.readVersion(parseSubject(own), 1, plain))).toMatch(/^40401 /)
    })

    it('checks all of a request before its first step', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      const invalid = "42212 The association specified an invalid value for property: '"
      expect(
        await mutate(
          mutation(
            resource,
            creating({ subject, associationType: 'key' }),
            upserting({ subject: '' }),
          ),
          mutation(resource, creating({ subject }), upserting({ subject })),
          mutation({ ...resource, resourceId: '' }, creating({ subject })),
          mutation(resource),
          mutation(resource, deleting('header')),
          mutation(resource, deleting('key'), creating({ subject, associationType: 'key' })),
        ),
      ).toEqual([
        `${invalid}subject', detail: must not be empty`,
        `${invalid}associationType', detail: may only appear once per request, but 'value' appears more than once`,
        `${invalid}resourceId', detail: cannot be null or empty`,
        `${invalid}associations', detail: cannot be null or empty`,
        `${invalid}associationType', detail: must be either 'key' or 'value'`,
        `${invalid}associationType', detail: may only appear once per request, but 'key' appears more than once`,
      ])
      expect(await registry.listAssociations({ resourceId: resource.resourceId }, all)).toEqual([])
    })

    it('gives invalid schemas another code, and hides the rest behind a 500', async () => {
      const [first, second] = [freshResource(), freshResource()]
      const name = freshName()
      await registerAll(registry, name, record('A'))
      await registry.updateMode(name, 'READONLY', false, caller)
      const broken = { ...withSchema('value', '{"type":"nonsense"}'), opType: 'CREATE' } as const
      const [invalid, hidden] = await mutate(
        mutation(first, broken),
        mutation(second, creating({ subject: printSubject(name) })),
      )
      expect(invalid).toMatch(/^42212 Invalid schema of type AVRO, details: /)
      expect(hidden).toBe(
        `500 Error while creating association: Subject orders in context ${name.context} is in read-only mode`,
      )
    })

    it('writes nothing in a dry run', async () => {
      const resource = freshResource()
      const subject = await aSubject(registry)
      const request = mutation({ ...resource, resourceId: undefined }, creating({ subject }))
      const results = await registry.batchMutateAssociations([request], dry, caller)
      expect(outcomes(results)).toEqual([[]])
      expect(await registry.listAssociations({ subject }, all)).toEqual([])
    })
  })

  describe('of queries', () => {
    const query = (more: Partial<AssociationQuery>): AssociationQuery => ({
      resourceName: undefined,
      resourceNamespace: undefined,
      resourceId: undefined,
      resourceType: undefined,
      associationTypes: [],
      lifecycle: undefined,
      ...more,
    })

    it('answers by id or by names, filtered', async () => {
      const resource = freshResource()
      const { resourceId, resourceName, resourceNamespace } = resource
      const subject = await aSubject(registry)
      const both = asking(resource, wish({ subject }), wish({ subject, associationType: 'key' }))
      await registry.createAssociations(both, once, caller)
      const results = await registry.batchGetAssociations(
        [
          query({ resourceId }),
          query({ resourceName, resourceNamespace, associationTypes: ['value'] }),
          query({ resourceId, lifecycle: 'STRONG' }),
          query({ resourceId, resourceType: 'queue' }),
        ],
        false,
      )
      expect(outcomes(results)).toEqual([
        [`key WEAK ${subject}`, `value WEAK ${subject}`],
        [`value WEAK ${subject}`],
        [],
        [],
      ])
      expect(results[1]).toMatchObject({ result: { ...resource, resourceType: 'topic' } })
    })

    it('brings the latest schemas along if asked', async () => {
      const resource = freshResource()
      const strong = asking(resource, withSchema('value'))
      await registry.createAssociations(strong, once, caller)
      const results = await registry.batchGetAssociations(
        [query({ resourceId: resource.resourceId })],
        true,
      )
      expect(outcomes(results)).toEqual([[`value STRONG frozen ${ownSubject(resource)} +schema`]])
    })

    it('says what a query lacks', async () => {
      const results = await registry.batchGetAssociations(
        [query({}), query({ resourceName: 'a' }), query({ resourceNamespace: 'a' })],
        false,
      )
      const unnamed =
        '500 Error while getting associations: property: resourceId; detail: either resourceId or resourceName must be specified'
      expect(outcomes(results)).toEqual([
        unnamed,
        '500 Error while getting associations: property: resourceNamespace; detail: resourceNamespace is required when resourceName is specified',
        unnamed,
      ])
    })
  })
})
