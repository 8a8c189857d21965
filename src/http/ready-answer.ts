import { createHash } from 'node:crypto'

/** The bytes of an answer that seldom or never changes, with the headers that go with them. */
export interface ReadyAnswer {
  readonly bytes: Buffer
  /** Of the bytes, as a header. */
  readonly length: string
  /** Weak, as compression changes the bytes on the way. */
  readonly etag: string
  readonly cacheControl: string
}

/** How long others may keep an answer. */
export const lifetimes = {
  /** The text and identity of a schema: only a purge ends them. */
  text: 'public, max-age=31536000, immutable',
  /** Who uses an id and whether it is soft-deleted may change. */
  record: 'public, max-age=3600',
} as const

/** Makes an answer ready to be sent many times. */
export function readyAnswer(text: string, lifetime: keyof typeof lifetimes): ReadyAnswer {
  const bytes = Buffer.from(text)
  const etag = `W/"${createHash('sha1').update(bytes).digest('base64url')}"`
  return { bytes, length: String(bytes.length), etag, cacheControl: lifetimes[lifetime] }
}
