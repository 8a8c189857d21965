import type { Auth } from './credentials.ts'
import { decodeUserInfo } from './url-user.ts'

/** Where a registry is, and who asks. */
interface RegistryUrls {
  /** Without credentials and without a slash at the end. */
  readonly urls: readonly [string, ...string[]]
  readonly auth: Auth | undefined
}

/**
 * Reads the addresses of a registry; user and password may stand in one of them.
 *
 * @param url a list may be a text with commas
 * @throws TypeError when there is none, one is no URL, or credentials come twice
 */
export function readUrls(url: string | readonly string[], auth: Auth | undefined): RegistryUrls {
  const given = typeof url === 'string' ? url.split(',') : url
  const parsed = given.map((text) => new URL(text.trim()))
  const other = parsed.find(({ protocol }) => protocol !== 'http:' && protocol !== 'https:')
  if (other !== undefined) {
    throw new TypeError(`A registry is reached by http or https, not ${other.protocol}//`)
  }
  const [first, ...others] = parsed.map(
    ({ origin, pathname }) => `${origin}${pathname.replace(/\/+$/, '')}`,
  )
  if (first === undefined) throw new TypeError('A registry client needs at least one URL')
  const user = parsed.find(({ username }) => username !== '')
  if (user !== undefined && auth !== undefined) {
    throw new TypeError('Credentials are given twice: in the URL and as `auth`')
  }
  const basic = user && {
    username: decodeUserInfo(user.username),
    password: decodeUserInfo(user.password),
  }
  return { urls: [first, ...others], auth: basic === undefined ? auth : { basic } }
}
