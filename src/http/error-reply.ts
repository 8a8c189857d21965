import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorKind } from '../errors/catalog.ts'
import { isRegistryError, registryError } from '../errors/registry-error.ts'
import type { RegistryError } from '../errors/registry-error.ts'
import { errorType, unsupportedTypeAnswer } from './negotiate.ts'
import { takeOver } from './send.ts'
import type { Sender } from './send.ts'

/** Seconds after which a client may try again when the database was away. */
const RETRY_AFTER = '1'

/**
 * Errors that the reference's container answers, before its service is asked: those have no body
 * where the method has no use for one. Rest-api 1.2.
 */
const containerStatuses: ReadonlySet<number> = new Set([401, 403, 413])
const bodilessMethods: ReadonlySet<string> = new Set(['DELETE', 'OPTIONS'])

/** What its operator, not its client, has to put right. */
const failures: ReadonlySet<ErrorKind> = new Set(['INTERNAL', 'METADATA_NOT_READ'])

/** The longest body that is waited for though it is over the limit. */
const MAX_THROWN_AWAY_BYTES = 256 * 1024 * 1024

/** Where failures are told. */
export interface FailureLog {
  error(fields: object, event: string): void
  warn(fields: object, event: string): void
}

/**
 * Sends whatever was thrown in the protocol's shape (rest-api 1.2).
 *
 * What nobody foresaw is logged and becomes a 500 that tells nothing.
 */
export function sendError(
  sender: Sender,
  log: FailureLog | undefined,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const error = understand(thrown, request)
  const event = { err: thrown, requestId: request.id, method: request.method }
  if (failures.has(error.kind)) log?.error(event, 'request failed')
  if (error.kind === 'STORE_UNAVAILABLE') log?.warn(event, 'store unavailable')
  const status = statusOf(error.code)
  const { accept } = request.headers
  const type = status === 415 ? unsupportedTypeAnswer(accept) : errorType(accept)
  if (status === 503) reply.raw.setHeader('retry-after', RETRY_AFTER)
  const exchange = takeOver(request, reply)
  const send = (): void => {
    if (containerStatuses.has(status) && bodilessMethods.has(request.method)) {
      sender.empty(exchange, status)
    } else sender.text(exchange, status, type, writeError(error))
  }
  if (status === 413 && isSoonThere(request)) {
    request.raw.once('end', send).resume()
    return
  }
  if (status === 413) reply.raw.setHeader('connection', 'close')
  send()
}

/**
 * Whether a body over the limit is read and thrown away before it is refused: most clients send all
 * of it before they look at the answer, and have none when the connection is closed on them.
 */
function isSoonThere({ headers }: FastifyRequest): boolean {
  return Number(headers['content-length'] ?? Infinity) <= MAX_THROWN_AWAY_BYTES
}

/** The body of an error; what it carries beside the protocol's two members follows them. */
function writeError({ code, message, extras }: RegistryError): string {
  return JSON.stringify({ error_code: code, message, ...extras })
}

/** The HTTP status of an error code: its first three digits. */
export function statusOf(code: number): number {
  return code < 1000 ? code : Math.trunc(code / 100)
}

interface Thrown {
  readonly code?: unknown
  readonly statusCode?: unknown
  readonly message?: unknown
}

/** What Fastify and Node throw before a route is asked, in the protocol's words. */
const foreign: Readonly<Record<string, (request: FastifyRequest) => RegistryError>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => registryError('UNSUPPORTED_MEDIA_TYPE'),
  FST_ERR_BAD_URL: () =>
    registryError('BAD_REQUEST', { reason: 'The path is not percent-encoded UTF-8' }),
  ECONNRESET: () =>
    registryError('BAD_REQUEST', {
      reason: 'EOF Exception encountered - client disconnected during stream processing.',
    }),
}

function understand(thrown: unknown, request: FastifyRequest): RegistryError {
  if (isRegistryError(thrown)) return thrown
  const { code, statusCode, message } = (thrown ?? {}) as Thrown
  if (typeof code === 'string' && Object.hasOwn(foreign, code)) {
    const translate = foreign[code]
    if (translate !== undefined) return translate(request)
  }
  // A refusal of the framework that has no row is still the client's doing.
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return registryError('BAD_REQUEST', { reason: String(message) })
  }
  return registryError('INTERNAL')
}
