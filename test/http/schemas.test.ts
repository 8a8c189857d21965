import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fault, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

let test: TestApp
const guids: string[] = []
beforeAll(async () => {
  test = await openTestApp()
  const schemas: readonly (readonly [string, object])[] = [
    ['a', { schema: '"string"' }],
    ['b', { schema: '"string"' }],
    [
      'a',
      {
        schema: '"int"',
        ruleSet: { domainRules: [{ name: 'r', type: 'CEL', kind: 'CONDITION', expr: 'true' }] },
      },
    ],
    [':.ctx:c', { schema: '"long"' }],
  ]
  for (const [subject, body] of schemas) {
    const { body: registered } = await test.ask('POST', `/subjects/${subject}/versions`, body)
    guids.push((registered as { readonly guid: string }).guid)
  }
})
afterAll(() => test.close())

describe('reading by id (rest-api 2.2, 3.1)', () => {
  it.each([
    ['/schemas/ids/2', { subject: 'a', version: 2, schema: '"int"' }],
    ['/schemas/ids/1?subject=b', { subject: 'b', version: 1, schema: '"string"' }],
    ['/schemas/ids/1?subject=none', { schema: '"string"' }],
    ['/schemas/ids/1?subject=:.ctx:', { subject: ':.ctx:c', version: 1, schema: '"long"' }],
    ['/schemas/ids/1?subject=:.ctx:c', { subject: ':.ctx:c', schema: '"long"' }],
    ['/schemas/ids/1?subject=%3A.ctx%3Ac', { subject: ':.ctx:c', schema: '"long"' }],
    ['/schemas/ids/1?subject=c', { subject: ':.ctx:c', schema: '"long"' }],
    ['/contexts/.ctx/schemas/ids/1', { subject: ':.ctx:c', schema: '"long"' }],
    ['/schemas/ids/+1', { schema: '"string"' }],
    ['/schemas/ids/2?fetchMaxId=True', { maxId: 2, subject: 'a' }],
    ['/schemas/ids/1?fetchMaxId=true&subject=:.ctx:', { maxId: 1 }],
  ])('%s', async (url, expected) => {
    const answer = await test.ask('GET', url)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject(expected)
    expect(answer.body).not.toHaveProperty('id')
  })

  it.each([
    ['/schemas/ids/9', fault(40403, 'Schema 9 not found')],
    ['/schemas/ids/0', fault(40403, 'Schema 0 not found')],
    ['/schemas/ids/-3', fault(40403, 'Schema -3 not found')],
    ['/schemas/ids/9/schema', fault(40403, 'Schema 9 not found')],
    ['/schemas/ids/1?subject=:.ctx:none', fault(40403, 'Schema 1 not found')],
    ['/schemas/ids/1?subject=:.none:', fault(40403, 'Schema 1 not found')],
    ['/schemas/ids/9/subjects', fault(40403, 'Schema not found')],
    ['/schemas/ids/9/versions', fault(40403, 'Schema not found')],
    ['/schemas/ids/x', fault(404, 'HTTP 404 Not Found')],
    ['/schemas/ids/1.0', fault(404, 'HTTP 404 Not Found')],
    ['/schemas/ids/2147483648', fault(404, 'HTTP 404 Not Found')],
    ['/schemas/ids/%20', fault(404, 'HTTP 404 Not Found')],
    ['/schemas/ids/x/schema', fault(404, 'HTTP 404 Not Found')],
    ['/schemas/ids/x/subjects', fault(404, 'HTTP 404 Not Found')],
    ['/schemas/ids/x/versions', fault(404, 'HTTP 404 Not Found')],
  ])('%s does not exist', async (url, expected) => {
    const answer = await test.ask('GET', url)
    expect(answer.status).toBe(404)
    expect(answer.body).toEqual(expected)
  })

  it.each([
    ['/schemas/ids/1/schema', '"string"'],
    ['/schemas/ids/2/schema?format=fancy', '"int"'],
    ['/schemas/ids/1/schema?subject=:.ctx:', '"long"'],
  ])('%s is the bare text', async (url, text) => {
    expect((await test.ask('GET', url)).text).toBe(text)
  })

  it('lists who uses an id', async () => {
    const subjects = await test.ask('GET', '/schemas/ids/1/subjects')
    expect((subjects.body as string[]).toSorted()).toEqual(['a', 'b'])
    const versions = await test.ask('GET', '/schemas/ids/1/versions?limit=5')
    expect(versions.body).toHaveLength(2)
    expect(versions.body).toContainEqual({ subject: 'b', version: 1 })
    expect((await test.ask('GET', '/schemas/ids/1/versions?offset=1')).body).toHaveLength(1)
    const elsewhere = await test.ask('GET', '/contexts/ctx/schemas/ids/1/subjects')
    expect(elsewhere.body).toEqual([':.ctx:c'])
  })
})

describe('reading by guid (rest-api 2.2)', () => {
  it('answers neither subject nor version, whatever the spelling', async () => {
    const [guid = ''] = guids
    for (const spelling of [guid, guid.toUpperCase(), guid.replaceAll('-', '')]) {
      const answer = await test.ask('GET', `/schemas/guids/${spelling}`)
      expect(answer.body).toMatchObject({ guid, schemaType: 'AVRO', schema: '"string"' })
      expect(answer.body).not.toHaveProperty('subject')
      expect(answer.body).not.toHaveProperty('version')
    }
  })

  it('finds what only another context knows', async () => {
    const answer = await test.ask('GET', `/schemas/guids/${guids[3]}`)
    expect(answer.body).toMatchObject({ schema: '"long"' })
    const ids = await test.ask('GET', `/schemas/guids/${guids[3]}/ids`)
    expect(ids.body).toEqual([{ context: '.ctx', id: 1 }])
  })

  it.each(['x', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '%F0%9F%98%80', "'"])(
    '%s is unknown',
    async (guid) => {
      const answer = await test.ask('GET', `/schemas/guids/${guid}`)
      expect(answer.body).toEqual(fault(40403, `Schema ${decodeURIComponent(guid)} not found`))
      expect((await test.ask('GET', `/schemas/guids/${guid}/ids`)).body).toEqual([])
    },
  )
})

describe('listing schemas (rest-api 2.2)', () => {
  it.each([
    ['', ['a 1', 'a 2', 'b 1']],
    ['?subjectPrefix=:*:', [':.ctx:c 1', 'a 1', 'a 2', 'b 1']],
    ['?subjectPrefix=b', ['b 1']],
    ['?latestOnly=true', ['a 2', 'b 1']],
    ['?ruleType=CEL', ['a 2']],
    ['?ruleType=none', []],
    ['?limit=1', ['a 1']],
    ['?offset=1&limit=1', ['a 2']],
    ['?limit=5000', ['a 1', 'a 2', 'b 1']],
    ['?lifecycle=NONE', ['a 1', 'a 2', 'b 1']],
    ['?lifecycle=STRONG', []],
    ['?lifecycle=STRONG&lifecycle=NONE', ['a 1', 'a 2', 'b 1']],
    ['?subjectPrefix=none', []],
  ])('%s', async (query, expected) => {
    const { body } = await test.ask('GET', `/schemas${query}`)
    const listed = body as readonly { readonly subject: string; readonly version: number }[]
    expect(listed.map(({ subject, version }) => `${subject} ${version}`)).toEqual(expected)
  })

  it.each([
    ['?lifecycle=strong', fault(404, 'HTTP 404 Not Found')],
    ['?limit=x', fault(404, 'HTTP 404 Not Found')],
    ['?offset=-1', fault(400, 'offset must not be negative')],
  ])('%s is refused', async (query, expected) => {
    expect((await test.ask('GET', `/schemas${query}`)).body).toEqual(expected)
  })

  it('reports aliases', async () => {
    await test.ask('PUT', '/config/alias-of-b', { alias: 'b' })
    const { body } = await test.ask('GET', '/schemas?aliases=true&subjectPrefix=alias')
    expect(body).toMatchObject([{ subject: 'b', version: 1, aliases: ['alias-of-b'] }])
  })
})

describe('ready answers by id and guid', () => {
  const read = (url: string, headers: Readonly<Record<string, string>> = {}) =>
    test.ask('GET', url, undefined, headers)

  it.each([
    ['/schemas/ids/1', 'public, max-age=3600'],
    ['/schemas/ids/1?subject=b', 'public, max-age=3600'],
    ['/schemas/ids/1/schema', 'public, max-age=31536000, immutable'],
  ])('%s may be kept by others', async (url, cacheControl) => {
    const first = await read(url)
    const second = await read(url)
    expect(second.text).toBe(first.text)
    expect(second.headers['cache-control']).toBe(cacheControl)
    expect(second.headers['vary']).toBe('Accept, Accept-Encoding')
    const etag = second.headers['etag'] ?? ''
    expect(etag).toMatch(/^W\/"[\w-]+"$/)
    for (const known of [etag, etag.slice(2), `"x", ${etag}`, '*']) {
      const unchanged = await read(url, { 'if-none-match': known })
      expect(unchanged.status).toBe(304)
      expect(unchanged.text).toBe('')
      expect(unchanged.headers['etag']).toBe(etag)
    }
    expect((await read(url, { 'if-none-match': '"x"' })).status).toBe(200)
  })

  it('are compressed, conditional and without a body when asked', async () => {
    const fields = Array.from({ length: 90 }, (_item, i) => ({ name: `f${i}`, type: 'int' }))
    const schema = JSON.stringify({ type: 'record', name: 'Long', fields })
    const { body } = await test.ask('POST', '/subjects/long/versions', { schema })
    const url = `/schemas/ids/${(body as { readonly id: number }).id}`
    const plain = await read(url)
    for (let round = 0; round < 2; round++) {
      const packed = await test.app.inject({ url, headers: { 'accept-encoding': 'gzip' } })
      expect(packed.headers['etag']).toBe(plain.headers['etag'])
      expect(Number(packed.headers['content-length'])).toBe(packed.rawPayload.length)
      expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.text)
    }
    const head = await test.ask('HEAD', url)
    expect(head.text).toBe('')
    expect(head.headers).toMatchObject({
      'content-length': plain.headers['content-length'],
      'cache-control': plain.headers['cache-control'],
    })
  })

  it('errors are not kept', async () => {
    const answer = await read('/schemas/ids/77')
    expect(answer.headers['etag']).toBeUndefined()
    expect(answer.headers['cache-control']).toBeUndefined()
  })

  it('follow deletion, restoring and registration at once', async () => {
    const path = '/subjects/moving/versions'
    const registered = await test.ask('POST', path, { schema: '"double"' })
    const { id, guid } = registered.body as { readonly id: number; readonly guid: string }
    const urls = [
      `/schemas/ids/${id}`,
      `/schemas/ids/${id}?subject=moving`,
      `/schemas/guids/${guid}`,
    ]
    const deletedFlags = async (): Promise<unknown[]> => {
      const answers = await Promise.all(urls.map((url) => read(url)))
      return answers.map((answer) => (answer.body as { readonly deleted?: boolean }).deleted)
    }
    expect(await deletedFlags()).toEqual([false, false, false])
    await test.ask('DELETE', `${path}/1`)
    expect(await deletedFlags()).toEqual([true, true, true])
    await test.ask('POST', `${path}/1/restore`)
    expect(await deletedFlags()).toEqual([false, false, false])
    await test.ask('DELETE', '/subjects/moving')
    await test.ask('DELETE', '/subjects/moving?permanent=true')
    for (const url of [...urls, `/schemas/ids/${id}/schema`]) {
      expect((await read(url)).body).toMatchObject({ error_code: 40403 })
    }
    const again = await test.ask('POST', path, { schema: '"double"' })
    expect(again.body).not.toMatchObject({ id })
    expect((await read(`/schemas/guids/${guid}`)).body).toMatchObject({ schema: '"double"' })
  })

  it('follow a subject that comes to use the id', async () => {
    const url = '/schemas/ids/1?subject=later'
    expect((await read(url)).body).not.toMatchObject({ subject: 'later' })
    await test.ask('POST', '/subjects/later/versions', { schema: '"string"' })
    expect((await read(url)).body).toMatchObject({ subject: 'later', version: 1 })
  })

  it('follow an alias', async () => {
    expect((await read('/schemas/ids/1?subject=nick')).body).toMatchObject({ schema: '"string"' })
    await test.ask('PUT', '/config/nick', { alias: ':.ctx:c' })
    expect((await read('/schemas/ids/1?subject=nick')).body).toMatchObject({ schema: '"long"' })
    await test.ask('DELETE', '/config/nick')
    expect((await read('/schemas/ids/1?subject=nick')).body).toMatchObject({ schema: '"string"' })
  })

  it('follow an import over what they refer to', async () => {
    const record = (name: string, type: unknown): string =>
      JSON.stringify({ type: 'record', name, fields: [{ name: 'f', type }] })
    await test.ask('POST', '/subjects/target/versions', { schema: record('Target', 'int') })
    const references = [{ name: 'Target', subject: 'target', version: 1 }]
    const pointing = { schema: record('Pointing', 'Target'), references }
    const { body } = await test.ask('POST', '/subjects/pointing/versions', pointing)
    const { id, guid } = body as { readonly id: number; readonly guid: string }
    const inlined = { schema: record('Pointing', JSON.parse(record('Target', 'int'))) }
    const asked = [
      ['GET', `/schemas/ids/${id}?format=resolved`],
      ['GET', `/schemas/ids/${id}?format=resolved&subject=pointing`],
      ['GET', `/schemas/ids/${id}/schema?format=resolved`],
      ['GET', `/schemas/guids/${guid}?format=resolved`],
      ['GET', '/subjects/pointing/versions/latest?format=resolved'],
      ['GET', '/subjects/pointing/versions/1/schema?format=RESOLVED'],
      ['POST', '/subjects/pointing?format=resolved', inlined],
    ] as const
    const read = async (): Promise<readonly string[]> => {
      const answers = await Promise.all(
        asked.map(([method, url, sent]) => test.ask(method, url, sent)),
      )
      return answers.map((answer) => answer.text.replaceAll('\\', ''))
    }
    for (const text of [...(await read()), ...(await read())])
      expect(text).toContain('"type":"int"')
    const lookUp = () => test.ask('POST', '/subjects/pointing', inlined)
    expect([(await lookUp()).status, (await lookUp()).status]).toEqual([200, 200])
    await test.ask('PUT', '/mode/target?force=true', { mode: 'IMPORT' })
    const imported = { schema: record('Target', 'bytes'), id: 9000, version: 1 }
    expect((await test.ask('POST', '/subjects/target/versions', imported)).status).toBe(200)
    const after = await read()
    for (const text of after.slice(0, 6)) expect(text).toContain('"type":"bytes"')
    expect(after[6]).toContain('Schema not found')
    expect((await lookUp()).body).toMatchObject({ error_code: 40403 })
  })
})
