import { bytesToGuid, GUID_BYTES, guidToBytes } from './guid.ts'
import { WireFault } from './wire-fault.ts'

/** First byte when an int32 schema id follows. */
export const MAGIC_ID = 0x00
/** First byte when a 16-byte guid follows. */
export const MAGIC_GUID = 0x01
/** Magic byte and schema id. */
export const ID_PREFIX_BYTES = 5
/** Magic byte and guid. */
export const GUID_PREFIX_BYTES = 1 + GUID_BYTES

const MAX_SCHEMA_ID = 0x7fffffff

/** How a message names the schema it was written with. */
export type SchemaHandle =
  | { readonly kind: 'id'; readonly schemaId: number }
  | { readonly kind: 'guid'; readonly guid: string }

/** Who wrote it, and where the rest (message indexes, then the payload) starts. */
export interface Unframed {
  readonly handle: SchemaHandle
  readonly end: number
}

/**
 * Writes magic byte and id, or magic byte and guid.
 *
 * @returns 5 or 17 bytes
 * @throws WireFault invalid-schema-id unless 1 <= id <= 2 147 483 647, invalid-guid
 * @see Serde 1.1, 1.2
 */
export function writePrefix(handle: SchemaHandle): Uint8Array {
  if (handle.kind === 'guid') {
    const bytes = new Uint8Array(GUID_PREFIX_BYTES)
    bytes[0] = MAGIC_GUID
    bytes.set(guidToBytes(handle.guid), 1)
    return bytes
  }
  const id = handle.schemaId
  if (!Number.isInteger(id) || id < 1 || id > MAX_SCHEMA_ID) {
    throw new WireFault('invalid-schema-id', `${id} is not a schema id`)
  }
  return Uint8Array.of(MAGIC_ID, id >>> 24, (id >>> 16) & 0xff, (id >>> 8) & 0xff, id & 0xff)
}

/**
 * Puts a prefix (and message indexes) before a payload.
 *
 * @throws WireFault as {@link writePrefix}
 */
export function frame(
  handle: SchemaHandle,
  payload: Uint8Array,
  messageIndexes: Uint8Array = new Uint8Array(),
): Uint8Array {
  const prefix = writePrefix(handle)
  const framed = new Uint8Array(prefix.length + messageIndexes.length + payload.length)
  framed.set(prefix)
  framed.set(messageIndexes, prefix.length)
  framed.set(payload, prefix.length + messageIndexes.length)
  return framed
}

/**
 * Reads the id of a version 0 prefix without allocating: the hot path's only look at the frame.
 *
 * @returns 0 when the bytes do not start with a usable one; {@link unframe} then says why
 */
export function peekSchemaId(bytes: Uint8Array): number {
  if (bytes.length < ID_PREFIX_BYTES || bytes[0] !== MAGIC_ID) return 0
  const high = bytes[1] ?? 0
  if (high > 0x7f) return 0
  return (high << 24) | ((bytes[2] ?? 0) << 16) | ((bytes[3] ?? 0) << 8) | (bytes[4] ?? 0)
}

/**
 * Reads the prefix of a message or of a header value; both magic bytes are accepted in both places.
 *
 * @throws WireFault empty, truncated, unknown-magic or invalid-schema-id
 * @see Serde 1.3
 */
export function unframe(bytes: Uint8Array): Unframed {
  switch (bytes[0]) {
    case undefined:
      throw new WireFault('empty', 'The payload has no bytes, so it names no schema')
    case MAGIC_ID: {
      if (bytes.length < ID_PREFIX_BYTES) {
        throw new WireFault('truncated', 'The bytes end in the schema id', bytes)
      }
      const schemaId = peekSchemaId(bytes)
      if (schemaId === 0) {
        throw new WireFault('invalid-schema-id', 'The schema id is not a positive int32', bytes)
      }
      return { handle: { kind: 'id', schemaId }, end: ID_PREFIX_BYTES }
    }
    case MAGIC_GUID:
      return { handle: { kind: 'guid', guid: bytesToGuid(bytes, 1) }, end: GUID_PREFIX_BYTES }
    default:
      throw new WireFault(
        'unknown-magic',
        'Unknown magic byte: the first byte is neither 0x00 (schema id) nor 0x01 (schema guid)',
        bytes,
      )
  }
}
