import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { negotiate } from './negotiate.ts'
import { readKey } from './ready-cache.ts'
import type { ReadyCache } from './ready-cache.ts'
import { requestId } from './request-id.ts'
import type { Sender } from './send.ts'

/**
 * Answers what is ready before the framework sees the request: routing and its bookkeeping cost as
 * much as the answer.
 *
 * Only `GET` of a URL that was answered before, to the letter, while that answer is true. All else,
 * and everything about it, is for the routes.
 */
export class ReadyShortcut {
  readonly #cache: ReadyCache
  readonly #sender: Sender
  #open = true

  constructor(cache: ReadyCache, sender: Sender) {
    this.#cache = cache
    this.#sender = sender
  }

  /** @returns whether the request was answered */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (!this.#open || request.method !== 'GET') return false
    const answer = this.#cache.get(readKey(request.url ?? ''))
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
  serve(
    handle: (request: IncomingMessage, response: ServerResponse) => void,
    options: ServerLimits,
  ): Server {
    const server = createServer((request, response) => {
      if (!this.answer(request, response)) handle(request, response)
    })
    const { keepAliveTimeout, requestTimeout, connectionTimeout } = options
    server.keepAliveTimeout = keepAliveTimeout ?? server.keepAliveTimeout
    server.requestTimeout = requestTimeout ?? server.requestTimeout
    server.setTimeout(connectionTimeout ?? 0)
    return server
  }
}

/** What Fastify would set on a server of its own, in milliseconds. */
export interface ServerLimits {
  readonly keepAliveTimeout?: number
  readonly requestTimeout?: number
  readonly connectionTimeout?: number
}
