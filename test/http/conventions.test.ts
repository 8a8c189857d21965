import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fault, openTestApp } from './test-app.ts'
import type { Method, TestApp } from './test-app.ts'

const V1 = 'application/vnd.schemaregistry.v1+json'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp({}, { bodyLimit: 100_000 })
  await test.ask('POST', '/subjects/known/versions', { schema: '"string"' })
})
afterAll(() => test.close())

describe('media types (rest-api 1.1)', () => {
  it.each([
    [{}, V1],
    [{ accept: '*/*' }, V1],
    [{ accept: 'application/json' }, 'application/json'],
    [{ accept: 'application/vnd.schemaregistry+json' }, 'application/vnd.schemaregistry+json'],
    [{ accept: 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2' }, V1],
  ])('an answer to %j is %s, without a charset', async (headers, type) => {
    for (const url of ['/subjects', '/subjects/none/versions', '/schemas/ids/1/schema', '/none']) {
      const { headers: answered } = await test.ask('GET', url, undefined, headers)
      expect(answered['content-type']).toBe(type)
    }
  })

  it('nothing acceptable is a 406 in the protocol shape', async () => {
    const answer = await test.ask('GET', '/subjects', undefined, { accept: 'text/plain' })
    expect(answer.status).toBe(406)
    expect(answer.text).toBe('{"error_code":406,"message":"HTTP 406 Not Acceptable"}')
    expect(answer.headers['content-type']).toBe(V1)
  })

  it.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['APPLICATION/JSON', 200],
    ['application/octet-stream', 200],
    ['application/vnd.schemaregistry+json;qs=0.9', 200],
    ['text/plain', 415],
    ['application/xml', 415],
    ['nonsense', 415],
    ['a b c', 415],
  ])('a body of type %s is answered with %i', async (type, status) => {
    const answer = await test.ask(
      'POST',
      '/subjects/known/versions',
      { schema: '"string"' },
      { 'content-type': type },
    )
    expect(answer.status).toBe(status)
    if (status === 415) {
      expect(answer.body).toEqual(fault(415, 'HTTP 415 Unsupported Media Type'))
    }
  })

  it('a body without a type is read', async () => {
    const answer = await test.app.inject({
      method: 'POST',
      url: '/subjects/known/versions',
      payload: Buffer.from('{"schema":"\\"string\\""}'),
    })
    expect(answer.statusCode).toBe(200)
  })

  it('the type of a 415 is the first of the Accept list that is spoken', async () => {
    const answer = await test.ask('POST', '/subjects/known/versions', '{}', {
      'content-type': 'text/plain',
      accept: 'text/html, application/json',
    })
    expect(answer.headers['content-type']).toBe('application/json')
  })

  it('a type without a body does not matter', async () => {
    const answer = await test.ask('DELETE', '/subjects/none', undefined, {
      'content-type': 'text/plain',
    })
    expect(answer.body).toEqual(fault(40401, "Subject 'none' not found."))
  })
})

describe('routes and methods (rest-api 1.2, 1.5)', () => {
  it.each([
    '/none',
    '/Subjects',
    '/subjects/a/b',
    '/schemas/ids',
    '/exporters',
    '/metrics',
    '/_health',
    '/schemas/guids',
    '/v1/metadata',
    '/subjects/a/versions/1/none',
  ])('%s is no route', async (url) => {
    const answer = await test.ask('GET', url)
    expect(answer.status).toBe(404)
    expect(answer.text).toBe('{"error_code":404,"message":"HTTP 404 Not Found"}')
  })

  it.each<[Method, string, string]>([
    ['PUT', '/subjects', 'GET,HEAD,OPTIONS'],
    ['POST', '/subjects', 'GET,HEAD,OPTIONS'],
    ['GET', '/subjects/a', 'POST,DELETE,OPTIONS'],
    ['PATCH', '/subjects/a', 'POST,DELETE,OPTIONS'],
    ['PUT', '/subjects/a/versions', 'GET,POST,HEAD,OPTIONS'],
    ['POST', '/config', 'GET,PUT,DELETE,HEAD,OPTIONS'],
    ['DELETE', '/', 'GET,POST,HEAD,OPTIONS'],
    ['GET', '/compatibility/subjects/a/versions', 'POST,OPTIONS'],
    ['HEAD', '/compatibility/subjects/a/versions', 'POST,OPTIONS'],
    ['GET', '/associations:batchGet', 'POST,OPTIONS'],
    ['GET', '/contexts/.ctx', 'DELETE,OPTIONS'],
    ['TRACE', '/subjects', 'GET,HEAD,OPTIONS'],
    ['PROPFIND', '/subjects', 'GET,HEAD,OPTIONS'],
    ['QUERY', '/config', 'GET,PUT,DELETE,HEAD,OPTIONS'],
  ])('%s %s is not allowed, %s is', async (method, url, allow) => {
    const answer = await test.ask(method, url)
    expect(answer.status).toBe(405)
    expect(answer.headers['allow']).toBe(allow)
    if (method !== 'HEAD') {
      expect(answer.text).toBe('{"error_code":405,"message":"HTTP 405 Method Not Allowed"}')
    }
  })

  it.each<[Method, string, string]>([
    ['GET', '/contexts/a:b', 'a:b'],
    ['DELETE', '/contexts/a:b', 'a:b'],
    ['GET', '/contexts/.a:b/subjects', '.a:b'],
    ['POST', '/contexts/::a:/subjects/s/versions', ':a'],
    ['PUT', '/contexts//a:b//config', 'a:b'],
  ])('%s %s has no context, whatever the method', async (method, url, context) => {
    const answer = await test.ask(method, url)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(fault(400, `Context name '${context}' cannot contain a colon`))
  })

  it('a wrong method is refused before its body is looked at', async () => {
    const answer = await test.ask('PUT', '/subjects/a', 'x'.repeat(200_000), {
      'content-type': 'text/plain',
    })
    expect(answer.status).toBe(405)
  })

  it.each(['/subjects', '/subjects/a/versions/1', '/config', '/schemas/ids/1'])(
    'OPTIONS %s names the methods',
    async (url) => {
      const answer = await test.ask('OPTIONS', url)
      expect(answer.status).toBe(200)
      expect(answer.text).toBe('')
      expect(answer.headers['allow']).toContain('OPTIONS')
    },
  )

  it.each([
    '/subjects',
    '/schemas/ids/1',
    '/schemas/ids/1/schema',
    '/config',
    '/subjects/none/versions',
  ])('HEAD %s has the headers of GET and no body', async (url) => {
    const get = await test.ask('GET', url)
    const head = await test.ask('HEAD', url)
    expect(head.status).toBe(get.status)
    expect(head.text).toBe('')
    for (const name of ['content-type', 'content-length', 'etag']) {
      expect(head.headers[name]).toBe(get.headers[name])
    }
  })

  it.each([
    '/subjects/',
    '//subjects',
    '/subjects//known//versions',
    '/subjects/known/versions/latest/',
    '/schemas/ids/1/',
    '/contexts/',
    '/config/',
  ])('%s is routed as if its surplus slashes were not there', async (url) => {
    expect((await test.ask('GET', url)).status).toBe(200)
  })

  it.each(['/subjects/%/versions', '/subjects/%zz/versions', '/subjects/%ff/versions'])(
    '%s is a clear 400',
    async (url) => {
      expect((await test.ask('GET', url)).body).toEqual(
        fault(400, 'The path is not percent-encoded UTF-8'),
      )
    },
  )

  it('a very long segment is an ordinary one', async () => {
    const answer = await test.ask('GET', `/subjects/${'x'.repeat(10_000)}/versions`)
    expect(answer.body).toMatchObject({ error_code: 40401 })
  })
})

describe('request ids (rest-api 1.7)', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

  it.each([
    '/subjects',
    '/none',
    '/subjects/none/versions',
    '/subjects/%zz/versions',
    '/schemas/ids/1',
  ])('an answer to %s has one', async (url) => {
    expect((await test.ask('GET', url)).headers['x-request-id']).toMatch(uuid)
    const echoed = await test.ask('GET', url, undefined, { 'x-request-id': 'mine, 7' })
    expect(echoed.headers['x-request-id']).toBe('mine, 7')
  })

  it.each(['', '   '])('a blank one is replaced', async (id) => {
    const answer = await test.ask('GET', '/subjects', undefined, { 'x-request-id': id })
    expect(answer.headers['x-request-id']).toMatch(uuid)
  })

  it('two requests get two', async () => {
    const ids = await Promise.all([test.ask('GET', '/'), test.ask('GET', '/')])
    expect(ids[0].headers['x-request-id']).not.toBe(ids[1].headers['x-request-id'])
  })
})

describe('bodies (rest-api 1.2, 1.3)', () => {
  const needed: readonly (readonly [Method, string, string])[] = [
    ['POST', '/subjects/a/versions', 'register.arg6'],
    ['POST', '/subjects/a', 'lookUpSchemaUnderSubject.arg5'],
    ['POST', '/subjects/a/versions/1/tags', 'modifyTags.arg4'],
    ['POST', '/compatibility/subjects/a/versions/1', 'testCompatibilityBySubjectName.arg4'],
    ['POST', '/compatibility/subjects/a/versions', 'testCompatibilityForSubject.arg3'],
    ['PUT', '/config/a', 'updateSubjectLevelConfig.arg2'],
    ['PUT', '/config', 'updateTopLevelConfig.arg1'],
    ['PUT', '/mode/a', 'updateMode.arg2'],
    ['PUT', '/mode', 'updateTopLevelMode.arg1'],
    ['POST', '/associations', 'createAssociation.arg4'],
    ['PUT', '/associations/resources/a', 'createOrUpdateAssociation.arg5'],
    ['POST', '/associations:batchGet', 'batchGetAssociations.arg1'],
    ['POST', '/associations:batchMutate', 'mutateAssociations.arg4'],
  ]

  it.each(needed)('%s %s misses its body as %s', async (method, url, argument) => {
    for (const body of [undefined, '', '  ', 'null']) {
      const answer = await test.ask(method, url, body)
      expect(answer.status).toBe(422)
      expect(answer.text).toBe(
        `{"error_code":422,"message":"${argument} must not be null (was null)"}`,
      )
    }
  })

  it.each(needed)('%s %s refuses what is no JSON object', async (method, url) => {
    for (const body of ['{', '[]', '"text"', '1', 'true', 'hello', '{"a":}', '[{}]']) {
      const answer = await test.ask(method, url, body)
      expect(answer.status).toBe(400)
      expect(answer.body).toMatchObject({ error_code: 400 })
    }
  })

  it.each(needed)('%s %s refuses a body over the limit', async (method, url) => {
    const answer = await test.ask(method, url, `{"schema":"${'x'.repeat(100_000)}"}`)
    expect(answer.status).toBe(413)
    expect(answer.body).toEqual(fault(413, 'Request body is larger than 100000 bytes'))
  })

  it.each([
    ['is read to its end, for clients that look at the answer then', 20_000_000, true],
    ['is not waited for when it is enormous', 2 ** 40, false],
  ])('a body over the limit %s', async (_, length, isRead) => {
    if (!test.app.server.listening) await test.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = test.app.server.address() as AddressInfo
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    socket.write(
      `POST /subjects/a/versions HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
    )
    let received = ''
    socket.on('data', (chunk) => (received += chunk.toString()))
    const failed = isRead
      ? await new Promise((resolve) => {
          socket.write(Buffer.alloc(length, 'x'), resolve)
        })
      : undefined
    expect(failed ?? undefined).toBeUndefined()
    await once(socket, 'close')
    expect(received).toMatch(/^HTTP\/1.1 413 /)
  })

  it('a body nested too deep is refused', async () => {
    const answer = await test.ask('POST', '/subjects/a/versions', `${'{"a":'.repeat(10_000)}1`)
    expect(answer.body).toMatchObject({ error_code: 400 })
  })

  it('numbers stand for strings, strings for numbers, and unknown members for nothing', async () => {
    const answer = await test.ask(
      'POST',
      '/subjects/coerced/versions?normalize=True',
      '{"schema":"\\"long\\"","version":"1","id":"","more":{"a":[NaN,Infinity]},' +
        '"metadata":{"properties":{"n":1.50,"b":true,"big":12345678901234567890}}}',
    )
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      version: 1,
      metadata: {
        properties: { n: '1.50', b: 'true', big: '12345678901234567890', 'confluent:version': '1' },
      },
    })
  })

  it('the last of equal members wins', async () => {
    const answer = await test.ask(
      'PUT',
      '/config/a',
      '{"compatibility":"x","compatibility":"NONE"}',
    )
    expect(answer.text).toBe('{"compatibility":"NONE"}')
  })
})

describe('writing (rest-api 1.4)', () => {
  it('writes maps and sets in code-unit order, and names that objects cannot hold', async () => {
    const answer = await test.ask(
      'POST',
      '/subjects/sorted/versions',
      '{"schema":"\\"string\\"","metadata":{"properties":{"é":"1","b":"2","10":"3","9":"4","__proto__":"5","B":"6"},' +
        '"tags":{"**":["z","a"]},"sensitive":["b","B"]}}',
    )
    expect(answer.text).toContain(
      '"metadata":{"tags":{"**":["a","z"]},"properties":{"10":"3","9":"4","B":"6","__proto__":"5","b":"2","é":"1"},"sensitive":["B","b"]}',
    )
  })

  it('writes empty metadata, and leaves out what is empty inside', async () => {
    const answer = await test.ask('POST', '/subjects/empty/versions', {
      schema: '"bytes"',
      metadata: { tags: {}, properties: {}, sensitive: [] },
      references: [],
    })
    expect(answer.text).toMatch(
      /^\{"id":\d+,"version":1,"guid":"[^"]+","schemaType":"AVRO","metadata":\{\},"schema":"\\"bytes\\""\}$/,
    )
  })

  it('writes members in the order of the protocol', async () => {
    const byVersion = await test.ask('GET', '/subjects/known/versions/1')
    expect(Object.keys(byVersion.body as object)).toEqual([
      'subject',
      'version',
      'id',
      'guid',
      'schemaType',
      'schema',
      'ts',
      'deleted',
    ])
    const byId = await test.ask('GET', '/schemas/ids/1?fetchMaxId=true')
    expect(Object.keys(byId.body as object)).toEqual([
      'subject',
      'version',
      'guid',
      'schemaType',
      'schema',
      'maxId',
      'ts',
      'deleted',
    ])
  })
})

describe('compression (rest-api 1.7)', () => {
  const long = JSON.stringify({
    type: 'record',
    name: 'Long',
    fields: Array.from({ length: 100 }, (_item, i) => ({ name: `field${i}`, type: 'string' })),
  })

  it('is for clients that ask, and for answers worth it', async () => {
    const { body } = await test.ask('POST', '/subjects/long/versions', { schema: long })
    const { id } = body as { readonly id: number }
    for (const url of [`/schemas/ids/${id}`, '/subjects/long/versions/1', '/schemas']) {
      const plain = await test.ask('GET', url)
      expect(plain.headers['content-encoding']).toBeUndefined()
      const packed = await test.app.inject({
        method: 'GET',
        url,
        headers: { 'accept-encoding': 'deflate, gzip;q=0.5' },
      })
      expect(packed.headers['content-encoding']).toBe('gzip')
      expect(packed.headers['vary']).toBe('Accept, Accept-Encoding')
      expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.text)
      const refused = await test.ask('GET', url, undefined, { 'accept-encoding': 'gzip;q=0' })
      expect(refused.headers['content-encoding']).toBeUndefined()
    }
    const short = await test.ask('GET', '/config', undefined, { 'accept-encoding': 'gzip' })
    expect(short.headers['content-encoding']).toBeUndefined()
  })
})

describe('other origins (rest-api 1.7)', () => {
  it('are not let in by default', async () => {
    const answer = await test.ask('GET', '/subjects', undefined, { origin: 'https://ui.example' })
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  it('are let in when configured', async () => {
    const open = await openTestApp({}, { corsOrigin: 'https://ui.example', compression: false })
    try {
      const headers = { origin: 'https://ui.example', 'access-control-request-method': 'POST' }
      const preflight = await open.ask('OPTIONS', '/subjects/a/versions', undefined, headers)
      expect(preflight.status).toBe(200)
      expect(preflight.headers['access-control-allow-origin']).toBe('https://ui.example')
      expect(preflight.headers['access-control-allow-methods']).toContain('POST')
      const refused = await open.ask('GET', '/subjects/a/versions', undefined, headers)
      expect(refused.status).toBe(404)
      expect(refused.headers['access-control-allow-origin']).toBe('https://ui.example')
      await open.ask('POST', '/subjects/a/versions', { schema: '"string"' })
      const ready = await open.ask('GET', '/schemas/ids/1', undefined, headers)
      expect(ready.headers['access-control-allow-origin']).toBe('https://ui.example')
      expect(ready.headers['etag']).toBeDefined()
    } finally {
      await open.close()
    }
  })
})

describe('the server (rest-api 2.1, 2.9)', () => {
  it.each<[Method, string, string]>([
    ['GET', '/', '{}'],
    ['POST', '/', '{}'],
    ['GET', '/v1/metadata/version', '{"version":"8.5.0-0","commitId":"concordat"}'],
    ['GET', '/v1/metadata/deployment', '{"attributes":[]}'],
    ['GET', '/schemas/types', '["JSON","PROTOBUF","AVRO"]'],
    ['GET', '/health/live', '{"status":"live"}'],
    ['GET', '/health/ready', '{"status":"ready"}'],
  ])('%s %s is %s', async (method, url, text) => {
    const answer = await test.ask(method, url)
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(text)
  })

  it('takes any object of strings at its root', async () => {
    expect((await test.ask('POST', '/', { a: 'b' })).text).toBe('{}')
    expect((await test.ask('POST', '/', '[]')).status).toBe(400)
  })

  it('names its cluster', async () => {
    const { body } = await test.ask('GET', '/v1/metadata/id')
    expect(body).toEqual({
      scope: {
        path: [],
        clusters: {
          'kafka-cluster': test.registry.clusterId,
          'schema-registry-cluster': 'schema-registry',
        },
      },
    })
  })

  it('is not ready while it stops', async () => {
    const stopping = await openTestApp({}, { isStopping: () => true })
    try {
      const answer = await stopping.ask('GET', '/health/ready')
      expect(answer.status).toBe(503)
      expect(answer.headers['retry-after']).toBe('1')
      expect((await stopping.ask('GET', '/health/live')).status).toBe(200)
    } finally {
      await stopping.close()
    }
  })
})
