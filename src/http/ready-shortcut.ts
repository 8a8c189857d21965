import { isUtf8 } from 'node:buffer'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { isReadable, negotiate } from './negotiate.ts'
import { bodyKey, MAX_KEY_CHARACTERS, readKey } from './ready-cache.ts'
import type { ReadyCache } from './ready-cache.ts'
import { requestId } from './request-id.ts'
import { afterThoseBefore } from './one-at-a-time.ts'
import type { Sender } from './send.ts'

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/** Where bodies are looked up: rest-api 3.6. Longer URLs with less in them are for the routes. */
const lookup = /^\/subjects\/[^/?]+(?:\?|$)/

/**
 * Answers what is ready before the framework sees the request: routing and its bookkeeping cost as
 * much as the answer.
 *
 * Only a `GET` of a URL, or a lookup of a body at a URL, that was answered before, to the letter,
 * while that answer is true. All else, and everything about it, is for the routes.
 */
export class ReadyShortcut {
  readonly #cache: ReadyCache
  readonly #sender: Sender
  #open = true

  constructor(cache: ReadyCache, sender: Sender) {
    this.#cache = cache
    this.#sender = sender
  }

  /** Answers a request, now or when its body is here, or has it handled. */
  #take(request: IncomingMessage, response: ServerResponse, handle: Handle): void {
    const { method, url = '' } = request
    if (!this.#open) handle(request, response)
    else if (method === 'GET') {
      if (!this.#answer(readKey(url), request, response)) handle(request, response)
    } else if (method === 'POST' && lookup.test(url) && hasShortBody(request)) {
      this.#takeWithBody(request, response, handle)
    } else handle(request, response)
  }

  /** A short body comes in one piece, as a rule; what is not the whole of it is put back. */
  #takeWithBody(request: IncomingMessage, response: ServerResponse, handle: Handle): void {
    request.once('data', (piece: Buffer) => {
      const isWhole = piece.length === Number(request.headers['content-length'])
      if (isWhole && this.#open && isUtf8(piece)) {
        const key = bodyKey('POST', request.url ?? '', piece.toString())
        if (this.#answer(key, request, response)) return
      }
      request.pause()
      request.unshift(piece)
      handle(request, response)
    })
  }

  /** @returns whether the request was answered */
  #answer(key: string, request: IncomingMessage, response: ServerResponse): boolean {
    const answer = this.#cache.get(key)
    const type = answer && negotiate(request.headers.accept)
    if (answer === undefined || type === undefined) return false
    const { headers } = request
    this.#sender.ready({ requestId: requestId(request), headers, response }, type, answer)
    return true
  }

  /** Leaves all that comes to the framework, which knows how to say farewell. */
  close(): void {
    this.#open = false
  }

  /** A server that asks the shortcut first; `options` and `handle` are the framework's. */
  serve(handle: Handle, options: ServerLimits): Server {
    const take: Handle = (request, response) => {
      this.#take(request, response, handle)
    }
    const server = createServer((request, response) => {
      afterThoseBefore(request, response, take)
    })
    const { keepAliveTimeout, requestTimeout, connectionTimeout } = options
    server.keepAliveTimeout = keepAliveTimeout ?? server.keepAliveTimeout
    server.requestTimeout = requestTimeout ?? server.requestTimeout
    server.setTimeout(connectionTimeout ?? 0)
    return server
  }
}

function hasShortBody({ headers }: IncomingMessage): boolean {
  const length = Number(headers['content-length'])
  return length > 0 && length <= MAX_KEY_CHARACTERS && isReadable(headers['content-type'])
}

/** What Fastify would set on a server of its own, in milliseconds. */
export interface ServerLimits {
  readonly keepAliveTimeout?: number
  readonly requestTimeout?: number
  readonly connectionTimeout?: number
}
