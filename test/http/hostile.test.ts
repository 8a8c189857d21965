import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp } from './test-app.ts'
import type { Answer, Method, TestApp } from './test-app.ts'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp({}, { bodyLimit: 1_000_000 })
})
afterAll(() => test.close())

/** Subjects that a path, a query or SQL could misread; each is an ordinary name. */
const names = [
  'a/b',
  '/',
  '//',
  'a:b',
  ':a',
  ':',
  '::',
  'a%b',
  '%2F',
  'a%2Fb',
  '100%',
  'a+b',
  'a b',
  ' ',
  'a?b=c&d#e',
  'a;b',
  "a'b",
  'a"b',
  'a\\b',
  '%_',
  '*',
  '😀',
  'é',
  'e\u0301',
  '\u202e',
  '...',
  '../config',
  '__proto__',
  'constructor',
  'latest',
  'versions',
  'subjects',
  'null',
  '-1',
  '$1',
  '{}',
  'x'.repeat(1000),
] as const

const bodies = { schema: '"string"' }

describe('a subject of any name', () => {
  it.each(names)('%j goes through every operation', async (name) => {
    const segment = encodeURIComponent(name)
    const path = `/subjects/${segment}`
    const registered = await test.ask('POST', `${path}/versions`, bodies)
    expect(registered.body).toMatchObject({ version: 1 })
    const { id } = registered.body as { readonly id: number }
    const byId = await test.ask('GET', `/schemas/ids/${id}?subject=${segment}`)
    expect(byId.body).toMatchObject({ subject: name })
    expect((await test.ask('POST', path, bodies)).body).toMatchObject({ subject: name })
    expect((await test.ask('GET', `${path}/versions`)).body).toEqual([1])
    expect((await test.ask('GET', `${path}/versions/latest`)).body).toMatchObject({ subject: name })
    expect((await test.ask('GET', `${path}/versions/1/schema`)).text).toBe('"string"')
    expect((await test.ask('GET', `${path}/versions/1/referencedby`)).body).toEqual([])
    expect((await test.ask('GET', `${path}/metadata`)).status).toBe(404)
    expect((await test.ask('GET', '/subjects')).body).toContain(name)
    expect((await test.ask('GET', `/subjects?subjectPrefix=${segment}`)).body).toContain(name)
    const checked = await test.ask('POST', `/compatibility${path}/versions/latest`, bodies)
    expect(checked.body).toEqual({ is_compatible: true })
    expect((await test.ask('PUT', `/config/${segment}`, { compatibility: 'FULL' })).status).toBe(
      200,
    )
    expect((await test.ask('GET', `/config/${segment}`)).body).toEqual({
      compatibilityLevel: 'FULL',
    })
    expect((await test.ask('PUT', `/mode/${segment}`, { mode: 'READWRITE' })).status).toBe(200)
    expect((await test.ask('GET', `/mode/${segment}`)).body).toEqual({ mode: 'READWRITE' })
    expect((await test.ask('GET', `/associations/subjects/${segment}`)).body).toEqual([])
    const inContext = await test.ask('POST', `/contexts/.h/subjects/${segment}/versions`, bodies)
    expect(inContext.body).toMatchObject({ version: 1 })
    expect((await test.ask('GET', '/contexts/.h/subjects')).body).toContain(`:.h:${name}`)
    expect((await test.ask('DELETE', `${path}/versions/1`)).text).toBe('1')
    expect((await test.ask('POST', `${path}/restore`)).text).toBe('[1]')
    expect((await test.ask('DELETE', path)).text).toBe('[1]')
    expect((await test.ask('DELETE', `${path}?permanent=true`)).text).toBe('[1]')
    expect((await test.ask('DELETE', `/contexts/.h/subjects/${segment}`)).text).toBe('[1]')
    expect((await test.ask('DELETE', `/mode/${segment}`)).status).toBe(404)
  })

  it.each([
    'a\nb',
    '\u0000',
    'a\u0000',
    '\u007f',
    'a\u0085b',
    '__GLOBAL',
    '__EMPTY',
    ':.__GLOBAL:a',
  ])('%j cannot be registered or configured, but asked for', async (name) => {
    const segment = encodeURIComponent(name)
    const refused: readonly (readonly [Method, string, object])[] = [
      ['POST', `/subjects/${segment}/versions`, bodies],
      ['POST', `/subjects/${segment}/versions/1/tags`, {}],
    ]
    for (const [method, url, body] of refused) {
      expect((await test.ask(method, url, body)).body).toEqual({
        error_code: 42208,
        message: `The specified subject '${name}' is not a valid.`,
      })
    }
    const asked: readonly (readonly [Method, string, object?])[] = [
      ['GET', `/subjects/${segment}/versions`],
      ['GET', `/subjects/${segment}/versions/1`],
      ['GET', `/subjects/${segment}/metadata?key=${segment}&value=${segment}`],
      ['POST', `/subjects/${segment}`, bodies],
      ['DELETE', `/subjects/${segment}`],
      ['DELETE', `/subjects/${segment}/versions/1`],
      ['POST', `/subjects/${segment}/restore`],
    ]
    for (const [method, url, body] of asked) {
      expect((await test.ask(method, url, body)).body).toMatchObject({ error_code: 40401 })
    }
  })

  it('is refused as too large where the database cannot index it', async () => {
    const name = Array.from({ length: 150 }, (_item, i) =>
      createHash('sha256').update(String(i)).digest('base64url'),
    ).join('')
    const ruleSet = { domainRules: [{ name: 'r', type: name.repeat(10) }] }
    const refused: readonly (readonly [Method, string, object])[] = [
      ['POST', `/subjects/${name}/versions`, bodies],
      ['POST', `/subjects/:.${name}:a/versions`, bodies],
      ['POST', '/subjects/rules/versions', { ...bodies, ruleSet }],
      ['PUT', `/config/${name}`, { compatibility: 'FULL' }],
      ['PUT', '/config/nickname', { alias: name }],
      ['PUT', `/mode/${name}`, { mode: 'READONLY' }],
      [
        'POST',
        '/associations',
        {
          resourceName: 'a',
          resourceNamespace: 'b',
          resourceId: name,
          associations: [{ schema: bodies }],
        },
      ],
    ]
    for (const [method, url, body] of refused) {
      expect((await test.ask(method, url, body)).body).toEqual({
        error_code: 42209,
        message: 'Register operation failed because schema is too large',
      })
    }
    expect((await test.ask('GET', `/subjects/${name}/versions`)).status).toBe(404)
  })
})

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'DELETE']
const paths = [
  '/subjects',
  '/subjects/s',
  '/subjects/s/metadata',
  '/subjects/s/restore',
  '/subjects/s/versions',
  '/subjects/s/versions/1',
  '/subjects/s/versions/1/schema',
  '/subjects/s/versions/1/referencedby',
  '/subjects/s/versions/1/tags',
  '/subjects/s/versions/1/restore',
  '/schemas',
  '/schemas/types',
  '/schemas/ids/1',
  '/schemas/ids/1/schema',
  '/schemas/ids/1/subjects',
  '/schemas/ids/1/versions',
  '/schemas/guids/x',
  '/schemas/guids/x/ids',
  '/compatibility/subjects/s/versions',
  '/compatibility/subjects/s/versions/1',
  '/config',
  '/config/s',
  '/mode/s',
  '/contexts',
  '/associations',
  '/associations/subjects/s',
  '/associations/resources/r',
  '/associations/resources/n/r',
  '/associations:batchGet',
  '/associations:batchMutate',
  '/v1/metadata/id',
  '/',
]

/** Every answer is the protocol's, and no answer is a 500. */
function expectSane(answer: Answer): void {
  expect(answer.status).toBeLessThan(500)
  if (answer.status >= 400) {
    const { error_code, message } = answer.body as {
      readonly error_code: number
      readonly message: string
    }
    expect(String(error_code).slice(0, 3)).toBe(String(answer.status))
    expect(message).not.toBe('')
  }
}

const parameters = [
  'subject',
  'subjectPrefix',
  'format',
  'referenceFormat',
  'findTags',
  'fetchMaxId',
  'deleted',
  'deletedOnly',
  'deletedAsNegative',
  'latestOnly',
  'aliases',
  'ruleType',
  'resourceType',
  'associationType',
  'lifecycle',
  'offset',
  'limit',
  'key',
  'value',
  'normalize',
  'verbose',
  'force',
  'permanent',
  'recursive',
  'defaultToGlobal',
  'contextPrefix',
  'context',
  'dryRun',
  'includeSchemas',
  'cascadeLifecycle',
]
const refusable = ['offset', 'limit', 'lifecycle']
const values = [
  '',
  '0',
  '-1',
  '-99999999999999',
  '2147483648',
  '1e9',
  'NaN',
  'null',
  'true',
  '%00',
  '%zz',
  '%F0%9F%98%80',
  '%27%3B--',
  ':.',
  ':*:',
  ':.:',
  ':.__GLOBAL:',
  '__proto__',
  '%5B%5D',
  'x'.repeat(5000),
]

describe('parameters of any value', () => {
  it.each(paths)('%s answers with sense', async (path) => {
    for (const value of values) {
      // All parameters at once, those that are refused apart so that they do not hide the others.
      const some = (names: readonly string[]): string =>
        names.map((name) => `${name}=${value}&${name}=again`).join('&')
      const rest = parameters.filter((name) => !refusable.includes(name))
      for (const query of [some(refusable), some(rest), `${value}&=${value}&&?`]) {
        expectSane(await test.ask('GET', `${path}?${query}`))
      }
    }
  })
})

describe('bodies of any shape', () => {
  const hostile = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.record(
      {
        schema: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
        schemaType: fc.oneof(fc.constantFrom('AVRO', 'JSON', 'PROTOBUF'), fc.jsonValue()),
        references: fc.jsonValue(),
        metadata: fc.oneof(
          fc.record({ properties: fc.dictionary(fc.string(), fc.string({ unit: 'binary' })) }),
          fc.jsonValue(),
        ),
        ruleSet: fc.jsonValue(),
        version: fc.oneof(fc.integer(), fc.jsonValue()),
        id: fc.oneof(fc.integer(), fc.jsonValue()),
        schemaTagsToAdd: fc.jsonValue(),
        propagateSchemaTags: fc.jsonValue(),
        compatibility: fc.jsonValue(),
        alias: fc.jsonValue(),
        mode: fc.jsonValue(),
        associations: fc.jsonValue(),
        requests: fc.jsonValue(),
        resourceName: fc.jsonValue(),
      },
      { requiredKeys: [] },
    ),
  )

  const targets: readonly (readonly [Method, string])[] = [
    ['POST', '/subjects/fuzz/versions'],
    ['POST', '/subjects/fuzz'],
    ['POST', '/subjects/fuzz/versions/1/tags'],
    ['POST', '/compatibility/subjects/fuzz/versions?verbose=true'],
    ['PUT', '/config/fuzzed'],
    ['PUT', '/mode/fuzzed'],
    ['POST', '/associations'],
    ['PUT', '/associations/resources/r'],
    ['POST', '/associations:batchGet'],
    ['POST', '/associations:batchMutate'],
  ]

  it.each(targets)('%s %s answers with sense', async (method, url) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (body) => {
        expectSane(await test.ask(method, url, JSON.stringify(body)))
      }),
      { numRuns: 60, verbose: true },
    )
  })

  it.each(methods)('%s with bytes that are no JSON answers with sense', async (method) => {
    for (const url of paths) {
      for (const body of ['\u0000', '{'.repeat(50_000), '"', '\ufeff', `[${'1,'.repeat(1000)}`]) {
        expectSane(await test.ask(method, url, body))
      }
    }
  })

  it.each([
    ['a comment', '// c\n"string"'],
    ['a trailing comma', '{"type":"string",}'],
    [
      'a wrong default',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}',
    ],
    ['10,000 levels', `${'{"type":"array","items":'.repeat(10_000)}"int"${'}'.repeat(10_000)}`],
    [
      'a name out of nowhere',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"Nowhere"}]}',
    ],
    ['only a brace', '{'],
    ['a lone surrogate', '"\ud800"'],
  ])('an Avro text with %s is answered with sense', async (_what, schema) => {
    expectSane(await test.ask('POST', '/subjects/avro/versions', { schema }))
  })

  it('bytes that are no UTF-8 are refused, not replaced', async () => {
    const payload = Buffer.from('{"schema": "\\"string\\"", "schemaType": "AVRO\xe9"}', 'latin1')
    const reply = await test.app.inject({ method: 'POST', url: '/subjects/u/versions', payload })
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ error_code: 400, message: 'The body is not UTF-8' })
  })

  it('an Avro text with 10,000 fields is registered', async () => {
    const fields = Array.from({ length: 10_000 }, (_item, i) => ({ name: `f${i}`, type: 'int' }))
    const schema = JSON.stringify({ type: 'record', name: 'Wide', fields })
    const answer = await test.ask('POST', '/subjects/wide/versions', { schema })
    expect(answer.body).toMatchObject({ version: 1 })
  })
})

describe('a list of schemas that would not fit into memory', () => {
  it('is refused with the way out, and a part of it is not', async () => {
    const large = await openTestApp()
    const doc = 'x'.repeat(9 * 1024 * 1024)
    for (let i = 0; i < 15; i++) {
      const schema = JSON.stringify({ type: 'enum', name: `E${i}`, symbols: ['A'], doc })
      expect((await large.ask('POST', `/subjects/s${i}/versions`, { schema })).status).toBe(200)
    }
    const refused = await large.ask('GET', '/schemas')
    expect(refused.status).toBe(400)
    expect(refused.body).toEqual({
      error_code: 400,
      message: 'The 15 largest schemas of this answer have 136 MiB: ask for fewer with limit',
    })
    expect((await large.ask('GET', '/schemas?limit=2')).body).toHaveLength(2)
    await large.close()
  })
})

describe('what is no HTTP', () => {
  it.each([
    ['GARBAGE\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: x\r\nContent-Length: a\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
  ])('%.20s is answered in the shape of the protocol', async (request, status) => {
    if (!test.app.server.listening) await test.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = test.app.server.address() as AddressInfo
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(request))
      let received = ''
      socket.setEncoding('utf8')
      socket.on('data', (chunk: string) => {
        received += chunk
      })
      socket.on('close', () => {
        resolve(received)
      })
      socket.on('error', reject)
    })
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))).toMatchObject({
      error_code: status,
    })
  })
})
