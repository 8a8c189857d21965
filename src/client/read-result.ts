import type { RecordHeaders } from '../wire/headers.ts'

/** A message as the batch functions take it. */
export interface MessageToRead {
  readonly topic: string
  readonly payload: Uint8Array | null
  readonly headers?: RecordHeaders | undefined
}

/** What became of one message of a batch; the position in the batch is kept. */
export type ReadResult<T> =
  | { readonly ok: true; readonly value: T | null }
  | { readonly ok: false; readonly error: unknown; readonly payload: Uint8Array | null }
