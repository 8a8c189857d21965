/** Longest text that a message quotes. */
const SHOWN_CHARACTERS = 40

/** Names a value's type, and shows it when it is short and harmless; whatever it is, never throws. */
export function describeValue(value: unknown): string {
  try {
    return described(value)
  } catch {
    // A proxy or getter that does not want to be looked at.
    return typeof value
  }
}

function described(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') {
    const shown = value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value
    return `string ${JSON.stringify(shown)}`
  }
  if (typeof value === 'bigint') {
    return BigInt.asIntN(128, value) === value ? `bigint ${value}n` : 'bigint of more than 128 bits'
  }
  if (typeof value === 'number' || typeof value === 'boolean') return `${typeof value} ${value}`
  if (typeof value !== 'object') return typeof value
  if (Array.isArray(value)) return `array of ${value.length}`
  if (value instanceof Uint8Array) return `${value.length} bytes`
  const name: unknown = value.constructor?.name
  return typeof name === 'string' ? name : 'object'
}
