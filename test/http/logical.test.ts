import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fault, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

const VERSIONS = '/subjects/orders-value/versions'
const ddl = 'STRUCT Order (\n  id BIGINT NOT NULL,\n  note STRING\n)\n'
const native =
  '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":["null","string"],"default":null}]}'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp({ compatibilityLevel: 'BACKWARD' })
})
afterAll(() => test.close())

describe('format=logical (rest-api 3.4)', () => {
  it('registers DDL and shows the native schema', async () => {
    const body = { schema: ddl, schemaType: 'avro' }
    const answer = await test.ask('POST', `${VERSIONS}?format=LOGICAL`, body)
    expect(answer.body).toMatchObject({ id: 1, version: 1, schema: native })
  })

  it.each([`${VERSIONS}/1`, `${VERSIONS}/latest`])('GET %s renders DDL', async (url) => {
    const answer = await test.ask('GET', `${url}?format=logical`)
    expect(answer.body).toMatchObject({ version: 1, schema: ddl })
    expect((await test.ask('GET', `${url}/schema?format=logical`)).text).toBe(ddl)
  })

  it.each(['/schemas/ids/1?format=logical', '/schemas/ids/1?format=nonsense'])(
    'means no more at %s than any unknown format',
    async (url) => {
      expect((await test.ask('GET', url)).body).toMatchObject({ schema: native })
    },
  )

  it('looks up native texts only', async () => {
    const answer = await test.ask('POST', '/subjects/orders-value?format=logical', {
      schema: native,
    })
    expect(answer.body).toMatchObject({ version: 1, schema: native })
  })

  it('is refused without a schema type', async () => {
    const answer = await test.ask('POST', `${VERSIONS}?format=logical`, { schema: ddl })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject(
      fault(
        42201,
        'schemaType is required when format=logical, and must be one of AVRO, JSON, PROTOBUF',
      ),
    )
  })

  it.each(
    [
      ['TYPE '.repeat(1000)],
      ['TYPE ARRAY<'.repeat(100_000)],
      ["STRUCT `__proto__` (`constructor` INT DEFAULT MAP['__proto__', 1])"],
      ['TYPE a\u0000b'],
      ['\uD800'],
      ["ENUM E ('\uDC00') STRUCT R (e E)"],
    ].map((row, i) => [`hostile${i}`, ...row] as const),
  )('is safe from %s', async (subject, schema) => {
    for (const schemaType of ['AVRO', 'JSON', 'PROTOBUF']) {
      const url = `/subjects/${subject}-${schemaType}/versions?format=logical`
      const answer = await test.ask('POST', url, { schema, schemaType })
      expect([200, 422]).toContain(answer.status)
    }
  })
})

describe('the policy LOGICAL', () => {
  const record = (...names: readonly string[]): string =>
    JSON.stringify({
      type: 'record',
      name: 'R',
      fields: names.map((name) => ({ name, type: ['null', 'int'], default: null })),
    })

  it('guards registration and answers checks', async () => {
    await test.ask('PUT', '/config/strict', {
      compatibility: 'BACKWARD',
      compatibilityPolicy: 'logical',
    })
    const url = '/subjects/strict/versions'
    const collides = await test.ask('POST', url, { schema: record('a', 'A') })
    expect(collides.status).toBe(409)
    expect(collides.body).toMatchObject({
      error_code: 40901,
      message:
        'Schema being registered is incompatible with an earlier schema for subject "strict", details: ' +
        "[Logical validity (ICEBERG_V2): FIELD_NAME_CASE_COLLISION at 'A': differs from 'a' in letter case alone, " +
        "{validateFields: 'false', compatibility: 'BACKWARD'}]",
      incompatibilities: [{ kind: 'FIELD_NAME_CASE_COLLISION', path: 'A' }],
    })
    expect((await test.ask('POST', url, { schema: record('a', 'b') })).status).toBe(200)

    const body = { schema: record('b', 'a') }
    const check = await test.ask('POST', `/compatibility${url}/latest?verbose=true`, body)
    expect(check.body).toMatchObject({
      is_compatible: false,
      messages: [
        "Logical compatibility (FLINK, backward): FIELD_REORDERED at 'b': in the new schema it stands where the old one has 'a'",
        "{validateFields: 'false', compatibility: 'BACKWARD'}",
      ],
      incompatibilities: [{ kind: 'FIELD_REORDERED', path: 'b', version: 1 }],
    })
    expect((await test.ask('POST', url, body)).status).toBe(409)
    expect((await test.ask('POST', `${url}?force=true`, body)).status).toBe(200)
  })

  it('judges at NONE too', async () => {
    await test.ask('PUT', '/config/loose', {
      compatibility: 'NONE',
      compatibilityPolicy: 'LOGICAL',
    })
    const answer = await test.ask('POST', '/subjects/loose/versions', { schema: '"null"' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(
      'details: [Schema cannot be represented as a logical type: the type null has no logical type, ',
    )
  })
})
