import avsc from 'avsc'
import type { Type } from 'avsc'

/** The cursor that avsc reads and writes through; not in its declarations. */
export interface Tap {
  readonly buf: Buffer
  pos: number
  readLong(): number
  skipString(): void
  readString(): string
  writeLong(value: number): void
}

/** The part of a type that reads, or a resolver in its place. */
interface Readable {
  _read(tap: Tap): unknown
  _skip(tap: Tap): void
}

/** Items that take no bytes (null, empty records) and may still be read in one message. */
const MAX_EMPTY_ITEMS = 1_000_000

/** Counts down per message; see {@link beginMessage}. */
let emptyItemsLeft = MAX_EMPTY_ITEMS

/** Every decoded message starts with a fresh allowance of items that take no bytes. */
export function beginMessage(): void {
  emptyItemsLeft = MAX_EMPTY_ITEMS
}

/**
 * Reads the size of the next block of an array or map.
 *
 * @throws Error when the block cannot possibly be there: avsc itself would loop for hours
 */
function readCount(tap: Tap, allowance: number): number {
  let count = tap.readLong()
  if (count < 0) {
    count = -count
    tap.readLong()
  }
  const left = tap.buf.length - tap.pos
  if (count > left && count > allowance) {
    throw new Error(`a block of ${count} items in ${Math.max(0, left)} bytes`)
  }
  return count
}

function chargeEmptyItems(count: number, bytes: number): void {
  if (bytes >= count) return
  emptyItemsLeft -= count - bytes
  if (emptyItemsLeft < 0) throw new Error('too many items without bytes')
}

/** An array whose block sizes are checked against the bytes that are there. */
export class BoundedArray extends avsc.types.ArrayType {
  // `this` is a resolver when schemas differ: avsc lends this method to it.
  _read(this: { readonly itemsType: unknown }, tap: Tap): unknown[] {
    const items = this.itemsType as Readable
    const read: unknown[] = []
    for (let count = readCount(tap, emptyItemsLeft); count > 0;) {
      const start = tap.pos
      for (let left = count; left > 0; left--) read.push(items._read(tap))
      chargeEmptyItems(count, tap.pos - start)
      count = readCount(tap, emptyItemsLeft)
    }
    return read
  }

  _skip(tap: Tap): void {
    skipBlocks(tap, (at) => (this.itemsType as unknown as Readable)._skip(at))
  }
}

type Hook = (value: unknown, type: Type) => void

/** What avsc's map does, beyond its declarations. */
const inheritedMap = avsc.types.MapType.prototype as unknown as {
  _check(value: unknown, flags: unknown, hook?: Hook, path?: string[]): boolean
  _write(tap: Tap, value: unknown): void
}

/** A map whose block sizes are checked, and in which every key is data. */
export class BoundedMap extends avsc.types.MapType {
  // A Map has no members of its own: avsc would write an empty map.
  _check(value: unknown, flags: unknown, hook?: Hook, path?: string[]): boolean {
    if (!(value instanceof Map)) return inheritedMap._check.call(this, value, flags, hook, path)
    hook?.(value, this)
    return false
  }

  _write(tap: Tap, value: unknown): void {
    if (value instanceof Map) throw new Error('a Map is not an object of members')
    inheritedMap._write.call(this, tap, value)
  }

  _read(this: { readonly valuesType: unknown }, tap: Tap): Record<string, unknown> {
    const values = this.valuesType as Readable
    const read: Record<string, unknown> = {}
    for (let count = readCount(tap, 0); count > 0; count = readCount(tap, 0)) {
      for (let left = count; left > 0; left--) {
        const key = tap.readString()
        const value = values._read(tap)
        if (key === '__proto__') defineMember(read, key, value)
        else read[key] = value
      }
    }
    return read
  }

  _skip(tap: Tap): void {
    skipBlocks(tap, (at) => {
      at.skipString()
      ;(this.valuesType as Readable)._skip(at)
    })
  }
}

function defineMember(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

function skipBlocks(tap: Tap, skipItem: (tap: Tap) => void): void {
  for (let count = readCount(tap, emptyItemsLeft); count > 0;) {
    const start = tap.pos
    for (let left = count; left > 0; left--) skipItem(tap)
    chargeEmptyItems(count, tap.pos - start)
    count = readCount(tap, emptyItemsLeft)
  }
}

/** Beyond this, arithmetic on doubles would round. */
const EXACT = 2 ** 52
const MIN_LONG = -(2n ** 63n)
const MAX_LONG = 2n ** 63n - 1n

/** What avsc asks when it copies; 2: a default out of the schema's JSON. */
interface CopyOptions {
  readonly coerce?: number
}

const inheritedFloat = avsc.types.FloatType.prototype as unknown as Copied
const inheritedDouble = avsc.types.DoubleType.prototype as unknown as Copied

interface Copied {
  _copy(value: unknown, options?: CopyOptions): unknown
}

/** A float whose default may be an integer of any number of digits, wherever it stands. */
export class AnyFloat extends avsc.types.FloatType {
  _copy(value: unknown, options?: CopyOptions): unknown {
    return inheritedFloat._copy.call(this, fromDefault(value, options), options)
  }
}

/** The same of a double. */
export class AnyDouble extends avsc.types.DoubleType {
  _copy(value: unknown, options?: CopyOptions): unknown {
    return inheritedDouble._copy.call(this, fromDefault(value, options), options)
  }
}

function fromDefault(value: unknown, options: CopyOptions | undefined): unknown {
  return options?.coerce === 2 && typeof value === 'bigint' ? Number(value) : value
}

/** What avsc hands to a resolver being built. */
interface Resolver {
  _read?: (tap: Tap) => unknown
}

/** An Avro long as `bigint`: all 64 bits, without the detour over bytes that avsc's own hook takes. */
export class BigLong extends avsc.types.LongType {
  // avsc asks these two of the prototype, while its constructor runs.
  declare readonly typeName: string
  static {
    Object.assign(BigLong.prototype, { typeName: 'abstract:long', _concreteTypeName: 'long' })
  }

  _check(value: unknown, _flags: unknown, hook?: (value: unknown, type: Type) => void): boolean {
    const fits = typeof value === 'bigint' && value >= MIN_LONG && value <= MAX_LONG
    if (!fits) hook?.(value, this)
    return fits
  }

  _read(tap: Tap): bigint {
    const { buf } = tap
    let groups = 0
    let low = 0
    let high = 0
    let byte: number
    do {
      byte = buf[tap.pos++] ?? 0
      if (groups < 4) low |= (byte & 0x7f) << (7 * groups)
      else if (groups < 7) high |= (byte & 0x7f) << (7 * (groups - 4))
      else return readLongVarint(tap, low, high, byte)
      groups += 1
    } while (byte > 0x7f)
    if (groups <= 4) return BigInt((low >>> 1) ^ -(low & 1))
    const zigZag = low + high * 2 ** 28
    return BigInt(zigZag % 2 === 0 ? zigZag / 2 : -(zigZag + 1) / 2)
  }

  _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'bigint' || value < MIN_LONG || value > MAX_LONG) {
      throw new Error(`invalid "long": ${String(value)}`)
    }
    const number = Number(value)
    if (number > -EXACT && number < EXACT) {
      tap.writeLong(number)
      return
    }
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))
    for (; rest > 0x7fn; rest >>= 7n) tap.buf[tap.pos++] = Number(rest & 0x7fn) | 0x80
    tap.buf[tap.pos++] = Number(rest)
  }

  _copy(value: unknown, options?: CopyOptions): unknown {
    if (options?.coerce !== 2) return value
    // A default out of the schema's JSON.
    const fits = typeof value === 'bigint' || Number.isInteger(value)
    const long = fits ? BigInt(value as number) : undefined
    if (!this._check(long, undefined)) throw new Error(`invalid "long": ${String(value)}`)
    return long
  }

  _deref(): string {
    return 'long'
  }

  _update(resolver: Resolver, writer: Type): void {
    if (writer.typeName === 'int') {
      const int = writer as unknown as { _read(tap: Tap): number }
      resolver._read = (tap) => BigInt(int._read(tap))
    } else if (writer.typeName === 'abstract:long' || writer.typeName === 'long') {
      resolver._read = (tap) => this._read(tap)
    }
  }
}

/** Eight groups of seven bits and more: rare enough to be slow. */
function readLongVarint(tap: Tap, low: number, high: number, eighth: number): bigint {
  let zigZag = BigInt(low) | (BigInt(high) << 28n)
  let byte = eighth
  let shift = 49n
  for (;;) {
    zigZag |= BigInt(byte & 0x7f) << shift
    if (byte <= 0x7f) break
    shift += 7n
    if (shift > 63n) throw new Error('a long of more than 64 bits')
    byte = tap.buf[tap.pos++] ?? 0
  }
  return BigInt.asIntN(64, (zigZag >> 1n) ^ -(zigZag & 1n))
}
