import { setTimeout as sleep } from 'node:timers/promises'
import { bodyTypes, MEDIA_TYPE } from '../../rest/media-types.ts'
import { RequestError } from '../request-error.ts'
import { readAnswer } from './answer.ts'
import type { Answer } from './answer.ts'
import { Credentials } from './credentials.ts'
import type { Auth } from './credentials.ts'
import { createNodeFetch } from './node-fetch.ts'
import type { ConnectionOptions } from './node-fetch.ts'
import { TokenRefused } from './oauth.ts'
import { ParallelLimit } from './parallel-limit.ts'
import { retryDelayMs } from './retry.ts'
import type { RetryPolicy } from './retry.ts'
import { prepare } from './prepared-request.ts'
import type { PreparedRequest, RegistryRequest } from './prepared-request.ts'
import { readUrls } from './registry-urls.ts'
import { UrlPool } from './url-pool.ts'

/** How the registry is reached. */
export interface TransportOptions extends Partial<RetryPolicy>, ConnectionOptions {
  /** One or several addresses of the same registry; user and password in the first are used. */
  readonly url: string | readonly string[]
  /** Begins with any URL instead of the first, so that many clients share the load. */
  readonly randomizeUrls?: boolean
  readonly auth?: Auth
  /** Sent with every request, instead of what this client sends under the same name. */
  readonly headers?: Readonly<Record<string, string>>
  /** Per attempt, connecting and reading the body included. Default 5000. */
  readonly timeoutMs?: number
  /** Requests under way at once. Default 16. */
  readonly maxParallelRequests?: number
  /** Default the global one. Not together with `tls` or `proxy`, which bring their own. */
  readonly fetch?: typeof fetch
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number
  /** In [0, 1), for jitter. Default `Math.random`. */
  readonly random?: () => number
}

/** Where one attempt went and what came of it. */
type Outcome =
  | Answer
  | { readonly kind: 'unreachable'; readonly cause: unknown }
  | { readonly kind: 'no-token'; readonly cause: unknown }

const DEFAULT_TIMEOUT_MS = 5000
const DEFAULT_PARALLEL = 16
const defaultRetry: RetryPolicy = { maxRetries: 3, retryBaseMs: 100, retryMaxMs: 5000 }
const acceptedTypes = bodyTypes.filter((type) => type.endsWith('json')).join(', ')

/**
 * Speaks HTTP with the registry: tries the next URL at once when one cannot be reached, waits and
 * tries again after a retriable status, and never repeats a final answer.
 *
 * @see Serde 4.3
 */
export class Transport {
  readonly #options: TransportOptions
  /** With names in lower case: `fetch` would join `Accept` and `accept`. */
  readonly #ownHeaders: Readonly<Record<string, string>>
  readonly #retry: RetryPolicy
  readonly #urls: UrlPool
  readonly #credentials: Credentials
  readonly #limit: ParallelLimit
  readonly #fetch: typeof fetch
  readonly #now: () => number

  /**
   * @throws TypeError when no URL is given, one is none, a header cannot be sent, or `fetch` comes
   *   with `tls` or `proxy`
   * @throws Error when a key or certificate is none
   */
  constructor(options: TransportOptions) {
    const { urls, auth } = readUrls(options.url, options.auth)
    this.#options = options
    this.#ownHeaders = Object.fromEntries(new Headers(options.headers))
    this.#retry = {
      maxRetries: options.maxRetries ?? defaultRetry.maxRetries,
      retryBaseMs: options.retryBaseMs ?? defaultRetry.retryBaseMs,
      retryMaxMs: options.retryMaxMs ?? defaultRetry.retryMaxMs,
    }
    const random = options.random ?? Math.random
    const first = options.randomizeUrls === true ? Math.floor(random() * urls.length) : 0
    this.#urls = new UrlPool(urls, first)
    const { registry, issuer } = fetchersOf(options)
    this.#fetch = registry
    this.#now = options.now ?? Date.now
    this.#credentials = new Credentials(auth, issuer, this.#now)
    this.#limit = new ParallelLimit(options.maxParallelRequests ?? DEFAULT_PARALLEL)
  }

  /**
   * Sends a request and gives the answer's JSON; `undefined` for an answer without a body.
   *
   * @throws RequestError
   */
  async request(asked: RegistryRequest): Promise<unknown> {
    const request = prepare(asked)
    for (let attempt = 0; ; attempt++) {
      // Who waits for another attempt does not keep others from asking.
      const { url, outcome } = await this.#limit.run(() => this.#tryUrls(request))
      if (outcome.kind === 'ok') return outcome.body
      const retryAfterMs = outcome.kind === 'refused' ? outcome.retryAfterMs : undefined
      const random = this.#options.random ?? Math.random
      const delayMs = mayChange(outcome)
        ? retryDelayMs(this.#retry, attempt, random(), retryAfterMs)
        : undefined
      if (delayMs === undefined) throw failureOf(request, url, outcome)
      await sleep(delayMs)
    }
  }

  /** One attempt: the first URL that answers at all decides. */
  async #tryUrls(request: PreparedRequest): Promise<{ url: string; outcome: Outcome }> {
    let last: { url: string; outcome: Outcome } | undefined
    for (const url of this.#urls.candidates(this.#now())) {
      const outcome = await this.#tryUrl(url, request)
      last = { url, outcome }
      // That says nothing about the registry.
      if (outcome.kind === 'no-token') return last
      if (outcome.kind === 'ok' || (outcome.kind === 'refused' && !outcome.retriable)) {
        this.#urls.answered(url)
        return last
      }
      // A throttling server is alive; any other failure makes the next attempt begin elsewhere.
      if (outcome.kind === 'unreachable' || outcome.status !== 429) {
        this.#urls.failed(url, this.#now())
      }
      if (outcome.kind === 'refused') return last
    }
    if (last === undefined) throw new Error('A pool without URLs')
    return last
  }

  async #tryUrl(url: string, request: PreparedRequest): Promise<Outcome> {
    let headers = await this.#headers(request)
    if (headers instanceof NoToken) return { kind: 'no-token', cause: headers.cause }
    const outcome = await this.#exchange(url, request, headers)
    if (outcome.kind !== 'refused' || outcome.status !== 401) return outcome
    if (!this.#credentials.refused(headers['authorization'])) return outcome
    headers = await this.#headers(request)
    if (headers instanceof NoToken) return { kind: 'no-token', cause: headers.cause }
    return this.#exchange(url, request, headers)
  }

  async #exchange(
    url: string,
    request: PreparedRequest,
    headers: Readonly<Record<string, string>>,
  ): Promise<Outcome> {
    try {
      const answer = await this.#fetch(`${url}${request.pathAndQuery}`, {
        method: request.method,
        headers,
        // Elsewhere, own headers would be told to a stranger, and a POST would arrive as a GET.
        redirect: 'manual',
        signal: AbortSignal.timeout(this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
        ...(request.body === undefined ? {} : { body: request.body }),
      })
      return await readAnswer(answer, request.operation, this.#now())
    } catch (cause) {
      return { kind: 'unreachable', cause }
    }
  }

  async #headers(request: PreparedRequest): Promise<Readonly<Record<string, string>> | NoToken> {
    let credentials: Readonly<Record<string, string>>
    try {
      credentials = await this.#credentials.headers()
    } catch (cause) {
      return new NoToken(cause)
    }
    return {
      accept: acceptedTypes,
      'user-agent': 'concordat',
      ...(request.body === undefined
        ? {}
        : { 'content-type': MEDIA_TYPE, 'confluent-accept-unknown-properties': 'true' }),
      ...this.#ownHeaders,
      ...credentials,
    }
  }
}

/** Wrong credentials stay wrong, and issuers count how often they come. */
function mayChange(outcome: Exclude<Outcome, { kind: 'ok' }>): boolean {
  if (outcome.kind === 'refused') return outcome.retriable
  return !(outcome.cause instanceof TokenRefused) || outcome.cause.retriable
}

/** Why there are no credentials. */
class NoToken {
  readonly cause: unknown

  constructor(cause: unknown) {
    this.cause = cause
  }
}

function failureOf(
  request: PreparedRequest,
  url: string,
  outcome: Exclude<Outcome, { kind: 'ok' }>,
): RequestError {
  const about = {
    operation: request.operation,
    ...(request.target === undefined ? {} : { target: request.target }),
    url: `${url}${request.pathAndQuery}`,
  }
  if (outcome.kind !== 'refused') {
    const { cause, kind } = outcome
    const reason = cause instanceof Error ? reasonOf(cause) : String(cause)
    const what =
      kind === 'no-token' ? 'there is no token to send' : `the registry at ${url} cannot be reached`
    return new RequestError(`${what}: ${reason}`, {
      ...about,
      retriable: mayChange(outcome),
      cause,
    })
  }
  const { status, errorCode, body, incompatibilities, retriable } = outcome
  return new RequestError(outcome.message, {
    ...about,
    status,
    body,
    retriable,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(incompatibilities === undefined ? {} : { incompatibilities }),
  })
}

/** `fetch` hides what went wrong in the cause. */
function reasonOf(error: Error): string {
  const cause = error.cause
  if (error.name === 'TimeoutError') return 'no answer in time'
  return cause instanceof Error ? `${error.message} (${cause.message})` : error.message
}

/** Certificates are for the registry alone; whoever issues tokens has others. */
function fetchersOf({ tls, proxy, fetch: given }: TransportOptions): {
  readonly registry: typeof fetch
  readonly issuer: typeof fetch
} {
  if (tls === undefined && proxy === undefined) {
    return { registry: given ?? fetch, issuer: given ?? fetch }
  }
  if (given !== undefined) throw new TypeError('Both `fetch` and `tls` or `proxy` are given')
  const through = proxy === undefined ? {} : { proxy }
  return {
    registry: createNodeFetch({ ...through, ...(tls === undefined ? {} : { tls }) }),
    issuer: proxy === undefined ? fetch : createNodeFetch(through),
  }
}
