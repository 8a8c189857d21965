/**
 * The number behind the bytes of a decimal.
 *
 * @param bytes big-endian two's complement, one character from U+0000 to U+00FF a byte
 * @returns decimal notation with `scale` digits behind the point
 * @see Avro 1.12, Logical Types, Decimal
 */
export function decimalOfBytes(bytes: string, scale: number): string {
  const hex = hexOfBytes(bytes)
  const unscaled = hex === '' ? 0n : BigInt.asIntN(hex.length * 4, BigInt(`0x${hex}`))
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const sign = unscaled < 0n ? '-' : ''
  return scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-scale)}`
}

/**
 * The bytes of a decimal.
 *
 * @returns `undefined` when the number has more digits behind the point, or an exponent
 */
export function bytesOfDecimal(number: string, scale: number): string | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(number)
  const fraction = parts?.[3] ?? ''
  if (parts === null || fraction.length > scale) return undefined
  const digits = BigInt((parts[2] ?? '') + fraction.padEnd(scale, '0'))
  const unscaled = parts[1] === '-' ? -digits : digits
  let bytes = 1
  while (BigInt.asIntN(bytes * 8, unscaled) !== unscaled) bytes++
  const hex = BigInt.asUintN(bytes * 8, unscaled)
    .toString(16)
    .padStart(bytes * 2, '0')
  return bytesOfHex(hex)
}

/** Two hex digits a byte, in upper case. */
export function hexOfBytes(bytes: string): string {
  const pairs = Array.from(bytes, (c) => (c.charCodeAt(0) & 0xff).toString(16).padStart(2, '0'))
  return pairs.join('').toUpperCase()
}

/** One character a byte. */
export function bytesOfHex(hex: string): string {
  const pairs = hex.match(/../g) ?? []
  return pairs.map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('')
}
