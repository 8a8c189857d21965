import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReadyAnswer } from './ready-answer.ts'

const compress = promisify(gzip)

/** Below this many bytes compression costs more than it saves. */
const MIN_COMPRESSED_BYTES = 1024
const VARY = 'Accept, Accept-Encoding'

/** Sends answers; the only place that knows about compression. */
export class Sender {
  readonly #compression: boolean

  constructor(options: { readonly compression: boolean }) {
    this.#compression = options.compression
  }

  /** Sends text under a content type. Always as bytes: Fastify would add a charset to a string. */
  text(request: FastifyRequest, reply: FastifyReply, type: string, text: string): void {
    this.#bytes(request, reply, type, Buffer.from(text))
  }

  /** Sends a ready answer, or 304 when the client has it. */
  ready(
    request: FastifyRequest,
    reply: FastifyReply,
    type: string,
    { bytes, etag, cacheControl }: ReadyAnswer,
  ): void {
    reply.header('etag', etag).header('cache-control', cacheControl).header('vary', VARY)
    const known = request.headers['if-none-match']
    if (known !== undefined && isKnown(known, etag)) void reply.code(304).send()
    else this.#bytes(request, reply, type, bytes)
  }

  #bytes(request: FastifyRequest, reply: FastifyReply, type: string, bytes: Buffer): void {
    reply.header('content-type', type)
    if (
      this.#compression &&
      bytes.length >= MIN_COMPRESSED_BYTES &&
      acceptsGzip(request.headers['accept-encoding'])
    ) {
      reply.header('vary', VARY).header('content-encoding', 'gzip')
      compress(bytes).then(
        (compressed) => reply.send(compressed),
        (error: unknown) => reply.send(error),
      )
    } else void reply.send(bytes)
  }
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
