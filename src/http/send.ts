import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { VARY } from './ready-answer.ts'
import type { ReadyAnswer } from './ready-answer.ts'

const compress = promisify(gzip)

/** Below this many bytes compression costs more than it saves. */
const MIN_COMPRESSED_BYTES = 1024

/**
 * Sends every answer of the service; the only place that knows about compression.
 *
 * Answers are written past Fastify's own reply, whose bookkeeping of headers is a quarter of the
 * cost of a request that is answered from memory. Headers that others want on an answer are set on
 * the raw response beforehand and go along.
 */
export class Sender {
  readonly #compression: boolean
  /** Compressed once, and forgotten together with the answer. */
  readonly #packed = new WeakMap<ReadyAnswer, Promise<Buffer>>()

  constructor(options: { readonly compression: boolean }) {
    this.#compression = options.compression
  }

  /** Sends an answer without a body. */
  empty(request: FastifyRequest, reply: FastifyReply, status: number): void {
    write(request, reply, status, status === 204 ? [] : ['content-length', '0'], undefined)
  }

  /** Sends text under a content type. */
  text(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    type: string,
    text: string,
  ): void {
    const bytes = Buffer.from(text)
    if (this.#isWorthCompressing(request, bytes)) {
      const headers = ['content-type', type, 'vary', VARY]
      writePacked(request, reply, status, headers, compress(bytes))
    } else {
      writeDescribed(request, reply, status, type, none, bytes)
    }
  }

  /** Sends a ready answer, or 304 when the client has it. */
  ready(request: FastifyRequest, reply: FastifyReply, type: string, answer: ReadyAnswer): void {
    const { bytes, etag } = answer
    const known = request.headers['if-none-match']
    if (known !== undefined && etag !== undefined && isKnown(known, etag)) {
      write(request, reply, 304, answer.headers, undefined)
    } else if (this.#isWorthCompressing(request, bytes)) {
      const headers = ['content-type', type, ...answer.headers]
      writePacked(request, reply, 200, headers, this.#packedOnce(answer))
    } else {
      writeDescribed(request, reply, 200, type, answer.headers, bytes)
    }
  }

  #packedOnce(answer: ReadyAnswer): Promise<Buffer> {
    let packed = this.#packed.get(answer)
    if (packed === undefined) {
      packed = compress(answer.bytes)
      this.#packed.set(answer, packed)
    }
    return packed
  }

  #isWorthCompressing(request: FastifyRequest, bytes: Buffer): boolean {
    return (
      this.#compression &&
      bytes.length >= MIN_COMPRESSED_BYTES &&
      acceptsGzip(request.headers['accept-encoding'])
    )
  }
}

const none: readonly string[] = []

/** @param headers names and values in turn */
function write(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  headers: readonly string[],
  bytes: Buffer | undefined,
): void {
  reply.hijack()
  reply.raw.writeHead(status, ['x-request-id', request.id, ...headers])
  reply.raw.end(bytes)
}

function writeDescribed(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  type: string,
  headers: readonly string[],
  bytes: Buffer,
): void {
  reply.hijack()
  reply.raw.writeHead(status, [
    'x-request-id',
    request.id,
    'content-type',
    type,
    'content-length',
    String(bytes.length),
    ...headers,
  ])
  reply.raw.end(bytes)
}

function writePacked(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  headers: readonly string[],
  packed: Promise<Buffer>,
): void {
  packed.then(
    (bytes) => {
      const length = String(bytes.length)
      const described = [...headers, 'content-encoding', 'gzip', 'content-length', length]
      write(request, reply, status, described, bytes)
    },
    (error: unknown) => reply.send(error),
  )
}

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
