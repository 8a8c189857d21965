// A load generator: raw sockets with one request in flight each, so that the server is what is
// measured. It runs as a process of its own, which is sent the plan and answers requests per second.

import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { fork } from 'node:child_process'

/**
 * Loads a server and measures it.
 *
 * @param {{ port: number, connections: number, seconds: number, requests: string[], limit?: number }} plan
 *   `requests` are whole HTTP/1.1 requests; the connections take them in
 *   turn, at most `limit` of them
 * @returns {Promise<number>} requests per second
 */
export function load(plan) {
  const child = fork(fileURLToPath(import.meta.url))
  child.send(plan)
  return new Promise((resolve, reject) => {
    child.on('message', resolve)
    child.on('exit', (code) => {
      if (code !== 0) reject(new Error(`load generator ended with ${code}`))
    })
  })
}

/** One request as bytes on the wire. */
export function request(method, path, body) {
  const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n`
  if (body === undefined) return `${head}\r\n`
  const type = 'Content-Type: application/vnd.schemaregistry.v1+json\r\n'
  return `${head}${type}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

function run({ port, connections, seconds, requests, limit = Infinity }) {
  let answered = 0
  let next = 0
  const started = process.hrtime.bigint()
  const until = Date.now() + seconds * 1000
  let open = connections
  for (let i = 0; i < connections; i++) {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let waiting = -1
    let head = ''
    const send = () => socket.write(requests[next++ % requests.length])
    socket.on('connect', send)
    socket.on('error', (error) => {
      process.stderr.write(`${error.message}\n`)
      process.exit(1)
    })
    socket.on('data', (chunk) => {
      let rest = chunk.length
      if (waiting < 0) {
        head += chunk.latin1Slice()
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        const status = Number(head.slice(9, 12))
        if (status >= 400) {
          process.stderr.write(`answer ${head.slice(0, 400)}\n`)
          process.exit(1)
        }
        const length = /content-length: (\d+)/i.exec(head)
        waiting = (length === null ? 0 : Number(length[1])) + end + 4
        rest = head.length
        head = ''
      }
      waiting -= rest
      if (waiting > 0) return
      waiting = -1
      answered++
      if (Date.now() < until && next < limit) send()
      else {
        socket.end()
        if (--open === 0) {
          const elapsed = Number(process.hrtime.bigint() - started) / 1e9
          process.send(answered / elapsed, () => process.exit(0))
        }
      }
    })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.once('message', run)
