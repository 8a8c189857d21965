/**
 * The text that Java prints for a double.
 *
 * @returns plain digits from 10^-3 up to 10^7, else one digit before the point and an exponent;
 *   always with a point; `NaN`, `Infinity` and `-Infinity` for what is not finite
 * @see Java SE 17, Double.toString; Avro 3
 */
export function javaDoubleText(value: number): string {
  return layOut(value, (magnitude) => {
    const integral = integralDigits(magnitude, 53)
    if (integral !== undefined) return integral
    const shortest = splitExponential(magnitude.toExponential())
    if (shortest.digits.length > 1) return shortest
    // Java weighs two digits where one would do: 4.9E-324, not 5.0E-324.
    const two = magnitude.toExponential(1)
    return Number(two) === magnitude ? splitExponential(two) : shortest
  })
}

/** The same for a 32-bit float; `value` is rounded to one first. */
export function javaFloatText(value: number): string {
  return layOut(Math.fround(value), (magnitude) => {
    const integral = integralDigits(magnitude, 24)
    if (integral !== undefined) return integral
    for (let more = 1; more < 9; more++) {
      const text = magnitude.toExponential(more)
      if (Math.fround(Number(text)) === magnitude) return splitExponential(text)
    }
    return splitExponential(magnitude.toExponential(9))
  })
}

/** Significant digits without zeros at the end, and the exponent of the first. */
interface Decimal {
  readonly digits: string
  readonly exponent: number
}

function layOut(value: number, decompose: (magnitude: number) => Decimal): string {
  if (!Number.isFinite(value)) return String(value)
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  if (value === 0) return `${sign}0.0`
  const magnitude = Math.abs(value)
  const { digits, exponent } = decompose(magnitude)
  if (magnitude < 1e-3 || magnitude >= 1e7) {
    return `${sign}${digits.charAt(0)}.${digits.slice(1) || '0'}E${exponent}`
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

function splitExponential(text: string): Decimal {
  const [mantissa = '', exponent = '0'] = text.split('e')
  return { digits: withoutTrailingZeros(mantissa.replace('.', '')), exponent: Number(exponent) }
}

/**
 * Whole numbers below 2^62 are printed with every digit that the number has, not only those that
 * tell it from its neighbours; digits below the precision of the type are rounded away.
 */
function integralDigits(magnitude: number, precisionBits: number): Decimal | undefined {
  if (!Number.isInteger(magnitude) || magnitude >= 2 ** 62) return undefined
  const binaryExponent = Math.floor(Math.log2(magnitude))
  const spare = binaryExponent > precisionBits ? binaryExponent - precisionBits - 1 : 0
  const drop = 10n ** BigInt(Math.floor(spare * Math.log10(2)))
  const whole = BigInt(magnitude)
  const kept = ((whole + drop / 2n) / drop) * drop
  const text = kept.toString()
  return { digits: withoutTrailingZeros(text), exponent: text.length - 1 }
}

function withoutTrailingZeros(digits: string): string {
  return digits.replace(/0+$/, '') || '0'
}

/**
 * The number that Java reads from a text: white space around it, a type suffix and hexadecimal
 * fractions are allowed.
 *
 * @returns `undefined` when the text is no number
 * @see Java SE 17, Double.valueOf
 */
export function parseJavaDouble(text: string): number | undefined {
  const trimmed = javaTrim(text)
  const special = /^([+-]?)(NaN|Infinity)$/.exec(trimmed)
  if (special !== null) return Number(special[2] === 'NaN' ? 'NaN' : trimmed)
  const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?=[fFdD]?$)/.exec(trimmed)
  if (decimal !== null) return Number(decimal[0])
  const hex = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)[fFdD]?$/.exec(trimmed)
  if (hex === null) return undefined
  const [, sign, whole = '', fraction = '', exponent] = hex
  if (whole === '' && fraction === '') return undefined
  const digits = Number.parseInt(`${whole}${fraction}`, 16)
  const value = digits * 2 ** (Number(exponent) - 4 * fraction.length)
  return sign === '-' ? -value : value
}

/** A text without the characters up to the space at either end: what Java calls white space. */
export function javaTrim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) <= 0x20) start++
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--
  return text.slice(start, end)
}

/** A number literal that no reader takes for an integer: `5.0`, `1.5`, `1e+21`, `NaN`. */
export function fractionLiteral(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}
