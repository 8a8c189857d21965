import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fault, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

const STRING_GUID = '095d71cf-1255-6b9d-5e33-0ad575b3df5d'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp()
})
afterAll(() => test.close())

const register = (subject: string, schema: string, more: object = {}) =>
  test.ask('POST', `/subjects/${subject}/versions`, { schema, ...more })
const softDelete = (path: string) => test.ask('DELETE', path)
const hardDelete = (path: string) => test.ask('DELETE', `${path}?permanent=true`)

describe('registering (rest-api 2.4, 3.5)', () => {
  it('answers what was stored, with the first id of the context', async () => {
    const answer = await register('orders-value', '"string"')
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(
      `{"id":1,"version":1,"guid":"${STRING_GUID}","schemaType":"AVRO","schema":"\\"string\\""}`,
    )
  })

  it('answers the same again for the same schema', async () => {
    const answer = await register('orders-value', ' "string" ')
    expect(answer.body).toMatchObject({ id: 1, version: 1, guid: STRING_GUID })
  })

  it('gives another subject the same id and its own version', async () => {
    expect((await register('orders-key', '"string"')).body).toMatchObject({ id: 1, version: 1 })
    expect((await register('orders-value', '"int"')).body).toMatchObject({ id: 2, version: 2 })
  })

  it('takes the three schema types', async () => {
    const json = await register('types', '{"type":"string"}', { schemaType: 'JSON' })
    expect(json.body).toMatchObject({ version: 1, schemaType: 'JSON' })
    const protobuf = await register('types', 'syntax = "proto3"; message A {}', {
      schemaType: 'PROTOBUF',
    })
    expect(protobuf.body).toMatchObject({ version: 2, schemaType: 'PROTOBUF' })
    const avro = await register('types', '"long"', { schemaType: 'AVRO' })
    expect(avro.body).toMatchObject({ version: 3, schemaType: 'AVRO' })
  })

  it.each([
    [{ schema: '{"type":"strin"}' }, 42201],
    [{ schema: 'not json' }, 42201],
    [{ schema: '"string"', schemaType: 'avro' }, 42201],
    [{ schema: '"string"', schemaType: 'THRIFT' }, 42201],
    [{ schema: '' }, 42201],
    [{}, 42201],
    [{ schema: '"string"', references: [{ name: 'a', subject: 'none', version: 1 }] }, 42201],
    [{ schema: '"string"', references: [{ name: 'a' }] }, 42201],
    [{ schema: '"string"', version: 7 }, 42201],
    [{ schema: '"string"', id: 7 }, 42205],
    [{ schema: '"string"', ruleSet: { domainRules: [{ name: '1' }] } }, 42210],
  ])('%j is refused with %i', async (body, code) => {
    const answer = await test.ask('POST', '/subjects/refused/versions', body)
    expect(answer.body).toMatchObject({ error_code: code })
    expect(answer.status).toBe(422)
  })

  it('names the subject in a refusal of an incompatible schema, with the differences', async () => {
    await test.ask('PUT', '/config/guarded', { compatibility: 'BACKWARD' })
    await register('guarded', '"string"')
    const answer = await register('guarded', '"int"')
    expect(answer.status).toBe(409)
    const { error_code, message, incompatibilities } = answer.body as {
      readonly error_code: number
      readonly message: string
      readonly incompatibilities: readonly { readonly kind: string }[]
    }
    expect(error_code).toBe(40901)
    expect(message).toMatch(
      /^Schema being registered is incompatible with an earlier schema for subject "guarded", details: \[.*\{oldSchemaVersion: 1\}, .*compatibility: 'BACKWARD'\}\]$/,
    )
    expect(incompatibilities.map((difference) => difference.kind)).toContain('TYPE_MISMATCH')
    expect(
      (await test.ask('POST', '/subjects/guarded/versions?force=True', { schema: '"int"' })).body,
    ).toMatchObject({ version: 2 })
  })
})

describe('looking up (rest-api 2.3, 3.6)', () => {
  it('finds what is registered', async () => {
    const answer = await test.ask('POST', '/subjects/orders-value', { schema: '"int"' })
    expect(answer.body).toMatchObject({ subject: 'orders-value', version: 2, id: 2 })
  })

  it.each([
    ['none', { schema: '"string"' }, fault(40401, "Subject 'none' not found.")],
    ['orders-value', { schema: '"boolean"' }, fault(40403, 'Schema not found')],
  ])('in %s misses %j', async (subject, body, expected) => {
    const answer = await test.ask('POST', `/subjects/${subject}`, body)
    expect(answer.status).toBe(404)
    expect(answer.body).toEqual(expected)
  })

  it('judges the schema before the subject', async () => {
    const answer = await test.ask('POST', '/subjects/none', { schema: 'oops' })
    expect(answer.body).toMatchObject({ error_code: 42201 })
  })
})

describe('reading versions (rest-api 2.4)', () => {
  it.each(['2', '+2', 'latest', 'LATEST', '-1', '%202'])('%s is version 2', async (version) => {
    const answer = await test.ask('GET', `/subjects/orders-value/versions/${version}`)
    expect(answer.body).toMatchObject({ subject: 'orders-value', version: 2, schema: '"int"' })
    const text = await test.ask('GET', `/subjects/orders-value/versions/${version}/schema`)
    expect(text.text).toBe('"int"')
  })

  it.each(['0', '-2', 'abc', '1.0', '2147483648', '99999999999', 'late st', '٣', '%00'])(
    '%s is no version',
    async (version) => {
      const shown = decodeURIComponent(version)
      for (const rest of ['', '/schema', '/referencedby']) {
        const answer = await test.ask(
          'GET',
          `/subjects/orders-value/versions/${encodeURIComponent(shown)}${rest}`,
        )
        expect(answer.body).toEqual(
          fault(
            42202,
            `The specified version '${shown}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
          ),
        )
      }
    },
  )

  it('what a parameter is not is told before the version and the subject', async () => {
    for (const path of ['versions', 'versions/0/referencedby', 'versions/1/referencedby']) {
      const answer = await test.ask('GET', `/subjects/none/${path}?limit=x`)
      expect(answer.body).toEqual(fault(404, 'HTTP 404 Not Found'))
    }
  })

  it.each([
    ['/subjects/none/versions/1', fault(40401, "Subject 'none' not found.")],
    ['/subjects/none/versions/latest', fault(40401, "Subject 'none' not found.")],
    ['/subjects/orders-value/versions/9', fault(40402, 'Version 9 not found.')],
    ['/subjects/none/versions', fault(40401, "Subject 'none' not found.")],
    ['/subjects/orders-value/versions/9/schema', fault(40402, 'Version 9 not found.')],
    ['/subjects/orders-value/versions/9/referencedby', fault(40402, 'Version 9 not found.')],
  ])('%s does not exist', async (url, expected) => {
    const answer = await test.ask('GET', url)
    expect(answer.status).toBe(404)
    expect(answer.body).toEqual(expected)
  })

  it('ignores an unknown format', async () => {
    const answer = await test.ask('GET', '/subjects/orders-value/versions/1?format=fancy')
    expect(answer.body).toMatchObject({ schema: '"string"' })
  })
})

describe('references (rest-api 3.10)', () => {
  it('are resolved, stored and listed', async () => {
    await register('leaf', '{"type":"record","name":"Leaf","fields":[]}')
    const tree = '{"type":"record","name":"Tree","fields":[{"name":"leaf","type":"Leaf"}]}'
    const references = [{ name: 'Leaf', subject: 'leaf', version: -1 }]
    const answer = await register('tree', tree, { references })
    expect(answer.body).toMatchObject({
      references: [{ name: 'Leaf', subject: 'leaf', version: 1 }],
    })
    const { id } = answer.body as { readonly id: number }
    const referrers = await test.ask('GET', '/subjects/leaf/versions/1/referencedby')
    expect(referrers.body).toEqual([id])
    const paged = await test.ask('GET', '/subjects/leaf/versions/1/referencedby?offset=1')
    expect(paged.body).toEqual([])
    const refused = await softDelete('/subjects/leaf/versions/1')
    expect(refused.body).toEqual(
      fault(
        42206,
        'One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=leaf,version=1}.',
      ),
    )
    const resolved = await test.ask('GET', '/subjects/tree/versions/1/schema?format=resolved')
    expect(resolved.text).toContain('"name":"Leaf"')
  })
})

describe('deletion and restoring (rest-api 3.7)', () => {
  it('goes through every refusal of a version', async () => {
    await register('gone', '"string"')
    await register('gone', '"int"')
    const version = '/subjects/gone/versions/1'
    expect((await hardDelete(version)).body).toEqual(
      fault(
        40407,
        "Subject 'gone' Version 1 was not deleted first before being permanently deleted",
      ),
    )
    expect((await softDelete(version)).text).toBe('1')
    expect((await softDelete(version)).body).toEqual(
      fault(
        40406,
        "Subject 'gone' Version 1 was soft deleted.Set permanent=true to delete permanently",
      ),
    )
    expect((await test.ask('GET', version)).body).toEqual(fault(40402, 'Version 1 not found.'))
    expect((await test.ask('GET', `${version}?deleted=true`)).body).toMatchObject({ deleted: true })
    expect((await hardDelete(version)).text).toBe('1')
    expect((await hardDelete(version)).body).toEqual(fault(40402, 'Version 1 not found.'))
    expect((await softDelete('/subjects/gone/versions/latest')).text).toBe('2')
    expect((await softDelete('/subjects/gone/versions/latest')).body).toEqual(
      fault(40402, 'Version -1 not found.'),
    )
    expect((await softDelete('/subjects/gone/versions/x')).body).toMatchObject({
      error_code: 42202,
    })
  })

  it('goes through every refusal of a subject', async () => {
    await register('whole', '"string"')
    await register('whole', '"int"')
    const subject = '/subjects/whole'
    expect((await hardDelete(subject)).body).toEqual(
      fault(40405, "Subject 'whole' was not deleted first before being permanently deleted"),
    )
    expect((await softDelete(subject)).text).toBe('[1,2]')
    expect((await softDelete(subject)).body).toEqual(
      fault(40404, "Subject 'whole' was soft deleted.Set permanent=true to delete permanently"),
    )
    expect((await hardDelete(subject)).text).toBe('[1,2]')
    for (const remove of [softDelete, hardDelete]) {
      expect((await remove(subject)).body).toEqual(fault(40401, "Subject 'whole' not found."))
    }
  })

  it('is undone with the same numbers, ids and guids', async () => {
    const first = await register('back', '"string"')
    const second = await register('back', '"int"')
    await softDelete('/subjects/back')
    expect((await test.ask('POST', '/subjects/back/versions/2/restore')).text).toBe('2')
    expect((await test.ask('GET', '/subjects/back/versions')).body).toEqual([2])
    expect((await test.ask('POST', '/subjects/back/versions/2/restore')).text).toBe('2')
    expect((await test.ask('POST', '/subjects/back/restore')).text).toBe('[1]')
    expect((await test.ask('POST', '/subjects/back/restore')).text).toBe('[]')
    for (const [version, registered] of [first, second].entries()) {
      const { id, guid } = registered.body as { readonly id: number; readonly guid: string }
      const read = await test.ask('GET', `/subjects/back/versions/${version + 1}`)
      expect(read.body).toMatchObject({ version: version + 1, id, guid, deleted: false })
    }
  })

  it.each([
    ['/subjects/none/restore', 40401],
    ['/subjects/none/versions/1/restore', 40401],
    ['/subjects/back/versions/9/restore', 40402],
    ['/subjects/back/versions/latest/restore', 42202],
    ['/subjects/back/versions/0/restore', 42202],
  ])('POST %s is refused with %i', async (url, code) => {
    expect((await test.ask('POST', url)).body).toMatchObject({ error_code: code })
  })
})

describe('lists of versions (rest-api 2.4)', () => {
  it.each([
    ['', [1, 3]],
    ['?deleted=true', [1, 2, 3]],
    ['?deletedOnly=true', [2]],
    ['?deletedAsNegative=true', [1, -2, 3]],
    ['?deletedAsNegative=true&deletedOnly=true', [1, -2, 3]],
    ['?deleted=1', [1, 3]],
    ['?limit=1', [1]],
    ['?offset=1', [3]],
    ['?offset=1&limit=1&deleted=True', [2]],
    ['?offset=9', []],
    ['?limit=0', [1, 3]],
    ['?unknown=1', [1, 3]],
  ])('%s are %j', async (query, versions) => {
    if (query === '') {
      await register('listed', '"string"')
      await register('listed', '"int"')
      await register('listed', '"long"')
      await softDelete('/subjects/listed/versions/2')
    }
    expect((await test.ask('GET', `/subjects/listed/versions${query}`)).body).toEqual(versions)
  })

  it.each([
    ['?limit=ten', fault(404, 'HTTP 404 Not Found')],
    ['?offset=-1', fault(400, 'offset must not be negative')],
    ['?offset=1.5', fault(404, 'HTTP 404 Not Found')],
    ['?offset=99999999999', fault(404, 'HTTP 404 Not Found')],
  ])('%s is refused', async (query, expected) => {
    expect((await test.ask('GET', `/subjects/listed/versions${query}`)).body).toEqual(expected)
  })
})

describe('tags (rest-api 2.4, 3.11)', () => {
  const schema = '{"type":"record","name":"T","fields":[{"name":"f","type":"string"}]}'
  const edit = (entityPath: string, entityType = 'sr_field') => ({
    tagsToAdd: [{ schemaEntity: { entityPath, entityType }, tags: ['PII'] }],
  })

  it('are registered as the next version and found again', async () => {
    await register('tagged', schema)
    const answer = await test.ask('POST', '/subjects/tagged/versions/1/tags', {
      newVersion: 2,
      ...edit('T.f'),
    })
    expect(answer.body).toMatchObject({
      version: 2,
      metadata: { properties: { 'confluent:version': '2' } },
    })
    const tags = [{ schemaEntity: { entityPath: 'T.f', entityType: 'sr_field' }, tags: ['PII'] }]
    const found = await test.ask('GET', '/subjects/tagged/versions/2?findTags=PII&findTags=x')
    expect(found.body).toMatchObject({ schemaTags: tags })
    const { id } = answer.body as { readonly id: number }
    const byId = await test.ask('GET', `/schemas/ids/${id}?findTags=*`)
    expect(byId.body).toMatchObject({ schemaTags: tags })
    expect((await test.ask('GET', `/schemas/ids/${id}`)).text).not.toContain('schemaTags')
  })

  it.each([
    ['/subjects/tagged/versions/1/tags', { newVersion: 9, ...edit('T.f') }, 42201],
    ['/subjects/tagged/versions/1/tags', { newVersion: 3, ...edit('T.none') }, 42201],
    ['/subjects/tagged/versions/9/tags', edit('T.f'), 40402],
    ['/subjects/none/versions/1/tags', edit('T.f'), 40401],
    ['/subjects/tagged/versions/x/tags', edit('T.f'), 42202],
    ['/subjects/__GLOBAL/versions/x/tags', edit('T.f'), 42208],
    [
      '/subjects/tagged/versions/1/tags',
      { ruleSet: { domainRules: [] }, rulesToRemove: ['a'] },
      42210,
    ],
    ['/subjects/tagged/versions/1/tags', edit('T.f', 'field'), 400],
  ])('POST %s %j is refused with %i', async (url, body, code) => {
    expect((await test.ask('POST', url, body)).body).toMatchObject({ error_code: code })
  })
})

describe('metadata search (rest-api 2.3)', () => {
  it.each([
    ['?key=a&value=1', 1],
    ['?key=a&value=2', 2],
    ['?key=a&&value=2', 2],
    ['?key=a&key=b&value=2&value=x', 2],
    ['?key=a&key=b&value=1', 1],
    ['', 2],
  ])('%s finds version %i', async (query, version) => {
    if (query === '?key=a&value=1') {
      await register('found', '"string"', { metadata: { properties: { a: '1' } } })
      await register('found', '"string"', { metadata: { properties: { a: '2', b: 'x' } } })
    }
    const answer = await test.ask('GET', `/subjects/found/metadata${query}`)
    expect(answer.body).toMatchObject({ subject: 'found', version })
  })

  it.each([
    ['/subjects/found/metadata?key=a&value=3', fault(40403, 'Schema not found')],
    ['/subjects/none/metadata?key=a&value=3', fault(40401, "Subject 'none' not found.")],
  ])('%s finds nothing', async (url, expected) => {
    expect((await test.ask('GET', url)).body).toEqual(expected)
  })
})

describe('lists of subjects (rest-api 2.3)', () => {
  it.each([
    ['?subjectPrefix=list-', ['list-a', 'list-b']],
    ['?subjectPrefix=list-&limit=1', ['list-a']],
    ['?subjectPrefix=list-&offset=1', ['list-b']],
    ['?subjectPrefix=list-&deleted=true', ['list-a', 'list-b', 'list-c']],
    ['?subjectPrefix=list-&deletedOnly=true&deleted=true', ['list-c']],
    ['?subjectPrefix=:*:list-', [':.l:list-d', 'list-a', 'list-b']],
    ['?subjectPrefix=:.l:', [':.l:list-d']],
    ['?subjectPrefix=:.l:list', [':.l:list-d']],
    ['?subjectPrefix=:.l', [':.l:list-d']],
    ['?subjectPrefix=none', []],
  ])('%s', async (query, expected) => {
    if (query === '?subjectPrefix=list-') {
      for (const subject of ['list-b', 'list-a', 'list-c', ':.l:list-d']) {
        await register(subject, '"string"')
      }
      await softDelete('/subjects/list-c')
    }
    const answer = await test.ask('GET', `/subjects${query}`)
    const kept = (answer.body as string[]).filter((subject) => subject.includes('list-'))
    expect(kept).toEqual(expected)
  })
})
