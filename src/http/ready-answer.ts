import { createHash } from 'node:crypto'

/** The bytes of an answer that seldom or never changes, with the headers that go with them. */
export interface ReadyAnswer {
  readonly bytes: Buffer
  /** Weak, as compression changes the bytes on the way. */
  readonly etag: string
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

/** Makes an answer ready to be sent many times. */
export function readyAnswer(text: string, lifetime: keyof typeof lifetimes): ReadyAnswer {
  const bytes = Buffer.from(text)
  const etag = `W/"${createHash('sha1').update(bytes).digest('base64url')}"`
  const headers = ['etag', etag, 'cache-control', lifetimes[lifetime], 'vary', VARY]
  return { bytes, etag, headers }
}
