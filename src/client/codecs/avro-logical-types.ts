import avsc from 'avsc'

/** How an Avro long appears in values. */
export type LongRepresentation = 'bigint' | 'number'

/** Which logical types appear as something handier than their underlying value. */
export interface LogicalTypeOptions {
  /** `date` and `timestamp-millis` as `Date`. Default false. */
  readonly dates?: boolean
  /** `decimal` as exact text such as `-12.50`. Default false: its bytes. */
  readonly decimals?: boolean
}

/** A class of avsc's. */
export type LogicalTypeClass = new (schema: never, options?: unknown) => avsc.types.LogicalType

const MS_PER_DAY = 86_400_000

/** The logical types to hand to avsc. */
export function logicalTypes(
  options: LogicalTypeOptions,
  longs: LongRepresentation,
): Readonly<Record<string, LogicalTypeClass>> {
  const chosen: Record<string, LogicalTypeClass> = {}
  if (options.decimals === true) chosen['decimal'] = DecimalType
  if (options.dates === true) {
    chosen['date'] = DateType
    chosen['timestamp-millis'] = longs === 'bigint' ? BigTimestampType : TimestampType
  }
  return chosen
}

/**
 * Tells whether a schema is of one of these logical types: on another underlying type, or a decimal
 * that holds nothing, an attribute means nothing. Avro 1.12, Logical Types.
 */
export function isLogicalType(
  schema: Readonly<Record<string, unknown>>,
  chosen: Readonly<Record<string, LogicalTypeClass>>,
): boolean {
  const { logicalType, type, precision, scale = 0 } = schema
  if (typeof logicalType !== 'string' || !Object.hasOwn(chosen, logicalType)) return false
  if (logicalType !== 'decimal') return type === (logicalType === 'date' ? 'int' : 'long')
  const isHeld = type === 'bytes' || type === 'fixed'
  return isHeld && isDigits(precision, 1) && isDigits(scale, 0) && scale <= precision
}

function isDigits(count: unknown, least: number): count is number {
  return Number.isInteger(count) && (count as number) >= least
}

class DateType extends avsc.types.LogicalType {
  override _fromValue(days: number): Date {
    return new Date(days * MS_PER_DAY)
  }
  override _toValue(date: unknown): number | undefined {
    return date instanceof Date ? Math.floor(date.getTime() / MS_PER_DAY) : undefined
  }
}

class TimestampType extends avsc.types.LogicalType {
  override _fromValue(ms: number): Date {
    return new Date(ms)
  }
  override _toValue(date: unknown): number | undefined {
    return date instanceof Date ? date.getTime() : undefined
  }
}

class BigTimestampType extends avsc.types.LogicalType {
  override _fromValue(ms: bigint): Date {
    return new Date(Number(ms))
  }
  override _toValue(date: unknown): bigint | undefined {
    return date instanceof Date && !Number.isNaN(date.getTime())
      ? BigInt(date.getTime())
      : undefined
  }
}

const decimalPattern = /^(-?)(\d+)(?:\.(\d+))?$/

/** Big-endian two's complement of the unscaled value. Avro 1.12, Decimal. */
class DecimalType extends avsc.types.LogicalType {
  readonly #scale: number
  readonly #precision: number

  constructor(schema: { readonly scale?: number; readonly precision?: number }, options: unknown) {
    super(schema as never, options)
    const { scale = 0, precision = 0 } = schema
    this.#scale = scale
    this.#precision = precision
  }

  override _fromValue(bytes: Buffer): string {
    const bits = bytes.length * 8
    const unsigned = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`)
    const unscaled = BigInt.asIntN(bits, unsigned)
    const sign = unscaled < 0n ? '-' : ''
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(this.#scale + 1, '0')
    const point = digits.length - this.#scale
    return this.#scale === 0
      ? `${sign}${digits}`
      : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
  }

  override _toValue(text: unknown): Buffer | undefined {
    const match = typeof text === 'string' ? decimalPattern.exec(text) : null
    if (match === null) return undefined
    const [, sign = '', whole = '', fraction = ''] = match
    if (fraction.length > this.#scale) return undefined
    const digits = `${whole}${fraction.padEnd(this.#scale, '0')}`.replace(/^0+(?=\d)/, '')
    if (digits.length > this.#precision) return undefined
    const unscaled = BigInt(`${sign}${digits}`)
    const fixed = this.underlyingType as unknown as { readonly size?: number }
    return twosComplement(unscaled, fixed.size)
  }
}

function twosComplement(value: bigint, size: number | undefined): Buffer | undefined {
  let length = 1
  while (BigInt.asIntN(length * 8, value) !== value) length += 1
  if (size !== undefined && length > size) return undefined
  length = size ?? length
  const hex = BigInt.asUintN(length * 8, value).toString(16)
  return Buffer.from(hex.padStart(length * 2, '0'), 'hex')
}
