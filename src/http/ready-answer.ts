import { createHash } from 'node:crypto'

/** The body of an answer that is sent more than once, with the headers that go with it. */
export interface ReadyAnswer {
  /** UTF-8, one byte a character. */
  readonly body: string
  /** Weak, as compression changes the bytes on the way; absent where clients must ask again. */
  readonly etag: string | undefined
  /** Names and values in turn, of the answer itself: what `304` and `HEAD` have too. */
  readonly headers: readonly string[]
}

/** What an answer depends on beside its URL. */
export const VARY = 'Accept, Accept-Encoding'

/** How long others may keep an answer. */
const lifetimes = {
  /** The text and identity of a schema: only a purge ends them. */
  text: 'public, max-age=31536000, immutable',
  /** Who uses an id and whether it is soft-deleted may change. */
  record: 'public, max-age=3600',
} as const

/**
 * Makes an answer ready to be sent many times.
 *
 * @param lifetime `none`: nobody else may keep it, as any write may change it
 */
export function readyAnswer(text: string, lifetime: keyof typeof lifetimes | 'none'): ReadyAnswer {
  const bytes = Buffer.from(text)
  const body = bytes.toString('latin1')
  if (lifetime === 'none') return { body, etag: undefined, headers: ['vary', VARY] }
  const etag = `W/"${createHash('sha1').update(bytes).digest('base64url')}"`
  const headers = ['etag', etag, 'cache-control', lifetimes[lifetime], 'vary', VARY]
  return { body, etag, headers }
}
