import { request as send } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

// What is ready is answered before the framework sees the request, which only shows on a socket.

interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

let app: TestApp
let port: number

const avro = JSON.stringify({
  type: 'record',
  name: 'Size',
  doc: `ü€😀 ${'long enough to be worth packing '.repeat(50)}`,
  fields: [{ name: 'id', type: 'long' }],
})

async function listen(opened: TestApp): Promise<number> {
  await opened.app.listen({ port: 0, host: '127.0.0.1' })
  return (opened.app.server.address() as AddressInfo).port
}

function ask(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
  to = port,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = send({ port: to, host: '127.0.0.1', path, method, headers }, (reply) => {
      const chunks: Buffer[] = []
      reply.on('data', (chunk: Buffer) => chunks.push(chunk))
      reply.on('end', () =>
        resolve({
          status: reply.statusCode ?? 0,
          headers: reply.headers,
          bytes: Buffer.concat(chunks),
        }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}

function comparable({ status, headers, bytes }: Reply): unknown {
  const { date: _date, 'x-request-id': _id, ...others } = headers
  return { status, headers: others, text: bytes.toString() }
}

beforeAll(async () => {
  app = await openTestApp()
  await app.ask('POST', '/subjects/ready/versions', { schema: avro })
  port = await listen(app)
})
afterAll(() => app.close())

const paths = [
  '/schemas/ids/1',
  '/schemas/ids/1/schema',
  '/schemas/ids/1?format=',
  '/subjects/ready/versions/latest',
  '/subjects/ready/versions/1/schema',
  '/contexts/.ctx/subjects/none/versions/1',
]

describe('an answer that is ready', () => {
  it.each(paths)('is the same as the one made for it: %s', async (path) => {
    const [first, second, third] = [await ask(path), await ask(path), await ask(path)]
    expect(comparable(second)).toEqual(comparable(first))
    expect(comparable(third)).toEqual(comparable(first))
    const injected = await app.app.inject({ method: 'GET', url: path })
    expect(second.bytes.toString()).toBe(injected.payload)
    expect(Number(second.headers['content-length'])).toBe(second.bytes.length)
  })

  it('carries the request id of its own request', async () => {
    const named = await ask('/schemas/ids/1', { 'x-request-id': 'mine' })
    expect(named.headers['x-request-id']).toBe('mine')
    const made = await ask('/schemas/ids/1')
    expect(made.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('is typed as the client accepts it, and 406 when it accepts nothing of ours', async () => {
    const json = await ask('/schemas/ids/1', { accept: 'application/json' })
    expect(json.headers['content-type']).toBe('application/json')
    expect((await ask('/schemas/ids/1', { accept: 'image/png' })).status).toBe(406)
  })

  it('is packed for who unpacks it, and 304 for who has it', async () => {
    const packed = await ask('/schemas/ids/1', { 'accept-encoding': 'gzip' })
    expect(packed.headers['content-encoding']).toBe('gzip')
    const { etag } = packed.headers
    const known = await ask('/schemas/ids/1', { 'if-none-match': etag ?? '' })
    expect(known.status).toBe(304)
    expect(known.bytes).toHaveLength(0)
  })

  it('has no body for HEAD', async () => {
    const whole = await ask('/schemas/ids/1')
    const head = await ask('/schemas/ids/1', {}, 'HEAD')
    expect(head.bytes).toHaveLength(0)
    expect(head.headers['content-length']).toBe(String(whole.bytes.length))
  })

  it('ends with what it tells of', async () => {
    await app.ask('POST', '/subjects/doomed/versions', { schema: '"string"' })
    const { body } = await app.ask('GET', '/subjects/doomed/versions/latest')
    const { id } = body as { readonly id: number }
    const path = `/schemas/ids/${id}`
    expect([(await ask(path)).status, (await ask(path)).status]).toEqual([200, 200])
    await app.ask('DELETE', '/subjects/doomed')
    await app.ask('DELETE', '/subjects/doomed?permanent=true')
    expect((await ask(path)).status).toBe(404)
  })

  it('says which pages may read it when one origin may', async () => {
    const open = await openTestApp({}, { corsOrigin: 'https://ui.example' })
    try {
      await open.ask('POST', '/subjects/ready/versions', { schema: avro })
      const to = await listen(open)
      await ask('/schemas/ids/1', {}, 'GET', to)
      const again = await ask('/schemas/ids/1', {}, 'GET', to)
      expect(again.headers['access-control-allow-origin']).toBe('https://ui.example')
    } finally {
      await open.close()
    }
  })
})
