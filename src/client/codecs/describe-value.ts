/** Longest text that a message quotes. */
const SHOWN_CHARACTERS = 40

/** Names a value's type, and shows it when it is short and harmless. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') {
    const shown = value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value
    return `string ${JSON.stringify(shown)}`
  }
  if (typeof value === 'bigint') return `bigint ${value}n`
  if (typeof value === 'number' || typeof value === 'boolean') return `${typeof value} ${value}`
  if (typeof value !== 'object') return typeof value
  if (Array.isArray(value)) return `array of ${value.length}`
  return value instanceof Uint8Array
    ? `${value.length} bytes`
    : (value.constructor?.name ?? 'object')
}
