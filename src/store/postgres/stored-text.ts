// PostgreSQL's text holds every character but NUL, and UTF-8 has no lone surrogates; both arrive
// inside schemas. SUBSTITUTE (U+001A) starts an escape, and is escaped itself.
// oxlint-disable-next-line no-control-regex -- control characters are what must be escaped
const unstorable = /[\u0000\u001a]|\p{Cs}/u
// oxlint-disable-next-line no-control-regex -- as above
const eachUnstorable = /[\u0000\u001a]|\p{Cs}/gu
// oxlint-disable-next-line no-control-regex -- as above
const eachEscape = /\u001a([0-9a-f]{4})/g

/** Writes any string as a text that PostgreSQL keeps; almost always it is the string itself. */
export function toStoredText(text: string): string {
  if (!unstorable.test(text)) return text
  return text.replace(
    eachUnstorable,
    (character) => `\u001a${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Reads back what {@link toStoredText} wrote. */
export function fromStoredText(text: string): string {
  if (!text.includes('\u001a')) return text
  return text.replace(eachEscape, (_escape, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/**
 * The first text, in code-point order, behind all that start with the prefix.
 *
 * @returns `undefined` when there is none: everything at or behind the prefix starts with it
 */
export function behindPrefix(prefix: string): string | undefined {
  const characters = Array.from(prefix)
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const code = last.codePointAt(0) ?? 0
    if (code < 0x10_ffff) {
      // Surrogates are no characters of UTF-8.
      return characters.join('') + String.fromCodePoint(code === 0xd7ff ? 0xe000 : code + 1)
    }
  }
  return undefined
}

/** Compares as the database does, by code point. */
export function compareStoredTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const one = a.charCodeAt(index)
    const other = b.charCodeAt(index)
    if (one !== other) return rank(one) - rank(other)
  }
  return a.length - b.length
}

// UTF-16 puts the characters beyond the Basic Multilingual Plane before its last ones.
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
