import { WireFault } from './wire-fault.ts'
import { pushZigZag, readVarint, readZigZag } from './varint.ts'

/** Messages nest this deep at most: a file nested deeper is refused by every Protobuf compiler. */
const MAX_DEPTH = 100

/**
 * How the path to a message is written.
 *
 * - `standard`: zig-zag varints, what everybody writes and reads;
 * - `plain`: the same without zig-zag, as very old Python producers wrote it (read only);
 * - `none`: no path at all, the message is the first one (kafkajs and platformatic, read only).
 *
 * @see Serde 1.4, traps 3 and 4
 */
export type MessageIndexForm = 'standard' | 'plain' | 'none'

/** A path and where the body behind it starts. */
export interface ReadMessageIndexes {
  readonly messageIndexes: readonly number[]
  readonly end: number
}

const first: readonly number[] = [0]

/**
 * Writes the path to a Protobuf message, as it stands between schema id and payload.
 *
 * @param messageIndexes from the file's top level down, each >= 0, at least one
 * @returns zig-zag varints: the count, then each index; `[0]` is the single byte 0x00
 * @throws WireFault invalid-message-indexes on an empty path or an index that is no index
 * @see Serde 1.4; Protocol Buffers Encoding, Signed Integers
 */
export function writeMessageIndexes(messageIndexes: readonly number[]): Uint8Array {
  const fits =
    messageIndexes.length > 0 &&
    messageIndexes.length <= MAX_DEPTH &&
    messageIndexes.every((index) => Number.isInteger(index) && index >= 0 && index <= 0x7fffffff)
  if (!fits) {
    throw new WireFault(
      'invalid-message-indexes',
      `[${messageIndexes.join(', ')}] is not a path to a message`,
    )
  }
  if (messageIndexes.length === 1 && messageIndexes[0] === 0) return Uint8Array.of(0)
  const bytes: number[] = []
  pushZigZag(bytes, messageIndexes.length)
  for (const index of messageIndexes) pushZigZag(bytes, index)
  return Uint8Array.from(bytes)
}

/**
 * Reads the path to a Protobuf message.
 *
 * @throws WireFault truncated, invalid-varint, or invalid-message-indexes on a negative count or
 *   index and on more indexes than bytes
 */
export function readMessageIndexes(
  bytes: Uint8Array,
  start: number,
  form: MessageIndexForm = 'standard',
): ReadMessageIndexes {
  if (form === 'none') return { messageIndexes: first, end: start }
  // The one byte that nearly every message has.
  if (bytes[start] === 0) return { messageIndexes: first, end: start + 1 }
  const read = form === 'plain' ? readVarint : readZigZag
  const count = read(bytes, start)
  if (count.value < 0 || count.value > bytes.length - count.end || count.value > MAX_DEPTH) {
    throw new WireFault(
      'invalid-message-indexes',
      `A path to a message cannot have ${count.value} indexes here`,
      bytes,
    )
  }
  const messageIndexes: number[] = []
  let end = count.end
  for (let taken = 0; taken < count.value; taken++) {
    const index = read(bytes, end)
    if (index.value < 0) {
      throw new WireFault('invalid-message-indexes', `Message index ${index.value} < 0`, bytes)
    }
    messageIndexes.push(index.value)
    end = index.end
  }
  return { messageIndexes: messageIndexes.length === 0 ? first : messageIndexes, end }
}
