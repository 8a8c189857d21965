import { request as send } from 'node:http'
import type { ClientRequest, IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
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
  pieces: readonly Buffer[] = [],
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
    void sendPieces(sent, pieces)
  })
}

/** Each in a packet of its own. */
async function sendPieces(sent: ClientRequest, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    sent.write(piece)
    await sleep(20)
  }
  sent.end()
}

const json = 'application/json'
const lookup = Buffer.from(JSON.stringify({ schema: avro }))

/** Looks a body up, its pieces in packets of their own. */
function lookUp(
  pieces: readonly Buffer[] = [lookup],
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const length = String(pieces.reduce((sum, piece) => sum + piece.length, 0))
  const described = { 'content-type': json, 'content-length': length, ...headers }
  return ask('/subjects/ready', described, 'POST', port, pieces)
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

describe('a lookup that is ready (rest-api 3.6)', () => {
  let first: unknown
  beforeAll(async () => {
    first = comparable(await lookUp())
  })

  it('is the same as the one made for it', async () => {
    expect(comparable(await lookUp())).toEqual(first)
    expect(first).toMatchObject({ status: 200 })
  })

  const half = lookup.length >> 1
  it.each([
    ['in two', [lookup.subarray(0, half), lookup.subarray(half)]],
    ['in bytes and the rest', [...lookup.subarray(0, 3)].map((byte) => Buffer.of(byte))],
  ])('is the same for a body that comes %s', async (_how, begin) => {
    const sent = begin.reduce((sum, piece) => sum + piece.length, 0)
    const pieces = sent === lookup.length ? begin : [...begin, lookup.subarray(sent)]
    expect(comparable(await lookUp(pieces))).toEqual(first)
  })

  it('is the same for a body without a length', async () => {
    const headers = { 'content-type': json, 'transfer-encoding': 'chunked' }
    const reply = await ask('/subjects/ready', headers, 'POST', port, [lookup])
    expect(comparable(reply)).toEqual(first)
  })

  it('is not given to another body, type or taste', async () => {
    const broken = Buffer.from(lookup)
    broken[lookup.indexOf(0xc3)] = 0xff
    const other = Buffer.from(JSON.stringify({ schema: '"int"' }))
    const statuses = [
      (await lookUp([broken])).status,
      (await lookUp([other])).status,
      (await lookUp([other])).status,
      (await lookUp([lookup], { 'content-type': 'text/plain' })).status,
      (await lookUp([lookup], { accept: 'image/png' })).status,
      (await lookUp([])).status,
    ]
    expect(statuses).toEqual([400, 404, 404, 415, 406, 422])
  })

  it('answers requests that come at once in their order', async () => {
    const socket = connect({ port, host: '127.0.0.1' })
    const head = `POST /subjects/ready HTTP/1.1\r\nHost: x\r\nContent-Type: ${json}\r\n`
    const request = (id: string, body: Buffer): Buffer =>
      Buffer.concat([
        Buffer.from(`${head}X-Request-ID: ${id}\r\nContent-Length: ${body.length}\r\n\r\n`),
        body,
      ])
    const unknown = Buffer.from('{"schema":"\\"long\\""}')
    const bodies = [lookup, unknown, lookup, unknown, lookup]
    socket.write(Buffer.concat(bodies.map((body, index) => request(`r${index}`, body))))
    let text = ''
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
    })
    await expect.poll(() => text.match(/x-request-id: r\d/g)?.length).toBe(bodies.length)
    socket.destroy()
    const ids = [...text.matchAll(/HTTP\/1.1 (\d+)[^]*?x-request-id: (r\d)/g)]
    const told = ids.map(([, status, id]) => `${id} ${status}`)
    expect(told).toEqual(['r0 200', 'r1 404', 'r2 200', 'r3 404', 'r4 200'])
  })

  it('ends with what it tells of', async () => {
    await app.ask('DELETE', '/subjects/ready/versions/1')
    expect((await lookUp()).status).toBe(404)
    await app.ask('POST', '/subjects/ready/versions/1/restore')
    expect(comparable(await lookUp())).toEqual(first)
  })
})
