/** A decimal number without rounding: `digits` times ten to the `exponent`. */
export interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

/** Reads a JSON number literal. */
export function parseDecimal(literal: string): Decimal {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal)
  if (parts === null) return { digits: 0n, exponent: 0 }
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const trimmed = (whole + fraction).replace(/0+$/, '')
  if (trimmed.replace(/^0+/, '') === '') return { digits: 0n, exponent: 0 }
  const dropped = whole.length + fraction.length - trimmed.length
  return {
    digits: BigInt(sign + trimmed),
    exponent: Number(exponent) - fraction.length + dropped,
  }
}

/** Negative, zero or positive, as the first is less than, equal to or more than the second. */
export function compareDecimals(first: Decimal, second: Decimal): number {
  const sign = Number(first.digits > 0n) - Number(first.digits < 0n)
  const otherSign = Number(second.digits > 0n) - Number(second.digits < 0n)
  if (sign !== otherSign || sign === 0) return sign - otherSign
  const magnitude = lengthOf(first) - lengthOf(second)
  if (magnitude !== 0) return magnitude > 0 ? sign : -sign
  // Same magnitude: the exponents differ by no more than the digits, so the powers stay small.
  const exponent = Math.min(first.exponent, second.exponent)
  const difference = scaled(first, exponent) - scaled(second, exponent)
  return Number(difference > 0n) - Number(difference < 0n)
}

/** True when the first is a whole multiple of the second; nothing is a multiple of zero. */
export function isMultiple(value: Decimal, of: Decimal): boolean {
  if (of.digits === 0n) return false
  if (value.digits === 0n) return true
  const divisor = of.digits < 0n ? -of.digits : of.digits
  const shift = value.exponent - of.exponent
  if (shift >= 0) return (value.digits * powerOfTen(shift, divisor)) % divisor === 0n
  if (-shift > lengthOf({ ...value, exponent: 0 })) return false
  return value.digits % (divisor * 10n ** BigInt(-shift)) === 0n
}

/** True for a whole number. */
export function isWhole(value: Decimal): boolean {
  return value.exponent >= 0
}

function lengthOf({ digits, exponent }: Decimal): number {
  return String(digits < 0n ? -digits : digits).length + exponent
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to)
}

/** Ten to the power, modulo; exponents in a text may be as large as its author likes. */
function powerOfTen(power: number, modulus: bigint): bigint {
  let result = 1n % modulus
  let factor = 10n % modulus
  for (let rest = power; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * factor) % modulus
    factor = (factor * factor) % modulus
  }
  return result
}
