import type { Place } from '../model/place.ts'

/** What a difference means for the verdict under the policy and strictness in force. */
export type Effect =
  /** The reader still reads everything. */
  | 'none'
  /** The reader fails, or reads something else. */
  | 'breaks'
  /** Sound rule book only: neither can be proven; counts as incompatible. */
  | 'undecided'

/** One fact about reader versus writer. */
export interface Difference {
  /** The spec's difference type, such as `TYPE_MISMATCH`; a closed set per format. */
  readonly kind: string
  /** Where, in the format's own path notation (`/fields/1/type`, `#/Order/2`, `#/properties/x`). */
  readonly path: string
  readonly effect: Effect
  /** The format's extra words, such as Avro's `additionalInfo`; empty when it has none. */
  readonly info: string
  /** In the reader's text; `undefined` when the reader has nothing to point at. */
  readonly reader: Place | undefined
  readonly writer: Place | undefined
  /** One sentence naming the smallest change that would pass. */
  readonly hint?: string
}
