import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/** What is known of a connection; kept on its socket, where it is found fastest. */
interface Connection extends Socket {
  /** The answer to the request that came last. */
  [last]?: ServerResponse
  /** Requests that wait for an answer before theirs. */
  [waiting]?: number
}

const last = Symbol('last answer')
const waiting = Symbol('waiting requests')

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
  const connection: Connection = request.socket
  const before = connection[last]
  connection[last] = response
  // It closes once it has left, or when the connection is lost.
  if (before === undefined || before.closed) {
    handle(request, response)
    return
  }
  connection[waiting] = (connection[waiting] ?? 0) + 1
  connection.pause()
  before.once('close', () => {
    const left = (connection[waiting] ?? 1) - 1
    connection[waiting] = left
    if (connection.destroyed) return
    if (left === 0) connection.resume()
    handle(request, response)
  })
}
