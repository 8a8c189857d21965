import type { Socket } from 'node:net'

/** Node's refusals of what is no HTTP, with the sentence for each. */
const refusals: Readonly<Record<string, { readonly status: number; readonly text: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, text: 'Request Header Fields Too Large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, text: 'Request Timeout' },
}
const malformed = { status: 400, text: 'Bad Request' }

/** Answers a request that is no HTTP, in the protocol's error shape, and hangs up. */
export function answerBrokenRequest(error: { readonly code: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const { status, text } = refusals[error.code] ?? malformed
  const body = JSON.stringify({ error_code: status, message: text })
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => {
      socket.destroy()
    },
  )
}
