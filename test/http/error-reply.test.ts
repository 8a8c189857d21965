import { fastify } from 'fastify'
import { expect, it } from 'vitest'
import { registryError } from '../../src/errors/registry-error.ts'
import { sendError, statusOf } from '../../src/http/error-reply.ts'
import { requestId } from '../../src/http/request-id.ts'
import { Sender } from '../../src/http/send.ts'

interface Told {
  readonly level: string
  readonly event: string
  readonly fields: object
}

/** What a client and the log see when a handler throws. */
async function replyTo(
  thrown: unknown,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS' = 'GET',
): Promise<{ status: number; text: string; headers: object; told: readonly Told[] }> {
  const told: Told[] = []
  const log = {
    error: (fields: object, event: string) => told.push({ level: 'error', event, fields }),
    warn: (fields: object, event: string) => told.push({ level: 'warn', event, fields }),
  }
  const sender = new Sender({ compression: false })
  const app = fastify({ genReqId: requestId })
  app.setErrorHandler((error, request, reply) => {
    sendError(sender, log, error, request, reply)
  })
  app.route({
    method,
    url: '/',
    handler: () => {
      throw thrown
    },
  })
  const reply = await app.inject({ method, url: '/' })
  await app.close()
  return { status: reply.statusCode, text: reply.payload, headers: reply.headers, told }
}

it('an error nobody foresaw tells the log everything and the client nothing', async () => {
  const thrown = new Error('password=hunter2')
  const { status, text, told } = await replyTo(thrown)
  expect(status).toBe(500)
  expect(text).toBe('{"error_code":500,"message":"Internal Server Error"}')
  expect(told).toMatchObject([
    { level: 'error', event: 'request failed', fields: { err: thrown, method: 'GET' } },
  ])
})

it.each([[undefined], [null], ['text'], [{}]])('%j thrown is a 500', async (thrown) => {
  const { status, text } = await replyTo(Object.assign(new Error('x'), { cause: thrown }))
  expect(status).toBe(500)
  expect(text).toBe('{"error_code":500,"message":"Internal Server Error"}')
})

it('a database that is away may be tried again, and is told as a warning', async () => {
  const { status, headers, told } = await replyTo(
    registryError('STORE_UNAVAILABLE', { reason: 'connection refused' }),
  )
  expect(status).toBe(503)
  expect(headers).toMatchObject({ 'retry-after': '1' })
  expect(told).toMatchObject([{ level: 'warn', event: 'store unavailable' }])
})

it('extras follow the two members of the protocol', async () => {
  const { status, text, told } = await replyTo(
    registryError(
      'INCOMPATIBLE_SCHEMA',
      { subject: 's', messages: ['a', 'b'] },
      { extras: { incompatibilities: [] } },
    ),
  )
  expect(status).toBe(409)
  expect(text).toBe(
    '{"error_code":40901,"message":"Schema being registered is incompatible with an earlier schema for subject \\"s\\", details: [a, b]","incompatibilities":[]}',
  )
  expect(told).toEqual([])
})

it('a client that hangs up in the middle of its body is a clear 400', async () => {
  const { status, text } = await replyTo(Object.assign(new Error('x'), { code: 'ECONNRESET' }))
  expect(status).toBe(400)
  expect(JSON.parse(text)).toEqual({
    error_code: 400,
    message: 'EOF Exception encountered - client disconnected during stream processing.',
  })
})

it('a refusal of the framework that is not known by name stays a refusal', async () => {
  const { status, text } = await replyTo(Object.assign(new Error('No way'), { statusCode: 418 }))
  expect(status).toBe(400)
  expect(JSON.parse(text)).toEqual({ error_code: 400, message: 'No way' })
})

it.each([
  [404, 404],
  [500, 500],
  [40401, 404],
  [42201, 422],
  [50001, 500],
])('the status of %i is %i', (code, status) => {
  expect(statusOf(code)).toBe(status)
})

// Rest-api 1.2: what the reference's container answers has a body only where one is of use.
it.each([
  ['BODY_TOO_LARGE', 413, 'Request body is larger than 9 bytes'],
  ['UNAUTHENTICATED', 401, 'Unauthorized'],
  ['FORBIDDEN', 403, 'Forbidden'],
] as const)('%s has no body for DELETE and OPTIONS', async (kind, status, message) => {
  const thrown =
    kind === 'BODY_TOO_LARGE' ? registryError(kind, { maxBytes: 9 }) : registryError(kind)
  for (const method of ['DELETE', 'OPTIONS'] as const) {
    const bare = await replyTo(thrown, method)
    expect(bare).toMatchObject({ status, text: '', headers: { 'content-length': '0' } })
    expect(bare.headers).not.toHaveProperty('content-type')
  }
  for (const method of ['GET', 'POST', 'PUT'] as const) {
    const full = await replyTo(thrown, method)
    expect(JSON.parse(full.text)).toEqual({ error_code: status, message })
  }
})

it('what the service itself answers has a body for every method', async () => {
  const { text } = await replyTo(registryError('ROUTE_NOT_FOUND'), 'DELETE')
  expect(text).toBe('{"error_code":404,"message":"HTTP 404 Not Found"}')
})
