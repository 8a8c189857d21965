import { request as requestHttp } from 'node:http'
import { Agent, request as requestHttps } from 'node:https'
import type { AgentOptions } from 'node:https'
import { isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import type { Proxy } from './proxy.ts'

type OnSocket = (fault: Error | null, socket?: Socket) => void

/** How long a proxy may think about a tunnel; requests have their own, shorter patience. */
const TUNNEL_TIMEOUT_MS = 30_000

/**
 * Makes an agent that reaches https servers through a proxy: it asks for a tunnel, then speaks TLS
 * inside.
 *
 * @see RFC 9110, 9.3.6 (CONNECT)
 */
export function createTunnelAgent(proxy: Proxy, options: AgentOptions): Agent {
  const createConnection = (wanted: ConnectionOptions, onSocket: OnSocket): undefined => {
    const host = wanted.host ?? ''
    const target = `${isIP(host) === 6 ? `[${host}]` : host}:${wanted.port ?? 443}`
    openTunnel(proxy, target, (fault, socket) => {
      if (fault !== null || socket === undefined) return onSocket(fault)
      const { path: _path, ...secure } = wanted
      onSocket(null, connect({ ...secure, socket }))
    })
  }
  // Node calls it for each new connection; not every version of its types knows the member.
  return Object.assign(new Agent(options), { createConnection })
}

function openTunnel(proxy: Proxy, target: string, onSocket: OnSocket): void {
  const request = (proxy.protocol === 'https:' ? requestHttps : requestHttp)({
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: target,
    headers: { host: target, ...proxy.headers },
    agent: false,
    timeout: TUNNEL_TIMEOUT_MS,
  })
  const refused = (answer: string): Error =>
    new Error(`the proxy ${proxy.host}:${proxy.port} answered ${answer}`)
  request.on('connect', (answer, socket: Socket) => {
    socket.setTimeout(0)
    if (answer.statusCode === 200) return onSocket(null, socket)
    socket.destroy()
    onSocket(refused(`${answer.statusCode ?? 0} ${answer.statusMessage ?? ''}`.trim()))
  })
  request.on('timeout', () => request.destroy(refused('nothing')))
  request.on('error', (fault) => onSocket(fault))
  request.end()
}
