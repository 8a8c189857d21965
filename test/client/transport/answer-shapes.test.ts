import { describe, expect, it } from 'vitest'
import { RegistryClient } from '../../../src/client/registry-client.ts'
import { RequestError } from '../../../src/client/request-error.ts'

type Ask = (client: RegistryClient) => Promise<unknown>

/** Rest-api 2: what each operation answers, and JSON with status 200 that is no such answer. */
const rows: readonly (readonly [string, Ask, unknown, ...(readonly unknown[])])[] = [
  ['getSchemaById', (c) => c.getSchemaById(1), { schema: '"int"' }, { ok: true }, null, []],
  ['getSchemaByGuid', (c) => c.getSchemaByGuid('g'), { schema: '"int"' }, { schema: 1 }],
  ['schemaById', (c) => c.schemaById(1), { schema: '"int"' }, { ok: true }, null],
  ['listSubjects', (c) => c.listSubjects(), ['s'], {}, [1, null], null],
  ['listVersions', (c) => c.listVersions('s'), [1], {}, ['1'], null],
  ['listSchemas', (c) => c.listSchemas(), [{ subject: 's' }], {}, [null]],
  ['getVersion', (c) => c.getVersion('s', 1), { version: 1, schema: '"int"' }, { ok: true }, [1]],
  ['register', (c) => c.register('s', { schema: '"int"' }), { id: 1 }, { id: '1' }, {}, null],
  ['lookUp', (c) => c.lookUp('s', { schema: '"int"' }), { id: 1, version: 1 }, {}, []],
  ['deleteSubject', (c) => c.deleteSubject('s'), [1, 2], { ok: true }, null],
  ['deleteVersion', (c) => c.deleteVersion('s', 1), 1, { ok: true }, [1]],
  ['restoreSubject', (c) => c.restoreSubject('s'), [1], { ok: true }],
  [
    'checkCompatibility',
    (c) => c.checkCompatibility('s', { schema: '"int"' }),
    { is_compatible: false },
    { ok: true },
    { is_compatible: 'yes' },
  ],
  ['getConfig', (c) => c.getConfig(), { compatibilityLevel: 'FULL' }, { ok: true }, null],
  ['getConfig of a subject', (c) => c.getConfig('s'), { alias: 't' }, { ok: true }, []],
  ['getConfig of nothing set', (c) => c.getConfig('s'), {}, null],
  ['getMode', (c) => c.getMode(), { mode: 'READONLY' }, { ok: true }, null],
]

function answering(body: unknown): RegistryClient {
  return new RegistryClient({
    url: 'http://registry',
    fetch: () => Promise.resolve(Response.json(body)),
  })
}

describe('a deletion that is answered with nothing', () => {
  it.each([200, 204])('has happened: status %i', async (status) => {
    const body = status === 204 ? null : ''
    const client = new RegistryClient({
      url: 'http://registry',
      fetch: () => Promise.resolve(new Response(body, { status })),
    })
    expect(await client.deleteSubject('s')).toEqual([])
    expect(await client.deleteVersion('s', 3)).toBe(3)
    expect(await client.deleteVersion('s', 'latest')).toBe(-1)
    await expect(client.listSubjects()).rejects.toBeInstanceOf(RequestError)
  })
})

const named = rows.map(([name, ask, right, ...wrong]) => ({ name, ask, right, wrong }))

describe.each(named)('an answer to $name', ({ ask, right, wrong }) => {
  it('is taken when it is one', async () => {
    const answer = await ask(answering(right))
    if (typeof right !== 'object') expect(answer).toBe(right)
    else expect(answer).toBeTypeOf('object')
  })

  it.each(wrong.map((body) => ({ text: JSON.stringify(body), body })))(
    'is not $text, whatever the status says',
    async ({ text, body }) => {
      const failed = await ask(answering(body)).catch((thrown: unknown) => thrown)
      expect(failed).toBeInstanceOf(RequestError)
      expect(failed).toMatchObject({ status: 200, retriable: false, body: text })
      expect((failed as Error).message).toContain('not an answer of a schema registry: status 200')
    },
  )
})
