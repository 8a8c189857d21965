/** A version asked for: a number from 1 to 2^31-1, or the highest live one. */
export type VersionRequest = number | 'latest'

/** The highest number a version can have: an int32. */
export const MAX_VERSION = 0x7fff_ffff

/** What messages show where `latest` found nothing. */
export const LATEST_NUMBER = -1

/**
 * Reads a version segment; `undefined` when it is none (error 42202).
 *
 * @see Rest-api 1.5
 */
export function parseVersion(text: string): VersionRequest | undefined {
  const trimmed = text.trim()
  if (trimmed.toLowerCase() === 'latest' || trimmed === '-1') return 'latest'
  if (!/^\+?\d+$/.test(trimmed)) return undefined
  const number = Number(trimmed)
  return number >= 1 && number <= MAX_VERSION ? number : undefined
}
