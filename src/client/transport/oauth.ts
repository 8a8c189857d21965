import { isRetriable } from './retry.ts'
import type { Token } from './token.ts'

/** A client-credentials grant. RFC 6749, 4.4. */
export interface OAuthOptions {
  readonly issuerUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope?: string
  /** A token is renewed this long before its end, unless 80 % of its life come first. Default 0. */
  readonly renewBeforeMs?: number
  /** Default 5000. */
  readonly timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 5000

/** Why an issuer gave no token. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused'
  /** Whether asking again later may help. */
  readonly retriable: boolean

  constructor(message: string, retriable: boolean) {
    super(message)
    this.retriable = retriable
  }
}

/**
 * Asks the issuer for a token: form-encoded grant, client id and secret as HTTP Basic.
 *
 * @throws TokenRefused when the issuer refuses or answers something else; secrets are never in the
 *   message
 * @see Serde 4.4
 */
export async function fetchToken(options: OAuthOptions, fetcher: typeof fetch): Promise<Token> {
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  if (options.scope !== undefined) form.set('scope', options.scope)
  const pair = `${encodeURIComponent(options.clientId)}:${encodeURIComponent(options.clientSecret)}`
  const answer = await fetcher(options.issuerUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
    },
    body: form.toString(),
    signal: AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
  })
  // A token that breaks off may be asked for again; a refusal needs no body.
  const text = answer.ok ? await answer.text() : await answer.text().catch(() => '')
  const body = parse(text)
  if (!answer.ok || !isTokenBody(body)) {
    const what = `The token endpoint ${options.issuerUrl} answered ${answer.status}`
    throw new TokenRefused(`${what}${errorIn(body)}`, isRetriable(answer.status))
  }
  return {
    token: body.access_token,
    ...(body.expires_in === undefined ? {} : { expiresInMs: Number(body.expires_in) * 1000 }),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** The code of what is wrong. RFC 6749, 5.2. */
function errorIn(body: unknown): string {
  const isNamed = typeof body === 'object' && body !== null && 'error' in body
  return isNamed && typeof body.error === 'string' ? ` (${body.error})` : ''
}

function isTokenBody(
  body: unknown,
): body is { readonly access_token: string; readonly expires_in?: number | string } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'access_token' in body &&
    typeof body.access_token === 'string'
  )
}
