import { Agent as HttpAgent, request as requestHttp } from 'node:http'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { BodyLimit } from './body-limit.ts'
import { proxyOf } from './proxy.ts'
import type { Proxy } from './proxy.ts'
import { nodeTlsOptions } from './tls-options.ts'
import type { TlsOptions } from './tls-options.ts'
import { createTunnelAgent } from './tunnel-agent.ts'

/** What the global `fetch` cannot be told. */
export interface ConnectionOptions {
  /** Whom to trust and who to be; absent: the authorities that come with Node. */
  readonly tls?: TlsOptions
  /** `http://user:password@host:port`: tunnels for https, forwards requests for http. */
  readonly proxy?: string
}

/** What one exchange needs of `fetch`'s options. */
type Sent = Pick<RequestInit, 'method' | 'body' | 'signal'> & {
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers without a body, which `Response` insists on. */
const bodyless: ReadonlySet<number> = new Set([204, 205, 304])

/**
 * Makes a `fetch` over node's own HTTP, for connections with certificates of one's own or through
 * a proxy. It takes text bodies and plain headers, keeps connections open, and follows no redirect.
 *
 * @throws TypeError when the proxy is no http or https URL, Error when a key or certificate is none
 */
export function createNodeFetch(options: ConnectionOptions): typeof fetch {
  const open = opener(options)
  return (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    return exchange(open, url, init as Sent)
  }
}

/** Begins a request; the answer comes through the callback. */
type Open = (
  url: URL,
  options: RequestOptions,
  onAnswer: (answer: IncomingMessage) => void,
) => ClientRequest

function opener({ tls = {}, proxy: proxyUrl }: ConnectionOptions): Open {
  const secure = nodeTlsOptions(tls)
  const proxy = proxyUrl === undefined ? undefined : proxyOf(proxyUrl)
  const keepAlive = { keepAlive: true }
  const httpsAgent =
    proxy === undefined
      ? new HttpsAgent({ ...keepAlive, ...secure })
      : createTunnelAgent(proxy, { ...keepAlive, ...secure })
  const httpAgent =
    proxy?.protocol === 'https:' ? new HttpsAgent(keepAlive) : new HttpAgent(keepAlive)
  return (url, options, onAnswer) => {
    if (url.protocol === 'https:') {
      return requestHttps(url, { ...options, agent: httpsAgent }, onAnswer)
    }
    if (proxy === undefined) return requestHttp(url, { ...options, agent: httpAgent }, onAnswer)
    const request = proxy.protocol === 'https:' ? requestHttps : requestHttp
    return request(forwarded(proxy, url, { ...options, agent: httpAgent }), onAnswer)
  }
}

/** A proxy wants the whole URL where the path stands. RFC 9112, 3.2.2. */
function forwarded(proxy: Proxy, url: URL, options: RequestOptions): RequestOptions {
  const headers = { ...(options.headers as Record<string, string>), ...proxy.headers }
  return {
    ...options,
    host: proxy.host,
    port: proxy.port,
    path: url.href,
    headers: { ...headers, host: url.host },
  }
}

function exchange(open: Open, url: URL, sent: Sent): Promise<Response> {
  const { method = 'GET', headers = {}, signal } = sent
  const body = typeof sent.body === 'string' ? Buffer.from(sent.body) : undefined
  const length = body === undefined ? {} : { 'content-length': String(body.length) }
  return new Promise((resolve, reject) => {
    const fail = (fault: unknown): void => {
      // Why it was given up says more than that it was.
      reject(toError(signal?.aborted === true ? signal.reason : fault))
    }
    const options = {
      method,
      headers: { ...headers, ...length },
      ...(signal ? { signal } : {}),
    }
    const request = open(url, options, (answer) => {
      readBody(answer).then((content) => resolve(toResponse(answer, content)), fail)
    })
    request.on('error', fail)
    request.end(body)
  })
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

async function readBody(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  const limit = new BodyLimit()
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    limit.count(chunk)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function toResponse(answer: IncomingMessage, content: Buffer): Response {
  const status = answer.statusCode ?? 0
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) headers.append(name, one)
    }
  }
  return new Response(bodyless.has(status) ? null : Uint8Array.from(content), { status, headers })
}
