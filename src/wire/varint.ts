import { WireFault } from './wire-fault.ts'

/** A number and where the bytes behind it start. */
export interface ReadNumber {
  readonly value: number
  readonly end: number
}

/** A 32-bit number never takes more. */
const MAX_VARINT_BYTES = 5

/**
 * Appends a signed 32-bit integer as a zig-zag varint.
 *
 * @see Protocol Buffers Encoding, Signed Integers
 */
export function pushZigZag(bytes: number[], value: number): void {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  bytes.push(rest)
}

/**
 * Reads a varint as an unsigned 32-bit integer.
 *
 * @throws WireFault truncated, or invalid-varint past 32 bits
 */
export function readVarint(bytes: Uint8Array, start: number): ReadNumber {
  let value = 0
  for (let count = 0; count < MAX_VARINT_BYTES; count++) {
    const byte = bytes[start + count]
    if (byte === undefined) throw new WireFault('truncated', 'The bytes end in a varint', bytes)
    if (count === MAX_VARINT_BYTES - 1 && byte > 0x0f) break
    value = (value | ((byte & 0x7f) << (7 * count))) >>> 0
    if (byte < 0x80) return { value, end: start + count + 1 }
  }
  throw new WireFault('invalid-varint', 'A varint is longer than 32 bits', bytes)
}

/**
 * Reads a zig-zag varint as a signed 32-bit integer.
 *
 * @throws WireFault truncated, or invalid-varint past 32 bits
 */
export function readZigZag(bytes: Uint8Array, start: number): ReadNumber {
  const { value, end } = readVarint(bytes, start)
  return { value: (value >>> 1) ^ -(value & 1), end }
}
