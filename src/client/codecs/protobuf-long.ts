import protobuf from 'protobufjs'

/** What protobufjs declares for 64-bit values; ours are bigint or number. */
type Long = ReturnType<protobuf.Reader['int64']>
/** Accepted by protobufjs' writer for 64 bits. */
type LongLike = Parameters<protobuf.Writer['int64']>[0]

/** How 64-bit values appear in JavaScript. */
export type LongRepresentation = 'bigint' | 'number'

const EXACT = BigInt(Number.MAX_SAFE_INTEGER)
const GROUP_BITS = 28

/** A bigint as protobufjs takes it: a number where that is exact, else two halves. */
function toLongLike(value: unknown): LongLike {
  if (typeof value !== 'bigint') return value as LongLike
  if (value >= -EXACT && value <= EXACT) return Number(value)
  return {
    low: Number(BigInt.asIntN(32, value)),
    high: Number(BigInt.asIntN(32, value >> 32n)),
    unsigned: value > 0n,
  } as LongLike
}

/** A writer that takes bigint for the 64-bit types. */
export class BigWriter extends protobuf.BufferWriter {
  override int64(value: LongLike): this {
    super.int64(toLongLike(value))
    return this
  }
  override uint64(value: LongLike): this {
    super.uint64(toLongLike(value))
    return this
  }
  override sint64(value: LongLike): this {
    super.sint64(toLongLike(value))
    return this
  }
  override fixed64(value: LongLike): this {
    super.fixed64(toLongLike(value))
    return this
  }
  override sfixed64(value: LongLike): this {
    super.sfixed64(toLongLike(value))
    return this
  }
}

// Packed fields go through methods of their own, which protobufjs does not declare.
const packed = ['int64s', 'uint64s', 'sint64s', 'fixed64s', 'sfixed64s']
for (const name of packed) {
  const inherited = (protobuf.BufferWriter.prototype as unknown as Record<string, unknown>)[name]
  if (typeof inherited !== 'function') continue
  Object.defineProperty(BigWriter.prototype, name, {
    value(this: BigWriter, values: readonly unknown[]): unknown {
      return Reflect.apply(inherited, this, [values.map(toLongLike)])
    },
  })
}

/** A reader that gives bigint for the 64-bit types, without the detour over objects. */
export class BigReader extends protobuf.BufferReader {
  override int64(): Long {
    return this.give(BigInt.asIntN(64, readVarint(this)))
  }
  override uint64(): Long {
    return this.give(BigInt.asUintN(64, readVarint(this)))
  }
  override sint64(): Long {
    const zigZag = BigInt.asUintN(64, readVarint(this))
    return this.give((zigZag >> 1n) ^ -(zigZag & 1n))
  }
  override fixed64(): Long {
    return this.give((this.buf as Buffer).readBigUInt64LE(this.advance8()))
  }
  override sfixed64(): Long {
    return this.give((this.buf as Buffer).readBigInt64LE(this.advance8()))
  }

  protected give(value: bigint): Long {
    return value as unknown as Long
  }

  protected advance8(): number {
    const at = this.pos
    if (at + 8 > this.len) throw new RangeError('index out of range')
    this.pos += 8
    return at
  }
}

/** The same for applications that want numbers; what a number cannot hold is an error. */
export class NumberReader extends BigReader {
  protected override give(value: bigint): Long {
    const number = Number(value)
    if (!Number.isSafeInteger(number)) {
      throw new Error(`${value} does not fit a number; read this topic with longs: 'bigint'`)
    }
    return number as unknown as Long
  }
}

/** A varint of up to ten bytes; most end within the first eight, where doubles are exact. */
function readVarint(reader: BigReader): bigint {
  const { buf, len } = reader
  let low = 0
  let high = 0
  let groups = 0
  let byte: number
  do {
    if (reader.pos >= len) throw new RangeError('index out of range')
    byte = buf[reader.pos++] ?? 0
    if (groups < 4) low |= (byte & 0x7f) << (7 * groups)
    else if (groups < 7) high |= (byte & 0x7f) << (7 * (groups - 4))
    else return readLongVarint(reader, low, high, byte)
    groups += 1
  } while (byte > 0x7f)
  return BigInt(low + high * 2 ** GROUP_BITS)
}

function readLongVarint(reader: BigReader, low: number, high: number, eighth: number): bigint {
  let value = BigInt(low) | (BigInt(high) << BigInt(GROUP_BITS))
  let byte = eighth
  for (let shift = 49n; ; shift += 7n) {
    value |= BigInt(byte & 0x7f) << shift
    if (byte <= 0x7f) return value
    if (shift >= 63n || reader.pos >= reader.len) throw new Error('invalid varint encoding')
    byte = reader.buf[reader.pos++] ?? 0
  }
}
