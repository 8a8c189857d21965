import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

// What a header value may hold; anything else would make the answer unsendable.
const sendable = /^[\t\x20-\x7e\x80-\xff]*$/

/**
 * The id of a request: the caller's own if it sent exactly one that is not blank, else a new UUIDv4.
 *
 * @see Rest-api 1.7, `X-Request-ID`
 */
export function requestId(request: IncomingMessage): string {
  const sent = request.headers['x-request-id']
  if (sent === undefined) return randomUUID()
  if (typeof sent !== 'string' || sent.trim() === '' || !sendable.test(sent)) return randomUUID()
  // Node joins repeated headers with a comma; only a comma makes the count worth taking.
  if (sent.includes(',') && timesSent(request.rawHeaders) > 1) return randomUUID()
  return sent
}

function timesSent(rawHeaders: readonly string[]): number {
  let times = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() === 'x-request-id') times++
  }
  return times
}
