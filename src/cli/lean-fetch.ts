import * as http from 'node:http'
import * as https from 'node:https'

/**
 * A `fetch` over plain `node:http`, for what a registry client asks of it: strings out, strings in,
 * no redirects.
 *
 * Exports and imports are hundreds of thousands of small requests, and the global one spends more
 * on streams than the registry on answering (measured: 4 times the processor time).
 *
 * @param connections kept open to each registry, at most
 */
export function leanFetch(connections: number): typeof fetch {
  const options = { keepAlive: true, maxSockets: connections }
  const agents = { http: new http.Agent(options), https: new https.Agent(options) }
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const isSecure = url.protocol === 'https:'
    const body = typeof init?.body === 'string' ? Buffer.from(init.body, 'utf8') : undefined
    return new Promise((resolve, reject) => {
      const request = (isSecure ? https : http).request(
        url,
        {
          agent: isSecure ? agents.https : agents.http,
          method: init?.method ?? 'GET',
          headers: {
            ...(init?.headers as Readonly<Record<string, string>> | undefined),
            ...(body === undefined ? {} : { 'content-length': body.length }),
          },
          ...(init?.signal ? { signal: init.signal } : {}),
        },
        (answer) => resolve(responseOf(answer)),
      )
      request.on('error', (error) => {
        // A timeout is told by the signal's own reason, as `fetch` does.
        const reason: unknown = init?.signal?.aborted === true ? init.signal.reason : error
        reject(reason instanceof Error ? reason : error)
      })
      request.end(body)
    })
  }
}

/** The few members of a `Response` that the client's transport reads. */
function responseOf(answer: http.IncomingMessage): Response {
  const status = answer.statusCode ?? 0
  const response: Pick<Response, 'ok' | 'status' | 'text'> & {
    readonly headers: Pick<Headers, 'get'>
  } = {
    ok: status >= 200 && status < 300,
    status,
    headers: { get: (name) => answer.headers[name.toLowerCase()]?.toString() ?? null },
    text: () => readText(answer),
  }
  return response as Response
}

function readText(answer: http.IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => chunks.push(chunk))
    answer.on('error', reject)
    answer.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
  })
}
