import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fault, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

const one = '{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}'
const two =
  '{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}'
const VERSIONS = '/compatibility/subjects/checked/versions'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp({ compatibilityLevel: 'BACKWARD' })
  await test.ask('POST', '/subjects/checked/versions', { schema: one })
})
afterAll(() => test.close())

describe('checking compatibility (rest-api 2.5)', () => {
  it.each([
    [VERSIONS, one, true],
    [VERSIONS, two, false],
    [`${VERSIONS}/latest`, two, false],
    [`${VERSIONS}/1`, one, true],
    ['/compatibility/subjects/none/versions', two, true],
    ['/compatibility/subjects/none/versions/latest', two, true],
    ['/contexts/.ctx/compatibility/subjects/checked/versions', two, true],
  ])('POST %s of %s is %s', async (url, schema, compatible) => {
    const answer = await test.ask('POST', url, { schema })
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(`{"is_compatible":${compatible}}`)
  })

  it('says why when asked, in the words of the reference and with places', async () => {
    const answer = await test.ask('POST', `${VERSIONS}?verbose=True`, { schema: two })
    const { messages, incompatibilities } = answer.body as {
      readonly messages: readonly string[]
      readonly incompatibilities: readonly object[]
    }
    expect(messages[0]).toBe(
      "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'b' at path '/fields/1' in the new schema has no default value and is missing in the old schema', additionalInfo:'b'}",
    )
    expect(messages.slice(1)).toEqual([
      '{oldSchemaVersion: 1}',
      `{oldSchema: '${one}'}`,
      "{validateFields: 'false', compatibility: 'BACKWARD'}",
    ])
    expect(incompatibilities).toMatchObject([
      {
        kind: 'READER_FIELD_MISSING_DEFAULT_VALUE',
        path: '/fields/1',
        direction: 'new-reads-old',
        version: 1,
      },
    ])
  })

  it('writes an empty list when there is nothing to say', async () => {
    const answer = await test.ask('POST', `${VERSIONS}?verbose=true`, { schema: one })
    expect(answer.text).toBe('{"is_compatible":true,"messages":[]}')
  })

  it.each([
    [
      '/compatibility/subjects/none/versions/1',
      { schema: one },
      fault(40402, 'Version 1 not found.'),
    ],
    [`${VERSIONS}/9`, { schema: one }, fault(40402, 'Version 9 not found.')],
    [VERSIONS, { schema: '' }, fault(42201, 'Empty schema')],
  ])('POST %s with %j is refused', async (url, body, expected) => {
    expect((await test.ask('POST', url, body)).body).toEqual(expected)
  })

  it.each([
    [`${VERSIONS}/0`, { schema: one }, 42202],
    [`${VERSIONS}/x`, { schema: one }, 42202],
    [VERSIONS, { schema: 'oops' }, 42201],
    [VERSIONS, { schema: one, schemaType: 'avro' }, 42201],
    [VERSIONS, { schema: one, references: [{}] }, 42201],
  ])('POST %s with %j is refused with %i', async (url, body, code) => {
    expect((await test.ask('POST', url, body)).body).toMatchObject({ error_code: code })
  })

  it('answers an unreadable schema with its fault as the only message when verbose', async () => {
    const answer = await test.ask('POST', `${VERSIONS}?verbose=true`, { schema: 'oops' })
    const { is_compatible, messages } = answer.body as {
      readonly is_compatible: boolean
      readonly messages: readonly string[]
    }
    expect(is_compatible).toBe(false)
    expect(messages).toHaveLength(1)
  })

  it('stores nothing', async () => {
    expect((await test.ask('GET', '/subjects')).body).toEqual(['checked'])
    expect((await test.ask('GET', '/subjects/checked/versions')).body).toEqual([1])
  })
})
