import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the stub saw of a request. */
export interface SeenRequest {
  readonly method: string
  readonly target: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A server that misbehaves as told: for how requests travel, never for what a registry answers. */
export interface StubServer {
  readonly url: string
  readonly seen: readonly SeenRequest[]
  close(): Promise<void>
}

/** Answers one request, or does not. */
export type Reply = (response: ServerResponse) => void

/** Starts a stub; the last reply repeats. */
export async function startStub(...replies: Reply[]): Promise<StubServer> {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        target: request.url ?? '',
        headers: request.headers,
        body,
      })
      const reply = replies[Math.min(seen.length, replies.length) - 1]
      reply?.(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Answers with JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
}

/** Answers with something that no registry says. */
export function text(status: number, type: string, body: string): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': type })
    response.end(body)
  }
}

/** Never answers. */
export function hang(): void {
  // The client has to give up.
}

/** Cuts the connection. */
export function reset(response: ServerResponse): void {
  response.destroy()
}

/** A URL at which nobody listens. */
export async function deadUrl(): Promise<string> {
  const stub = await startStub(hang)
  await stub.close()
  return stub.url
}
