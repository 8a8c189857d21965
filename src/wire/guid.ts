import { WireFault } from './wire-fault.ts'

/** Bytes of a guid. */
export const GUID_BYTES = 16

const guidPattern = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

/**
 * Turns a guid's text, with or without dashes, into its bytes, in the order of the text.
 *
 * @returns 16 bytes
 * @throws WireFault invalid-guid
 */
export function guidToBytes(guid: string): Uint8Array {
  if (!guidPattern.test(guid)) throw new WireFault('invalid-guid', `'${guid}' is not a guid`)
  return Uint8Array.from(Buffer.from(guid.replaceAll('-', ''), 'hex'))
}

/**
 * Turns 16 bytes into the guid's text: lower case, with dashes.
 *
 * @throws WireFault truncated
 */
export function bytesToGuid(bytes: Uint8Array, start = 0): string {
  const end = start + GUID_BYTES
  if (bytes.length < end) throw new WireFault('truncated', 'The bytes end in a schema guid', bytes)
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset + start, GUID_BYTES).toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}
