import { describe, expect, it } from 'vitest'
import type {
  AssociationOptions,
  AssociationRequest,
  OfferedAssociation,
} from '../../../src/registry/association-shapes.ts'
import { validateRequest } from '../../../src/registry/associations/validate-request.ts'
import { offer, record, refusal } from '../test-registry.ts'
import { asking, dry, invalid, once, wish } from './asking.ts'

const named = {
  resourceName: 'orders',
  resourceNamespace: 'lkc1',
  resourceId: 'id1',
  resourceType: undefined,
}
const schema = offer(record('A'))
const weak = wish({ subject: 'a' })

async function fault(
  verb: 'create' | 'upsert',
  request: AssociationRequest,
  options: AssociationOptions = once,
): Promise<string | undefined> {
  return await refusal(
    Promise.resolve().then(() => {
      validateRequest(request, verb, options)
    }),
  )
}

// Rest-api 3.14, "Defaults and validation of a request".
describe('a request for associations', () => {
  it.each([
    ['resourceName', undefined, 'cannot be null or empty'],
    ['resourceName', '', 'cannot be null or empty'],
    ['resourceName', 'x'.repeat(257), 'exceeds max length of 256'],
    ['resourceName', 'a.b', "illegal character '.'"],
    ['resourceName', 'a\ud83d\ude80', "illegal character '\ud83d\ude80'"],
    ['resourceNamespace', undefined, 'cannot be null or empty'],
    ['resourceNamespace', 'x'.repeat(300), 'exceeds max length of 256'],
    ['resourceNamespace', ':.x', "illegal character ':'"],
    ['resourceId', undefined, 'cannot be null or empty'],
    ['resourceId', '', 'cannot be null or empty'],
    ['resourceType', 'queue', "must be 'topic'"],
  ])('is refused with %s %j', async (property, value, detail) => {
    const request = asking({ ...named, [property]: value }, weak)
    expect(await fault('create', request)).toBe(invalid(property, detail))
    expect(await fault('upsert', request)).toBe(invalid(property, detail))
  })

  it.each(['x'.repeat(256), 'A-z_09', '-'])('may name a resource %j', async (resourceName) => {
    expect(await fault('create', asking({ ...named, resourceName }, weak))).toBeUndefined()
  })

  it('needs no resource id in a dry run', async () => {
    const request = asking({ ...named, resourceId: undefined }, weak)
    expect(await fault('create', request, dry)).toBeUndefined()
  })

  it.each([undefined, []])('is refused with associations %j', async (associations) => {
    expect(await fault('create', { ...named, associations })).toBe(
      invalid('associations', 'cannot be null or empty'),
    )
  })

  it('reports the first fault in the order of the spec', async () => {
    const bad = { resourceName: '', resourceNamespace: '', resourceId: '', resourceType: 'x' }
    const reported: string[] = []
    const repairs = [
      {},
      { resourceName: 'a' },
      { resourceNamespace: 'a' },
      { resourceId: 'a' },
      { resourceType: 'topic' },
    ]
    let request: AssociationRequest = { ...bad, associations: undefined }
    for (const repair of repairs) {
      request = { ...request, ...repair }
      reported.push(/property: '(\w+)'/.exec((await fault('create', request)) ?? '')?.[1] ?? '')
    }
    expect(reported).toEqual([
      'resourceName',
      'resourceNamespace',
      'resourceId',
      'resourceType',
      'associations',
    ])
  })

  const own = ':.lkc1:orders-value'
  const weakWithSchema = 'cannot be WEAK when schema is provided'
  const rows: readonly (readonly [
    verb: 'create' | 'upsert',
    offered: Partial<OfferedAssociation>,
    property: string,
    detail: string,
  ])[] = [
    ['create', { subject: '' }, 'subject', 'must not be empty'],
    ['upsert', { subject: 'a\u0000' }, 'subject', 'must not be empty'],
    ['create', { schema, lifecycle: 'WEAK' }, 'lifecycle', weakWithSchema],
    ['upsert', { schema, lifecycle: 'WEAK' }, 'lifecycle', weakWithSchema],
    ['create', { schema, frozen: false }, 'frozen', 'cannot be false when a schema is provided'],
    [
      'create',
      { lifecycle: 'STRONG', frozen: false },
      'frozen',
      'association with lifecycle of STRONG cannot be frozen=false',
    ],
    [
      'create',
      { subject: 'a', frozen: true },
      'frozen',
      'association with lifecycle of WEAK cannot be frozen=true',
    ],
    [
      'create',
      { subject: 'a', associationType: 'header' },
      'associationType',
      "must be either 'key' or 'value'",
    ],
    ['upsert', { associationType: 'KEY' }, 'associationType', "must be either 'key' or 'value'"],
    [
      'upsert',
      { lifecycle: 'WEAK', frozen: true },
      'frozen',
      'association with lifecycle of WEAK cannot be frozen',
    ],
    ['create', {}, 'subject', 'must be provided for WEAK associations'],
    [
      'create',
      { schema, subject: 'a' },
      'subject',
      `frozen associations must use subject '${own}'`,
    ],
    ['create', { subject: own }, 'subject', `WEAK associations cannot use subject '${own}'`],
    [
      'create',
      { subject: ':.lkc1:orders-key', associationType: 'key' },
      'subject',
      "WEAK associations cannot use subject ':.lkc1:orders-key'",
    ],
  ]
  it.each(rows)('to %s %j is refused for its %s', async (verb, offered, property, detail) => {
    expect(await fault(verb, asking(named, wish(offered)))).toBe(invalid(property, detail))
  })

  it('fills in defaults on creation: strong and frozen with a schema, weak without', () => {
    const read = (offered: Partial<OfferedAssociation>) =>
      validateRequest(asking(named, wish(offered)), 'create', once).wishes[0]
    expect(read({ schema })).toMatchObject({
      associationType: 'value',
      lifecycle: 'STRONG',
      frozen: true,
      subject: undefined,
    })
    expect(read({ subject: 'a' })).toMatchObject({ lifecycle: 'WEAK', frozen: false })
    expect(read({ lifecycle: 'STRONG' })).toMatchObject({ lifecycle: 'STRONG', frozen: true })
    expect(read({ schema, subject: own })).toMatchObject({
      subject: { context: '.lkc1', subject: 'orders-value' },
    })
  })

  it('leaves an upsert as it was sent', () => {
    const { wishes } = validateRequest(asking(named, wish()), 'upsert', once)
    expect(wishes).toEqual([
      {
        subject: undefined,
        associationType: 'value',
        lifecycle: undefined,
        frozen: undefined,
        schema: undefined,
        normalize: false,
      },
    ])
  })

  it('qualifies bare subjects by the context asked for', () => {
    const options = { context: '.lkc1', dryRun: false }
    const request = asking(named, wish({ subject: 'a' }), wish({ subject: ':.other:b' }))
    const { wishes } = validateRequest(request, 'create', options)
    expect(wishes.map(({ subject }) => subject)).toEqual([
      { context: '.lkc1', subject: 'a' },
      { context: '.other', subject: 'b' },
    ])
  })
})
