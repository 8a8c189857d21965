import { guessContent } from './guess-content.ts'

/** What can be wrong with the bytes around a payload. */
export type WireFaultKind =
  | 'empty'
  | 'truncated'
  | 'unknown-magic'
  | 'invalid-schema-id'
  | 'invalid-guid'
  | 'invalid-varint'
  | 'invalid-message-indexes'

/** How many leading bytes an error shows. */
const SHOWN_BYTES = 16

/**
 * Why bytes are not a framed message: thrown by everything in this room that reads.
 *
 * The client adds topic and side; nobody else catches it.
 */
export class WireFault extends Error {
  override readonly name = 'WireFault'
  readonly kind: WireFaultKind
  /** The first bytes, at most 16, as hex. */
  readonly firstBytes: string
  /** What the data looks like instead, when it can be told. */
  readonly guess: string | undefined

  constructor(kind: WireFaultKind, reason: string, bytes: Uint8Array = new Uint8Array()) {
    const guess = kind === 'unknown-magic' ? guessContent(bytes) : undefined
    const firstBytes = toHex(bytes.subarray(0, SHOWN_BYTES))
    const shown = firstBytes === '' ? '' : `; first bytes ${firstBytes}`
    super(`${reason}${shown}${guess === undefined ? '' : `; looks like ${guess}`}`)
    this.kind = kind
    this.firstBytes = firstBytes
    this.guess = guess
  }
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
