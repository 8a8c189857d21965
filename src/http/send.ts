import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ResponseHeader } from '../model/response-header.ts'
import { extraHeaders } from './extra-headers.ts'
import type { Dress } from './extra-headers.ts'
import { VARY } from './ready-answer.ts'
import type { ReadyAnswer } from './ready-answer.ts'

const compress = promisify(gzip)

/** Below this many bytes compression costs more than it saves. */
const MIN_COMPRESSED_BYTES = 1024

/** A request that waits for its answer. */
export interface Exchange {
  readonly requestId: string
  readonly headers: IncomingHttpHeaders
  readonly response: ServerResponse
}

/** Takes a request out of the framework's hands; its answer is written by a {@link Sender}. */
export function takeOver(request: FastifyRequest, reply: FastifyReply): Exchange {
  reply.hijack()
  return { requestId: request.id, headers: request.headers, response: reply.raw }
}

/**
 * Sends every answer of the service; the only place that knows about compression.
 *
 * Answers are written past Fastify's own reply, whose bookkeeping of headers is a quarter of the
 * cost of a request that is answered from memory. Headers that others want on an answer are set on
 * the raw response beforehand and go along. A body that is a string of one byte a character goes
 * out in one piece with its head, which spares the socket a second buffer.
 */
export class Sender {
  readonly #compression: boolean
  readonly #dress: Dress | undefined
  /** Compressed once, and forgotten together with the answer. */
  readonly #packed = new WeakMap<ReadyAnswer, Promise<Buffer>>()

  constructor(options: {
    readonly compression: boolean
    /** What every answer has beside its own headers. */
    readonly headers?: readonly ResponseHeader[] | undefined
  }) {
    this.#compression = options.compression
    this.#dress = extraHeaders(options.headers ?? [])
  }

  /** Sends an answer without a body. */
  empty(exchange: Exchange, status: number): void {
    this.#write(exchange, status, status === 204 ? [] : ['content-length', '0'], undefined)
  }

  /** Sends text under a content type. */
  text(exchange: Exchange, status: number, type: string, text: string): void {
    const length = Buffer.byteLength(text)
    if (this.#isWorthCompressing(exchange, length)) {
      const headers = ['content-type', type, 'vary', VARY]
      this.#writePacked(exchange, status, headers, compress(Buffer.from(text)))
    } else {
      const body = length === text.length ? text : Buffer.from(text)
      this.#writeDescribed(exchange, status, type, none, length, body)
    }
  }

  /** Sends a ready answer, or 304 when the client has it. */
  ready(exchange: Exchange, type: string, answer: ReadyAnswer): void {
    const { body, etag } = answer
    const known = exchange.headers['if-none-match']
    if (known !== undefined && etag !== undefined && isKnown(known, etag)) {
      this.#write(exchange, 304, answer.headers, undefined)
    } else if (this.#isWorthCompressing(exchange, body.length)) {
      const headers = ['content-type', type, ...answer.headers]
      this.#writePacked(exchange, 200, headers, this.#packedOnce(answer))
    } else {
      this.#writeDescribed(exchange, 200, type, answer.headers, body.length, body)
    }
  }

  #packedOnce(answer: ReadyAnswer): Promise<Buffer> {
    let packed = this.#packed.get(answer)
    if (packed === undefined) {
      packed = compress(Buffer.from(answer.body, 'latin1'))
      this.#packed.set(answer, packed)
    }
    return packed
  }

  #isWorthCompressing({ headers }: Exchange, bytes: number): boolean {
    return (
      this.#compression && bytes >= MIN_COMPRESSED_BYTES && acceptsGzip(headers['accept-encoding'])
    )
  }

  /**
   * @param headers names and values in turn
   * @param body a string has one byte a character
   */
  #write(
    { requestId, response }: Exchange,
    status: number,
    headers: readonly string[],
    body: string | Buffer | undefined,
  ): void {
    const own = ['x-request-id', requestId, ...headers]
    response.writeHead(status, this.#dress === undefined ? own : [...this.#dress(own, response)])
    if (typeof body === 'string') response.end(body, 'latin1')
    else response.end(body)
  }

  #writeDescribed(
    exchange: Exchange,
    status: number,
    type: string,
    headers: readonly string[],
    length: number,
    body: string | Buffer,
  ): void {
    const described = ['content-type', type, 'content-length', String(length), ...headers]
    this.#write(exchange, status, described, body)
  }

  #writePacked(
    exchange: Exchange,
    status: number,
    headers: readonly string[],
    packed: Promise<Buffer>,
  ): void {
    packed.then(
      (bytes) => {
        const length = String(bytes.length)
        const described = [...headers, 'content-encoding', 'gzip', 'content-length', length]
        this.#write(exchange, status, described, bytes)
      },
      (error: Error) => exchange.response.destroy(error),
    )
  }
}

const none: readonly string[] = []

/** Weak comparison, RFC 9110, 13.1.2. */
function isKnown(known: string, etag: string): boolean {
  const opaque = etag.slice(2)
  return known.split(',').some((tag) => {
    const trimmed = tag.trim()
    return trimmed === '*' || trimmed === etag || trimmed === opaque
  })
}

function acceptsGzip(header: string | string[] | undefined): boolean {
  if (typeof header !== 'string') return false
  return header.split(',').some((coding) => {
    const [name, ...parameters] = coding.split(';').map((part) => part.trim().toLowerCase())
    if (name !== 'gzip' && name !== 'x-gzip' && name !== '*') return false
    return !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))
  })
}
