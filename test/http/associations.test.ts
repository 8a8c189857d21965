import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fault, openTestApp } from './test-app.ts'
import type { Method, TestApp } from './test-app.ts'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp()
})
afterAll(() => test.close())

const orders = { resourceName: 'orders', resourceNamespace: 'lkc', resourceId: 'id-1' }
const strong = { ...orders, associations: [{ schema: { schema: '"string"' } }] }
const invalid = (property: string, detail: string): object =>
  fault(
    42212,
    `The association specified an invalid value for property: '${property}', detail: ${detail}`,
  )

describe('creating associations (rest-api 2.10, 3.14)', () => {
  it('validates without writing on a dry run', async () => {
    const answer = await test.ask('POST', '/associations?dryRun=True', strong)
    expect(answer.body).toEqual({ ...orders, resourceType: 'topic' })
    expect((await test.ask('GET', '/associations/resources/id-1')).text).toBe('[]')
  })

  it('registers the schema and answers what was written', async () => {
    const answer = await test.ask('POST', '/associations', strong)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      ...orders,
      resourceType: 'topic',
      associations: [
        {
          subject: ':.lkc:orders-value',
          associationType: 'value',
          lifecycle: 'STRONG',
          frozen: true,
          schema: { subject: ':.lkc:orders-value', version: 1, schema: '"string"' },
        },
      ],
    })
    const again = await test.ask('POST', '/associations', strong)
    expect(again.body).toEqual({ ...orders, resourceType: 'topic' })
  })

  it.each([
    [{}, invalid('resourceName', 'cannot be null or empty')],
    [{ resourceName: 'a/b' }, invalid('resourceName', "illegal character '/'")],
    [{ resourceName: 'a'.repeat(257) }, invalid('resourceName', 'exceeds max length of 256')],
    [{ resourceName: 'a' }, invalid('resourceNamespace', 'cannot be null or empty')],
    [{ ...orders, resourceId: '' }, invalid('resourceId', 'cannot be null or empty')],
    [{ ...orders, resourceType: 'table' }, invalid('resourceType', "must be 'topic'")],
    [orders, invalid('associations', 'cannot be null or empty')],
    [{ ...orders, associations: [] }, invalid('associations', 'cannot be null or empty')],
    [
      { ...orders, associations: [{ associationType: 'header' }] },
      invalid('associationType', "must be either 'key' or 'value'"),
    ],
  ])('%j is invalid', async (body, expected) => {
    const answer = await test.ask('POST', '/associations', body)
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual(expected)
  })

  it('refuses a context with a colon inside', async () => {
    const answer = await test.ask('POST', '/associations?context=a:b', strong)
    expect(answer.body).toEqual(fault(400, "Context name 'a:b' cannot contain a colon"))
  })

  it.each([
    [{ ...orders, associations: [{ lifecycle: 'weak' }] }],
    [{ ...orders, associations: [{ frozen: 'maybe' }] }],
    [{ ...orders, associations: [{ schema: '"string"' }] }],
    [{ ...orders, associations: 'all' }],
  ])('%j is of the wrong shape', async (body) => {
    expect((await test.ask('POST', '/associations', body)).body).toMatchObject({ error_code: 400 })
  })

  it('keeps a subject that is associated', async () => {
    expect((await test.ask('DELETE', '/subjects/:.lkc:orders-value')).body).toEqual(
      fault(40904, "An association already exists for subject ':.lkc:orders-value'"),
    )
  })
})

describe('weak associations (rest-api 3.14)', () => {
  const weak = {
    resourceName: 'clicks',
    resourceNamespace: 'lkc',
    resourceId: 'id-2',
    associations: [{ subject: 'shared', lifecycle: 'WEAK' }],
  }

  it('need an active version, and are put into the context of the request', async () => {
    const refused = await test.ask('POST', '/associations', weak)
    expect(refused.body).toMatchObject({ error_code: 40907 })
    await test.ask('POST', '/contexts/.ctx/subjects/shared/versions', { schema: '"string"' })
    const created = await test.ask('POST', '/contexts/.ctx/associations', weak)
    expect(created.body).toMatchObject({
      associations: [{ subject: ':.ctx:shared', lifecycle: 'WEAK', frozen: false }],
    })
  })

  it('are upserted under the id of the path', async () => {
    const { resourceId: _id, ...rest } = weak
    const url = '/contexts/.ctx/associations/resources/id-2'
    const same = await test.ask('PUT', url, rest)
    expect(same.status).toBe(200)
    const other = await test.ask('PUT', url, { ...weak, resourceId: 'id-3' })
    expect(other.body).toEqual(
      invalid(
        'resourceId',
        'Resource ID in the path parameter does not match the resource ID in the request body',
      ),
    )
  })
})

describe('listing associations (rest-api 2.10)', () => {
  it.each([
    ['/associations/resources/id-1', ['orders']],
    ['/associations/resources/id-1?associationType=key', []],
    ['/associations/resources/id-1?associationType=key&associationType=value', ['orders']],
    ['/associations/resources/id-1?lifecycle=WEAK', []],
    ['/associations/resources/id-1?lifecycle=STRONG', ['orders']],
    ['/associations/resources/id-1?resourceType=table', []],
    ['/associations/resources/none', []],
    ['/associations/resources/lkc/orders', ['orders']],
    ['/associations/resources/-/orders', ['orders']],
    ['/associations/resources/lkc/-', ['clicks', 'orders']],
    ['/associations/resources/lkc/-?offset=1', ['orders']],
    ['/associations/resources/lkc/-?limit=1', ['clicks']],
    ['/associations/resources/none/-', []],
    ['/associations/subjects/:.lkc:orders-value', ['orders']],
    ['/contexts/.lkc/associations/subjects/orders-value', ['orders']],
    ['/associations/subjects/orders-value', []],
  ])('%s has %j', async (url, expected) => {
    const answer = await test.ask('GET', url)
    const listed = answer.body as readonly { readonly resourceName: string }[]
    expect(listed.map((association) => association.resourceName)).toEqual(expected)
  })

  it('writes frozen only where it is not what the lifecycle implies', async () => {
    const answer = await test.ask('GET', '/associations/resources/lkc/-')
    expect(answer.text).not.toContain('frozen')
  })

  it.each([
    '/associations/resources/id-1?lifecycle=strong',
    '/associations/resources/id-1?limit=x',
    '/associations/subjects/a?lifecycle=NONE',
    '/associations/subjects/a?lifecycle=',
  ])('%s is a missing route', async (url) => {
    expect((await test.ask('GET', url)).body).toEqual(fault(404, 'HTTP 404 Not Found'))
  })

  it('is part of the list of schemas', async () => {
    const url = '/schemas?subjectPrefix=:*:&lifecycle=STRONG'
    expect((await test.ask('GET', url)).body).toMatchObject([
      { subject: ':.lkc:orders-value', associations: [{ resourceName: 'orders' }] },
    ])
  })
})

describe('batches (rest-api 2.10)', () => {
  it('read several resources, errors among the results', async () => {
    const answer = await test.ask('POST', '/associations:batchGet?includeSchemas=true', {
      requests: [{ resourceId: 'id-1' }, {}, { resourceId: 'none' }],
    })
    expect(answer.status).toBe(207)
    const { results } = answer.body as { readonly results: readonly object[] }
    expect(results).toHaveLength(3)
    expect(results[0]).toMatchObject({
      result: { associations: [{ subject: ':.lkc:orders-value', schema: { schema: '"string"' } }] },
    })
    expect(results[1]).toMatchObject({ error: { error_code: 500 } })
  })

  it('change several resources, each for itself', async () => {
    const resource = { resourceName: 'new', resourceNamespace: 'lkc', resourceId: 'id-9' }
    const answer = await test.ask('POST', '/associations:batchMutate', {
      requests: [
        { ...resource, associations: [{ opType: 'CREATE', schema: { schema: '"int"' } }] },
        { ...resource, associations: [{ opType: 'CREATE', associationType: 'x' }] },
        { resourceId: 'none', associations: [{ opType: 'DELETE' }] },
      ],
    })
    expect(answer.status).toBe(207)
    const { results } = answer.body as { readonly results: readonly object[] }
    expect(results[0]).toMatchObject({ result: { associations: [{ frozen: true }] } })
    expect(results[1]).toMatchObject({ error: { error_code: 42212 } })
  })

  it.each<[string, object]>([
    ['/associations:batchGet', {}],
    ['/associations:batchGet', { requests: [] }],
    ['/associations:batchMutate', { requests: null }],
  ])('POST %s %j has no requests', async (url, body) => {
    const answer = await test.ask('POST', url, body)
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual(invalid('requests', 'cannot be null or empty'))
  })

  it.each(['/associations:batch', '/associations:', '/associationsbatchGet'])(
    '%s is no route',
    async (url) => {
      expect((await test.ask('POST', url, {})).status).toBe(404)
    },
  )
})

describe('deleting associations (rest-api 3.14)', () => {
  it.each<[Method, string, number]>([
    ['DELETE', '/associations/resources/none', 40410],
    ['DELETE', '/associations/resources/id-1?associationType=key', 40410],
    ['DELETE', '/associations/resources/id-1', 40908],
  ])('%s %s is refused with %i', async (method, url, code) => {
    expect((await test.ask(method, url)).body).toMatchObject({ error_code: code })
  })

  it('takes the strong subject along when told to', async () => {
    const url = '/associations/resources/id-1?cascadeLifecycle=true'
    expect((await test.ask('DELETE', `${url}&dryRun=true`)).status).toBe(204)
    expect((await test.ask('GET', '/subjects/:.lkc:orders-value/versions')).status).toBe(200)
    const deleted = await test.ask('DELETE', url)
    expect(deleted.status).toBe(204)
    expect(deleted.text).toBe('')
    const subject = await test.ask('GET', '/subjects/:.lkc:orders-value/versions?deleted=true')
    expect(subject.status).toBe(404)
  })
})
