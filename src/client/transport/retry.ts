/** Statuses after which asking again may help. Serde 4.3. */
const retriableStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

/** Beyond this, a `Retry-After` is not waited for: the caller is told at once. */
const LONGEST_RETRY_AFTER_MS = 60_000

/** How often and how long to wait between attempts. */
export interface RetryPolicy {
  /** Attempts after the first. */
  readonly maxRetries: number
  readonly retryBaseMs: number
  readonly retryMaxMs: number
}

/** Tells whether a status is worth another attempt. */
export function isRetriable(status: number): boolean {
  return retriableStatuses.has(status)
}

/**
 * How long to wait before the next attempt: full jitter, never less than the server asks for.
 *
 * @param attempt 0 after the first failure
 * @param random in [0, 1)
 * @param retryAfterMs what the server asked for
 * @returns `undefined` when waiting makes no sense: no attempts left, or told to stay away too long
 */
export function retryDelayMs(
  policy: RetryPolicy,
  attempt: number,
  random: number,
  retryAfterMs: number | undefined,
): number | undefined {
  if (attempt >= policy.maxRetries) return undefined
  if (retryAfterMs !== undefined && retryAfterMs > LONGEST_RETRY_AFTER_MS) return undefined
  const ceiling = Math.min(policy.retryMaxMs, policy.retryBaseMs * 2 ** attempt)
  return Math.max(random * ceiling, retryAfterMs ?? 0)
}

/**
 * Reads a `Retry-After` header: seconds or a date.
 *
 * @returns milliseconds from now, never negative; `undefined` when absent or unreadable
 * @see RFC 9110, 10.2.3
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const text = header.trim()
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
