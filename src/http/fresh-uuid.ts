import { randomFillSync } from 'node:crypto'

const BATCH = 512
const LENGTH = 36
const digits = Buffer.from('0123456789abcdef')
const dash = 0x2d
/** Bytes of a UUID before which a dash stands. */
const groups: ReadonlySet<number> = new Set([4, 6, 8, 10])

let batch = ''
let next = BATCH

/**
 * Makes a random UUIDv4 (RFC 9562, 5.4).
 *
 * Written by the batch and cut out of one text: a third of the cost of `crypto.randomUUID`, which
 * would be one of the larger items of a request that is answered from memory.
 */
export function freshUuid(): string {
  if (next === BATCH) {
    batch = writeBatch()
    next = 0
  }
  const start = LENGTH * next++
  return batch.slice(start, start + LENGTH)
}

function writeBatch(): string {
  const random = randomFillSync(Buffer.alloc(16 * BATCH))
  const text = Buffer.alloc(LENGTH * BATCH)
  let at = 0
  for (const [index, byte] of random.entries()) {
    const place = index % 16
    if (groups.has(place)) text[at++] = dash
    const value = place === 6 ? (byte & 0x0f) | 0x40 : place === 8 ? (byte & 0x3f) | 0x80 : byte
    text[at++] = digits[value >> 4] ?? 0
    text[at++] = digits[value & 0x0f] ?? 0
  }
  return text.toString('latin1')
}
