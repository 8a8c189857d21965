import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fault, openTestApp } from './test-app.ts'
import type { Method, TestApp } from './test-app.ts'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp({ compatibilityLevel: 'BACKWARD' })
})
afterAll(() => test.close())

const get = async (url: string) => (await test.ask('GET', url)).text
const put = async (url: string, body: unknown) => (await test.ask('PUT', url, body)).text

describe('config (rest-api 2.6)', () => {
  it('has the default level of the server, however often it is deleted', async () => {
    expect(await get('/config')).toBe('{"compatibilityLevel":"BACKWARD"}')
    for (let i = 0; i < 2; i++) {
      const answer = await test.ask('DELETE', '/config')
      expect(answer.text).toBe('{"compatibilityLevel":"BACKWARD"}')
    }
  })

  it('echoes the merged record under another name of the level', async () => {
    expect(await put('/config/s', { compatibility: 'full', normalize: true })).toBe(
      '{"normalize":true,"compatibility":"FULL"}',
    )
    expect(await put('/config/s', { normalize: null })).toBe('{"compatibility":"FULL"}')
    expect(await put('/config/s', {})).toBe('{"compatibility":"FULL"}')
    expect(await get('/config/s')).toBe('{"compatibilityLevel":"FULL"}')
    expect((await test.ask('DELETE', '/config/s')).text).toBe('{"compatibilityLevel":"FULL"}')
  })

  it('writes every member, in the order of the protocol', async () => {
    const body = {
      protobufRules: 'WIRE',
      strictness: 'sound',
      overrideRuleSet: { domainRules: [{ name: 'o', type: 'CEL', mode: 'WRITE' }] },
      defaultRuleSet: { migrationRules: [{ name: 'd', type: 'J', mode: 'UPGRADE' }] },
      overrideMetadata: { properties: { b: '2' } },
      defaultMetadata: { properties: { a: '1' }, tags: {} },
      compatibilityGroup: 'g',
      compatibilityPolicy: 'lenient',
      compatibility: 'none',
      validateRules: true,
      validateNewSchemas: false,
      validateFields: true,
      normalize: true,
      aliasForDeks: 'd',
      alias: 'a',
    }
    const members =
      '"compatibilityPolicy":"LENIENT","compatibilityGroup":"g",' +
      '"defaultMetadata":{"properties":{"a":"1"}},"overrideMetadata":{"properties":{"b":"2"}},' +
      '"defaultRuleSet":{"migrationRules":[{"name":"d","kind":"TRANSFORM","mode":"UPGRADE","type":"J","disabled":false}]},' +
      '"overrideRuleSet":{"domainRules":[{"name":"o","kind":"TRANSFORM","mode":"WRITE","type":"CEL","disabled":false}]},' +
      '"strictness":"sound","protobufRules":"WIRE"}'
    const flags =
      '{"alias":"a","aliasForDeks":"d","normalize":true,"validateFields":true,"validateNewSchemas":false,"validateRules":true,'
    expect(await put('/config/all', body)).toBe(`${flags}"compatibility":"NONE",${members}`)
    expect(await get('/config/all')).toBe(`${flags}"compatibilityLevel":"NONE",${members}`)
  })

  it('shows an empty text in the echo only', async () => {
    expect(await put('/config/empty', { alias: '' })).toBe('{"alias":""}')
    expect(await get('/config/empty')).toBe('{"compatibilityLevel":"BACKWARD"}')
  })

  it.each([
    'BACKWARD',
    'backward_transitive',
    'Forward',
    'FORWARD_TRANSITIVE',
    'full',
    'FULL_TRANSITIVE',
    'none',
  ])('takes the level %s', async (compatibility) => {
    expect(await put('/config/levels', { compatibility })).toBe(
      `{"compatibility":"${compatibility.toUpperCase()}"}`,
    )
  })

  it.each<[Method, string, object | undefined, number, string]>([
    [
      'GET',
      '/config/none',
      undefined,
      40408,
      "Subject 'none' does not have subject-level compatibility configured",
    ],
    ['DELETE', '/config/none', undefined, 40401, "Subject 'none' not found."],
    [
      'PUT',
      '/config',
      { compatibility: 'up' },
      42203,
      'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
    ],
    [
      'PUT',
      '/config/__GLOBAL',
      { compatibility: 'up' },
      42203,
      'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
    ],
    ['PUT', '/config/__GLOBAL', {}, 42208, "The specified subject '__GLOBAL' is not a valid."],
    [
      'PUT',
      '/config/s',
      { defaultRuleSet: { domainRules: [{ name: 'a' }] } },
      42210,
      'Missing rule type',
    ],
    ['PUT', '/config/s', { overrideRuleSet: { domainRules: [{}] } }, 42210, 'Missing rule name'],
  ])('%s %s %j is refused with %i', async (method, url, body, code, message) => {
    const answer = await test.ask(method, url, body)
    expect(answer.body).toEqual(fault(code, message))
  })

  it.each([
    { compatibility: 'up', defaultMetadata: [] },
    { compatibility: 'up', overrideRuleSet: { domainRules: [{ kind: 'other' }] } },
  ])('%j fails for its shape before its level is looked at', async (body) => {
    const answer = await test.ask('PUT', '/config/s', body)
    expect(answer.body).toMatchObject({ error_code: 400 })
  })

  it('of a context is configured as the context', async () => {
    await put('/config/:.ctx:', { compatibility: 'NONE' })
    expect(await get('/contexts/.ctx/config')).toBe('{"compatibilityLevel":"NONE"}')
    expect(await get('/config/:.ctx:s?defaultToGlobal=true')).toBe('{"compatibilityLevel":"NONE"}')
    expect(await get('/config/:.:')).toBe('{"compatibilityLevel":"BACKWARD"}')
    expect(await get('/config/:.__GLOBAL:')).toContain('compatibilityLevel')
    expect((await test.ask('DELETE', '/contexts/ctx/config')).status).toBe(200)
    expect(await get('/config/:.ctx:s?defaultToGlobal=True')).toBe(
      '{"compatibilityLevel":"BACKWARD"}',
    )
  })

  it('names a subject by its alias in every operation on subjects, but not here', async () => {
    await test.ask('POST', '/subjects/real/versions', { schema: '"string"' })
    await put('/config/nick', { alias: 'real' })
    const urls = ['/subjects/nick/versions/1', '/subjects/nick/versions/latest']
    for (const url of urls) {
      expect((await test.ask('GET', url)).body).toMatchObject({ subject: 'real' })
    }
    const looked = await test.ask('POST', '/subjects/nick', { schema: '"string"' })
    expect(looked.body).toMatchObject({ subject: 'real' })
    const checked = await test.ask('POST', '/compatibility/subjects/nick/versions', {
      schema: '"int"',
    })
    expect(checked.text).toBe('{"is_compatible":false}')
    expect((await test.ask('GET', '/subjects/nick/versions/7')).body).toEqual(
      fault(40402, 'Version 7 not found.'),
    )
    const deleted = await test.ask('DELETE', '/subjects/nick')
    expect(deleted.text).toBe('[1]')
    expect((await test.ask('GET', '/config/real')).status).toBe(404)
  })
})

describe('mode (rest-api 2.7)', () => {
  it('is READWRITE unless set', async () => {
    expect(await get('/mode')).toBe('{"mode":"READWRITE"}')
    expect((await test.ask('DELETE', '/mode')).text).toBe('{"mode":"READWRITE"}')
    expect(await get('/mode/s?defaultToGlobal=true')).toBe('{"mode":"READWRITE"}')
  })

  it('echoes the request, letter case included', async () => {
    expect(await put('/mode/s', { mode: 'readonly' })).toBe('{"mode":"readonly"}')
    expect(await get('/mode/s')).toBe('{"mode":"READONLY"}')
    expect(await put('/mode/s', { mode: null })).toBe('{"mode":null}')
    expect((await test.ask('GET', '/mode/s')).body).toEqual(
      fault(40409, "Subject 's' does not have subject-level mode configured"),
    )
  })

  it('READONLY refuses what changes and permits what reads', async () => {
    await test.ask('POST', '/subjects/frozen/versions', { schema: '"string"' })
    await put('/mode/frozen', { mode: 'READONLY' })
    const refused = fault(42205, 'Subject frozen in context  is in read-only mode')
    const writes: readonly (readonly [Method, string, object?])[] = [
      ['POST', '/subjects/frozen/versions', { schema: '"int"' }],
      ['DELETE', '/subjects/frozen'],
      ['DELETE', '/subjects/frozen/versions/1'],
      ['PUT', '/config/frozen', { compatibility: 'NONE' }],
    ]
    for (const [method, url, body] of writes) {
      expect((await test.ask(method, url, body)).body).toEqual(refused)
    }
    const same = await test.ask('POST', '/subjects/frozen/versions', { schema: '"string"' })
    expect(same.status).toBe(200)
    expect((await test.ask('DELETE', '/mode/frozen')).text).toBe('{"mode":"READONLY"}')
  })

  it('IMPORT takes ids and versions', async () => {
    await put('/mode/imported', { mode: 'IMPORT' })
    const answer = await test.ask('POST', '/subjects/imported/versions', {
      schema: '"bytes"',
      id: 500,
      version: 7,
    })
    expect(answer.body).toMatchObject({ id: 500, version: 7 })
    const without = await test.ask('POST', '/subjects/imported/versions', { schema: '"int"' })
    expect(without.body).toEqual(
      fault(42205, 'Subject imported in context  is not in read-write mode'),
    )
  })

  it('recursive deletion answers an empty object where nothing was set', async () => {
    await put('/mode/:.m:a', { mode: 'READONLY' })
    expect((await test.ask('DELETE', '/contexts/.m/mode?recursive=true')).text).toBe('{}')
    expect((await test.ask('GET', '/mode/:.m:a')).status).toBe(404)
  })

  it.each<[Method, string, object | undefined, number, string]>([
    [
      'PUT',
      '/mode/s',
      { mode: 'WRITE' },
      42204,
      'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
    ],
    [
      'PUT',
      '/mode/s',
      {},
      42204,
      'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
    ],
    ['PUT', '/mode', { mode: 'FORWARD' }, 42204, 'Forward mode only supported on global level'],
    [
      'PUT',
      '/mode/__EMPTY',
      { mode: 'x' },
      42208,
      "The specified subject '__EMPTY' is not a valid.",
    ],
    ['PUT', '/mode', { mode: 'IMPORT' }, 42205, 'Cannot import since found existing subjects'],
    ['DELETE', '/mode/none', undefined, 40401, "Subject 'none' not found."],
  ])('%s %s %j is refused with %i', async (method, url, body, code, message) => {
    expect((await test.ask(method, url, body)).body).toEqual(fault(code, message))
  })
})

describe('contexts (rest-api 2.8, 3.2)', () => {
  it('are the same by prefix and by qualified subject', async () => {
    for (const [prefix, subject] of [
      ['/contexts/.c', 'a'],
      ['/contexts/c', 'b'],
      ['/contexts/:.c:', 'd'],
      ['', ':.c:e'],
      ['', '%3A.c%3Af'],
    ] as const) {
      const schema = JSON.stringify({
        type: 'fixed',
        name: `F${subject.length}${subject.at(-1)}`,
        size: 1,
      })
      const answer = await test.ask('POST', `${prefix}/subjects/${subject}/versions`, { schema })
      expect(answer.status).toBe(200)
    }
    const expected = [':.c:a', ':.c:b', ':.c:d', ':.c:e', ':.c:f']
    expect((await test.ask('GET', '/contexts/.c/subjects')).body).toEqual(expected)
    expect((await test.ask('GET', '/subjects?subjectPrefix=:.c:')).body).toEqual(expected)
    expect((await test.ask('GET', '/contexts/.c/schemas')).body).toHaveLength(5)
    const read = await test.ask('GET', '/contexts/.c/subjects/a/versions/1')
    expect(read.body).toMatchObject({ subject: ':.c:a', version: 1, id: 1 })
  })

  it('are searched for an unqualified subject when reading, not when deleting', async () => {
    expect((await test.ask('GET', '/subjects/a/versions/1')).body).toMatchObject({
      subject: ':.c:a',
    })
    expect((await test.ask('GET', '/subjects/a/versions')).status).toBe(404)
    expect((await test.ask('DELETE', '/subjects/a')).status).toBe(404)
  })

  it.each([
    ['/contexts', ['.', '.c']],
    ['/contexts?contextPrefix=.c', ['.c']],
    ['/contexts?offset=1', ['.c']],
    ['/contexts?limit=1', ['.']],
    ['/contexts?contextPrefix=c', []],
    ['/contexts/.c/contexts', ['.', '.c']],
  ])('GET %s lists %j', async (url, expected) => {
    expect((await test.ask('GET', url)).body).toEqual(expected)
  })

  it('are deleted when empty only', async () => {
    const refused = await test.ask('DELETE', '/contexts/c')
    expect(refused.body).toEqual(fault(42211, "The specified context ':.c:' is not empty."))
    for (const subject of ['a', 'b', 'd', 'e', 'f']) {
      await test.ask('DELETE', `/contexts/c/subjects/${subject}`)
      await test.ask('DELETE', `/contexts/c/subjects/${subject}?permanent=true`)
    }
    const deleted = await test.ask('DELETE', '/contexts/:.c:')
    expect(deleted.status).toBe(204)
    expect(deleted.text).toBe('')
    expect(deleted.headers['content-type']).toBeUndefined()
    expect((await test.ask('GET', '/contexts')).body).toEqual(['.'])
    expect((await test.ask('DELETE', '/contexts/never')).status).toBe(204)
  })

  it.each<[Method, string, number]>([
    ['DELETE', '/contexts/:.:', 405],
    ['DELETE', '/contexts/:.:/contexts/:.:', 405],
    ['GET', '/contexts/c', 405],
    ['GET', '/contexts/:.:', 200],
    ['DELETE', '/contexts', 405],
    ['DELETE', '/contexts/a:b', 400],
    ['GET', '/contexts/a:b/subjects', 400],
  ])('%s %s is a %i', async (method, url, status) => {
    expect((await test.ask(method, url)).status).toBe(status)
  })
})
