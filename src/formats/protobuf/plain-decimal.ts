const FRACTION_DIGITS = 3
/** Longest power of ten that is written out. */
const MAX_EXPONENT = 400

/**
 * Rewrites a number in plain decimal, rounded half-even to three fraction digits.
 *
 * @returns `undefined` for what is no number, or too large to write out
 * @see Protobuf 6, "numbers"
 */
export function plainDecimal(text: string): string | undefined {
  if (/^-?0[xX][0-9a-fA-F]+$/.test(text)) {
    const magnitude = BigInt(text.replace('-', ''))
    return String(text.startsWith('-') ? -magnitude : magnitude)
  }
  if (/^-?0[0-7]+$/.test(text)) return plainOctal(text)
  const match = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const shift = Number(exponent) - fraction.length
  if (Math.abs(shift) > MAX_EXPONENT || whole.length + fraction.length > MAX_EXPONENT) {
    return undefined
  }
  const thousandths = roundedThousandths(BigInt(whole + fraction), shift)
  const digits = String(thousandths).padStart(FRACTION_DIGITS + 1, '0')
  const integer = digits.slice(0, -FRACTION_DIGITS)
  const rest = digits.slice(-FRACTION_DIGITS).replace(/0+$/, '')
  const plain = rest === '' ? integer : `${integer}.${rest}`
  return plain === '0' ? plain : sign + plain
}

/** A leading zero means octal, as in C. */
function plainOctal(text: string): string | undefined {
  if (text.length > MAX_EXPONENT) return undefined
  const magnitude = BigInt(`0o${text.replace('-', '')}`)
  return String(text.startsWith('-') ? -magnitude : magnitude)
}

/** `digits * 10^shift`, counted in thousandths. */
function roundedThousandths(digits: bigint, shift: number): bigint {
  const power = shift + FRACTION_DIGITS
  if (power >= 0) return digits * 10n ** BigInt(power)
  const divisor = 10n ** BigInt(-power)
  const quotient = digits / divisor
  const doubled = (digits % divisor) * 2n
  const isUp = doubled > divisor || (doubled === divisor && quotient % 2n === 1n)
  return isUp ? quotient + 1n : quotient
}
