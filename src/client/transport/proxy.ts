import { decodeUserInfo } from './url-user.ts'

/** A proxy, as its URL describes it. */
export interface Proxy {
  readonly protocol: 'http:' | 'https:'
  readonly host: string
  readonly port: number
  /** `Proxy-Authorization`, when the URL names a user. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Reads the URL of a proxy.
 *
 * @throws TypeError when it is none of http or https
 */
export function proxyOf(text: string): Proxy {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TypeError('A proxy is given as http://host:port or https://host:port')
  }
  const { protocol, hostname, port, username, password } = url
  const pair = `${decodeUserInfo(username)}:${decodeUserInfo(password)}`
  return {
    protocol,
    // Brackets belong to the URL, not to an IPv6 address.
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    headers:
      username === ''
        ? {}
        : { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` },
  }
}
