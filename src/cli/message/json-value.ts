/** How bytes stand in JSON, in both directions: `{"$bytes": "<base64>"}`. */
const BYTES = '$bytes'

/** Begins a text that stands for a number of 64 bits, and, with an s, one that began with it. */
const MARK = '\u0000'

/**
 * Prints a decoded value as JSON: 64-bit numbers with all their digits, bytes as
 * `{"$bytes": "<base64>"}`, NaN and the infinities as texts, as JSON of Protobuf has them.
 */
export function printValue(value: unknown): string {
  const text = JSON.stringify(toPlain(value), undefined, 2)
  // A quote behind a backslash is inside a text, where marks mean nothing.
  return text.replaceAll(
    /(?<!\\)"\\u0000(?:s|(-?\d+)")/g,
    (_, digits: string | undefined) => digits ?? '"',
  )
}

function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') return `${MARK}${value}`
  if (typeof value === 'string') return unmarked(value)
  // JSON has no word for NaN and the infinities; null would be another value.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (value instanceof Uint8Array) return { [BYTES]: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map(toPlain)
  if (value instanceof Map) return toPlain(Object.fromEntries(value))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [unmarked(name), toPlain(part)]),
  )
}

function unmarked(text: string): string {
  return text.startsWith(MARK) ? `${MARK}s${text}` : text
}

/**
 * Reads what {@link printValue} prints, but for whole numbers beyond 2^53.
 *
 * @throws SyntaxError
 */
export function parseValue(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || !(BYTES in part)) return part
    const bytes = part[BYTES]
    return typeof bytes === 'string' && Object.keys(part).length === 1
      ? Buffer.from(bytes, 'base64')
      : part
  })
}
