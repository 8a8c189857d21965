import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/** The answer under way, which Node keeps on the socket and nowhere else. */
interface Connection extends Socket {
  readonly _httpMessage?: ServerResponse | null
}

/** What waits on each connection for the answers before it. */
const waiting = new WeakMap<Socket, (() => void)[]>()

/**
 * Handles a request when the answer to the one before it on its connection has left.
 *
 * Requests sent in one go, without waiting for answers, would all be answered into memory: 64 KiB
 * of them make a thousand answers, each as long as it likes, for a client that reads none. While
 * some wait, no more are read.
 */
export function afterThoseBefore(
  request: IncomingMessage,
  response: ServerResponse,
  handle: Handle,
): void {
  // Node gives an answer the socket when it is its turn: for nearly all that is at once.
  const before = response.socket === null ? (request.socket as Connection)._httpMessage : null
  if (before === null || before === undefined) handle(request, response)
  else wait(request.socket, before, () => handle(request, response), response)
}

function wait(
  connection: Socket,
  before: ServerResponse,
  goOn: () => void,
  response: ServerResponse,
): void {
  const others = waiting.get(connection)
  const queue = others ?? []
  queue.push(() => {
    // It closes once it has left, or when the connection is lost.
    if (queue.length > 0) response.once('close', next)
    else {
      waiting.delete(connection)
      connection.resume()
    }
    goOn()
  })
  const next = (): void => {
    if (!connection.destroyed) queue.shift()?.()
  }
  if (others !== undefined) return
  waiting.set(connection, queue)
  connection.pause()
  before.once('close', next)
}
