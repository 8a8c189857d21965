import avsc from 'avsc'
import type { Tap } from './avro-types.ts'

/** Symbols to their places; without a prototype, so that `toString` is a symbol like any other. */
type Places = Readonly<Record<string, number>>

/** An enum whose symbols are data, and which takes texts alone: avsc would write ['A'] as A. */
export class StrictEnum extends avsc.types.EnumType {
  declare readonly _indices: Places
  static {
    // avsc assigns a plain object, in which `constructor` is there from the start.
    Object.defineProperty(StrictEnum.prototype, '_indices', {
      set(this: object) {
        Object.defineProperty(this, '_indices', { value: Object.create(null) as object })
      },
    })
  }

  _check(value: unknown, _flags: unknown, hook?: (value: unknown, type: unknown) => void): boolean {
    const fits = this.#placeOf(value) !== undefined
    if (!fits) hook?.(value, this)
    return fits
  }

  _write(tap: Tap, value: unknown): void {
    const place = this.#placeOf(value)
    if (place === undefined) throw new Error(`invalid symbol of ${this.name}`)
    tap.writeLong(place)
  }

  #placeOf(value: unknown): number | undefined {
    return typeof value === 'string' ? this._indices[value] : undefined
  }
}

/** An int that says of a bigint that it is none: avsc's check stumbles over it. */
export class StrictInt extends avsc.types.IntType {
  _check(value: unknown, _flags: unknown, hook?: (value: unknown, type: unknown) => void): boolean {
    const fits = typeof value === 'number' && value === (value | 0)
    if (!fits) hook?.(value, this)
    return fits
  }
}

const inheritedBytes = avsc.types.BytesType.prototype as unknown as BytesMethods
const inheritedFixed = avsc.types.FixedType.prototype as unknown as BytesMethods

interface BytesMethods {
  _check(value: unknown, flags: unknown, hook?: (value: unknown, type: unknown) => void): boolean
  _write(tap: Tap, value: unknown): void
}

/** Bytes in any Uint8Array: avsc takes Buffers alone. */
export class AnyBytes extends avsc.types.BytesType {
  _check(value: unknown, flags: unknown, hook?: (value: unknown, type: unknown) => void): boolean {
    return value instanceof Uint8Array || inheritedBytes._check.call(this, value, flags, hook)
  }

  _write(tap: Tap, value: unknown): void {
    inheritedBytes._write.call(this, tap, asBuffer(value))
  }
}

/** The same, of one size. */
export class AnyFixed extends avsc.types.FixedType {
  _check(value: unknown, flags: unknown, hook?: (value: unknown, type: unknown) => void): boolean {
    return inheritedFixed._check.call(this, asBuffer(value), flags, (_buffer, type) => {
      hook?.(value, type)
    })
  }

  _write(tap: Tap, value: unknown): void {
    inheritedFixed._write.call(this, tap, asBuffer(value))
  }
}

/** A view, no copy; what is none stays as it is. */
function asBuffer(value: unknown): unknown {
  return value instanceof Uint8Array && !Buffer.isBuffer(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : value
}
