import type { Role } from '../wire/headers.ts'
import { WireFault } from '../wire/wire-fault.ts'
import type { WireFaultKind } from '../wire/wire-fault.ts'

/** Why a message could not be written or read. */
export type SerdeErrorKind =
  | 'EMPTY_PAYLOAD'
  | 'UNKNOWN_FRAME'
  | 'TRUNCATED_FRAME'
  | 'INVALID_MESSAGE_INDEXES'
  | 'UNKNOWN_SCHEMA'
  | 'UNUSABLE_SCHEMA'
  | 'WRONG_SCHEMA_TYPE'
  | 'INVALID_VALUE'
  | 'INVALID_BODY'
  | 'MISSING_HEADERS'
  | 'MISSING_GUID'
  | 'MISSING_RECORD_NAME'
  | 'UNKNOWN_MESSAGE'
  | 'SCHEMA_NOT_REGISTERED'
  | 'AMBIGUOUS_ASSOCIATION'
  | 'RULE_NOT_EXECUTED'
  | 'NOT_PREPARED'
  | 'INVALID_OPTIONS'

/** What is known beside the sentence. */
export interface SerdeErrorDetails {
  readonly topic?: string
  readonly role?: Role
  readonly schemaId?: number
  /** Where in the value, such as `lines.0.price`. */
  readonly path?: string
  /** The first bytes of what was read, at most 16, as hex. */
  readonly firstBytes?: string
  /** What the data looks like instead. */
  readonly guess?: string
  readonly cause?: unknown
}

/** Why a message could not be written or read: one class, a closed set of kinds. */
export class SerdeError extends Error {
  override readonly name = 'SerdeError'
  readonly kind: SerdeErrorKind
  /** The sentence without topic and side. */
  readonly reason: string
  readonly details: SerdeErrorDetails

  constructor(kind: SerdeErrorKind, reason: string, details: SerdeErrorDetails = {}) {
    const { topic, role } = details
    const where = topic === undefined ? '' : `${role ?? 'value'} of topic '${topic}': `
    super(`${where}${reason}`, details.cause === undefined ? undefined : { cause: details.cause })
    this.kind = kind
    this.reason = reason
    this.details = details
  }

  /** The same error, knowing more. */
  with(more: SerdeErrorDetails): SerdeError {
    return new SerdeError(this.kind, this.reason, {
      cause: this,
      ...this.details,
      ...more,
    })
  }
}

const kindOfFault = {
  empty: 'EMPTY_PAYLOAD',
  truncated: 'TRUNCATED_FRAME',
  'unknown-magic': 'UNKNOWN_FRAME',
  'invalid-schema-id': 'UNKNOWN_FRAME',
  'invalid-guid': 'UNKNOWN_FRAME',
  'invalid-varint': 'INVALID_MESSAGE_INDEXES',
  'invalid-message-indexes': 'INVALID_MESSAGE_INDEXES',
} as const satisfies Record<WireFaultKind, SerdeErrorKind>

/** Says of anything thrown where it happened; what is not about the message stays as it is. */
export function located(thrown: unknown, more: SerdeErrorDetails): unknown {
  if (thrown instanceof SerdeError) return thrown.with(more)
  if (!(thrown instanceof WireFault)) return thrown
  return new SerdeError(kindOfFault[thrown.kind], thrown.message, {
    ...more,
    firstBytes: thrown.firstBytes,
    cause: thrown,
    ...(thrown.guess === undefined ? {} : { guess: thrown.guess }),
  })
}
