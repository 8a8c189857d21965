import { createServer, request as forward } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Stands between a client and a registry. */
export interface Proxy {
  readonly url: string
  close(): void
}

/** Passes every request on, after `before` has seen it. */
export async function startProxy(
  target: string,
  before: (request: IncomingMessage) => void,
): Promise<Proxy> {
  const server = createServer((incoming, answer) => {
    before(incoming)
    const { method = 'GET', headers } = incoming
    const outgoing = forward(`${target}${incoming.url}`, { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 500, answered.headers)
      answered.pipe(answer)
    })
    // A client that was killed leaves its requests behind.
    outgoing.on('error', () => answer.destroy())
    incoming.pipe(outgoing)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() }
}
