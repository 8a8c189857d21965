import { fetchToken } from './oauth.ts'
import type { OAuthOptions } from './oauth.ts'
import type { Token } from './token.ts'

/** Gives a bearer token when asked. */
export type TokenProvider = () => string | Token | Promise<string | Token>

/** Who the client says it is: exactly one way. Serde 4.4. */
export type Auth =
  | { readonly basic: { readonly username: string; readonly password: string } }
  | {
      readonly bearer: string | TokenProvider
      /** Sent as `target-sr-cluster`. */
      readonly logicalCluster?: string
      /** Sent as `Confluent-Identity-Pool-Id`. */
      readonly identityPoolId?: string
    }
  | {
      readonly oauth: OAuthOptions
      readonly logicalCluster?: string
      readonly identityPoolId?: string
    }

/** Part of a token's life after which it is renewed in the background. */
const RENEW_AT = 0.8

/**
 * Keeps the `Authorization` header ready: one token request at a time, renewed at 80 % of its life
 * while the old one still serves.
 */
export class Credentials {
  readonly #auth: Auth | undefined
  readonly #provider: TokenProvider | undefined
  readonly #renewBeforeMs: number
  readonly #now: () => number
  #token: string | undefined
  #renewAt = Number.POSITIVE_INFINITY
  #expiresAt = Number.POSITIVE_INFINITY
  #pending: Promise<string> | undefined

  constructor(auth: Auth | undefined, fetcher: typeof fetch, now: () => number) {
    this.#auth = auth
    this.#renewBeforeMs =
      auth !== undefined && 'oauth' in auth ? (auth.oauth.renewBeforeMs ?? 0) : 0
    this.#now = now
    if (auth !== undefined && 'oauth' in auth) {
      this.#provider = () => fetchToken(auth.oauth, fetcher)
    } else if (auth !== undefined && 'bearer' in auth) {
      const { bearer } = auth
      this.#provider = typeof bearer === 'string' ? () => bearer : bearer
    }
  }

  /** Headers to send with the next request. */
  async headers(): Promise<Readonly<Record<string, string>>> {
    const auth = this.#auth
    if (auth === undefined) return {}
    if ('basic' in auth) {
      const pair = `${auth.basic.username}:${auth.basic.password}`
      return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` }
    }
    return {
      authorization: `Bearer ${await this.#currentToken()}`,
      ...(auth.logicalCluster === undefined ? {} : { 'target-sr-cluster': auth.logicalCluster }),
      ...(auth.identityPoolId === undefined
        ? {}
        : { 'confluent-identity-pool-id': auth.identityPoolId }),
    }
  }

  /**
   * Forgets the token after a 401.
   *
   * @param sent the header that was refused: another request may have renewed it already
   * @returns whether asking again can make a difference
   */
  refused(sent: string | undefined): boolean {
    if (this.#provider === undefined) return false
    if (sent === `Bearer ${this.#token}`) this.#token = undefined
    return true
  }

  #currentToken(): string | Promise<string> {
    const now = this.#now()
    if (this.#token === undefined || now >= this.#expiresAt) return this.#renew()
    if (now >= this.#renewAt) {
      // The old token still serves; a failure shows when it has run out.
      this.#renew().catch(() => undefined)
    }
    return this.#token
  }

  #renew(): Promise<string> {
    this.#pending ??= this.#ask().finally(() => {
      this.#pending = undefined
    })
    return this.#pending
  }

  async #ask(): Promise<string> {
    if (this.#provider === undefined) throw new Error('No token provider')
    const given = await this.#provider()
    const { token, expiresInMs } = typeof given === 'string' ? { token: given } : given
    const lifetimeMs = expiresInMs ?? Number.POSITIVE_INFINITY
    this.#token = token
    const early = lifetimeMs - this.#renewBeforeMs
    // A life shorter than that would mean a request for a token before every other one.
    const latest = early > 0 ? early : lifetimeMs
    this.#renewAt = this.#now() + Math.min(lifetimeMs * RENEW_AT, latest)
    this.#expiresAt = this.#now() + lifetimeMs
    return token
  }
}
