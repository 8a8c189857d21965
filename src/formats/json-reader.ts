import { SchemaFault } from './schema-fault.ts'
import type { Place } from '../model/place.ts'

/** A JSON value that knows where it stands. Offsets are UTF-16 code units into the text. */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonLiteral

interface Span {
  readonly start: number
  readonly end: number
}
/** Members keep the order of first occurrence; a repeated name keeps its place and the last value. */
export interface JsonObject extends Span {
  readonly kind: 'object'
  readonly members: ReadonlyMap<string, JsonNode>
}
export interface JsonArray extends Span {
  readonly kind: 'array'
  readonly items: readonly JsonNode[]
}
export interface JsonString extends Span {
  readonly kind: 'string'
  readonly value: string
}
/** `literal` is the number as written; `NaN`, `Infinity` and `-Infinity` occur when allowed. */
export interface JsonNumber extends Span {
  readonly kind: 'number'
  readonly literal: string
}
export interface JsonLiteral extends Span {
  readonly kind: 'literal'
  readonly value: true | false | null
}

/** What a JSON dialect lets pass. */
export interface JsonDialect {
  /** `//` and slash-star comments. */
  readonly comments: boolean
  /** The words `NaN`, `Infinity`, `-Infinity` as numbers. */
  readonly nonFinite: boolean
}

/** Deepest nesting that is read, as in the reference's own reader. */
export const MAX_JSON_DEPTH = 1000
/** Longest number that is read, in characters. */
export const MAX_NUMBER_LENGTH = 1000

/**
 * Reads the first JSON value of a text.
 *
 * @returns the value and the offset just behind it; what follows is the caller's business
 * @throws SchemaFault with line and column, on any syntax error or on nesting beyond the bound
 */
export function readJson(text: string, dialect: JsonDialect): { node: JsonNode; end: number } {
  const reader = new JsonReader(text, dialect)
  const node = reader.value(0)
  return { node, end: reader.at }
}

/** Offset of the first character at or after `from` that is neither white space nor (if allowed) comment. */
export function skipBlank(text: string, from: number, dialect: JsonDialect): number {
  const reader = new JsonReader(text, dialect)
  reader.at = from
  reader.blank()
  return reader.at
}

class JsonReader {
  readonly #text: string
  readonly #dialect: JsonDialect
  at = 0

  constructor(text: string, dialect: JsonDialect) {
    this.#text = text
    this.#dialect = dialect
  }

  blank(): void {
    const text = this.#text
    for (;;) {
      const c = text.charCodeAt(this.at)
      if (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09) this.at++
      else if (c === 0x2f && this.#dialect.comments) this.#comment()
      else return
    }
  }

  #comment(): void {
    const second = this.#text[this.at + 1]
    if (second === '/') {
      while (this.at < this.#text.length && !/[\n\r]/.test(this.#text.charAt(this.at))) this.at++
    } else if (second === '*') {
      const end = this.#text.indexOf('*/', this.at + 2)
      if (end < 0) this.#fail('Unexpected end of input in a comment', this.#text.length)
      this.at = end + 2
    } else this.#fail("Unexpected character ('/')", this.at)
  }

  value(depth: number): JsonNode {
    this.blank()
    const start = this.at
    const c = this.#text.charCodeAt(start)
    if (c === 0x7b) return this.#object(start, depth + 1)
    if (c === 0x5b) return this.#array(start, depth + 1)
    if (c === 0x22) return { kind: 'string', value: this.#string(), start, end: this.at }
    if (c === 0x2d || (c >= 0x30 && c <= 0x39)) return this.#number(start)
    return this.#word(start)
  }

  #object(start: number, depth: number): JsonObject {
    this.#checkDepth(depth, start)
    const members = new Map<string, JsonNode>()
    this.at++
    this.blank()
    if (this.#take(0x7d)) return { kind: 'object', members, start, end: this.at }
    for (;;) {
      this.blank()
      if (this.#text.charCodeAt(this.at) !== 0x22) {
        this.#unexpected('was expecting double-quote to start field name')
      }
      const name = this.#string()
      this.blank()
      if (!this.#take(0x3a))
        this.#unexpected('was expecting a colon to separate field name and value')
      members.set(name, this.value(depth))
      this.blank()
      if (this.#take(0x2c)) continue
      if (this.#take(0x7d)) return { kind: 'object', members, start, end: this.at }
      this.#unexpected('was expecting comma to separate Object entries')
    }
  }

  #array(start: number, depth: number): JsonArray {
    this.#checkDepth(depth, start)
    const items: JsonNode[] = []
    this.at++
    this.blank()
    if (this.#take(0x5d)) return { kind: 'array', items, start, end: this.at }
    for (;;) {
      items.push(this.value(depth))
      this.blank()
      if (this.#take(0x2c)) continue
      if (this.#take(0x5d)) return { kind: 'array', items, start, end: this.at }
      this.#unexpected('was expecting comma to separate Array entries')
    }
  }

  #string(): string {
    const text = this.#text
    const open = this.at
    let from = open + 1
    let value = ''
    for (let at = from; ; at++) {
      const c = text.charCodeAt(at)
      if (c === 0x22) {
        this.at = at + 1
        return value + text.slice(from, at)
      }
      if (c === 0x5c) {
        value += text.slice(from, at)
        const escape = text[at + 1]
        const plain = escape === undefined ? undefined : escapes.get(escape)
        if (plain !== undefined) {
          value += plain
          at += 1
        } else if (escape === 'u') {
          const hex = text.slice(at + 2, at + 6)
          if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.#fail('Unrecognized unicode escape', at)
          value += String.fromCharCode(Number.parseInt(hex, 16))
          at += 5
        } else if (escape === undefined) {
          this.#fail('Unexpected end of input in a string', text.length)
        } else this.#fail(`Unrecognized character escape '${escape}'`, at)
        from = at + 1
      } else if (Number.isNaN(c)) this.#fail('Unexpected end of input in a string', text.length)
      else if (c < 0x20) this.#fail(`Illegal unquoted character (code ${c}) in a string`, at)
    }
  }

  #number(start: number): JsonNode {
    const text = this.#text
    let at = start
    if (text[at] === '-') at++
    const digits = (): number => {
      const from = at
      for (let c = text.charCodeAt(at); c >= 0x30 && c <= 0x39; c = text.charCodeAt(++at));
      return at - from
    }
    if (text[at] === '0') {
      at++
      const c = text.charCodeAt(at)
      if (c >= 0x30 && c <= 0x39) this.#fail('Leading zeroes not allowed in a number', start)
    } else if (digits() === 0) {
      if (this.#dialect.nonFinite && text.startsWith('Infinity', at)) {
        this.at = at + 8
        return { kind: 'number', literal: '-Infinity', start, end: this.at }
      }
      this.#fail("Unexpected character after '-' in a number", at)
    }
    if (text[at] === '.') {
      at++
      if (digits() === 0) this.#fail('Decimal point not followed by a digit', at)
    }
    if (text[at] === 'e' || text[at] === 'E') {
      at++
      if (text[at] === '+' || text[at] === '-') at++
      if (digits() === 0) this.#fail('Exponent indicator not followed by a digit', at)
    }
    const next = text.charCodeAt(at)
    if (isWordCharacter(next)) this.#fail(`Unexpected character ('${text[at]}') after a number`, at)
    if (at - start > MAX_NUMBER_LENGTH) {
      this.#fail(
        `Number value length (${at - start}) exceeds the maximum allowed (${MAX_NUMBER_LENGTH})`,
        start,
      )
    }
    this.at = at
    return { kind: 'number', literal: text.slice(start, at), start, end: at }
  }

  #word(start: number): JsonNode {
    const text = this.#text
    let at = start
    while (isWordCharacter(text.charCodeAt(at))) at++
    const word = text.slice(start, at)
    this.at = at
    if (literals.has(word)) {
      return { kind: 'literal', value: literals.get(word) as true | false | null, start, end: at }
    }
    if (this.#dialect.nonFinite && (word === 'NaN' || word === 'Infinity')) {
      return { kind: 'number', literal: word, start, end: at }
    }
    this.at = start
    if (start >= text.length) this.#fail('Unexpected end of input', start)
    if (word !== '') this.#fail(`Unrecognized token '${word.slice(0, 80)}'`, start)
    return this.#unexpected('expected a valid value')
  }

  #take(code: number): boolean {
    if (this.#text.charCodeAt(this.at) !== code) return false
    this.at++
    return true
  }

  #checkDepth(depth: number, at: number): void {
    if (depth > MAX_JSON_DEPTH) {
      this.#fail(
        `Document nesting depth (${depth}) exceeds the maximum allowed (${MAX_JSON_DEPTH})`,
        at,
      )
    }
  }

  #unexpected(wanted: string): never {
    const found = this.#text[this.at]
    if (found === undefined) this.#fail(`Unexpected end of input: ${wanted}`, this.at)
    return this.#fail(
      `Unexpected character ('${found}' (code ${found.charCodeAt(0)})): ${wanted}`,
      this.at,
    )
  }

  #fail(reason: string, at: number): never {
    throw new SchemaFault(reason, { pointer: '', ...lineAndColumn(this.#text, at) })
  }
}

const escapes = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
)
const literals = new Map<string, true | false | null>([
  ['true', true],
  ['false', false],
  ['null', null],
])

function isWordCharacter(c: number): boolean {
  return (
    (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || (c >= 0x30 && c <= 0x39) || c === 0x5f
  )
}

/** Line and column of an offset, both 1-based; `\n`, `\r\n` and `\r` end a line. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let lineStart = 0
  for (let i = 0; i < offset; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x0a || (c === 0x0d && text.charCodeAt(i + 1) !== 0x0a)) {
      line++
      lineStart = i + 1
    }
  }
  return { line, column: offset - lineStart + 1 }
}

/** JSON pointer (RFC 6901), line and column of a node inside the document it was read from. */
export function placeOf(text: string, root: JsonNode, node: JsonNode): Place {
  return { pointer: pointerTo(root, node), ...lineAndColumn(text, node.start) }
}

function pointerTo(root: JsonNode, node: JsonNode): string {
  let pointer = ''
  let here = root
  while (here !== node) {
    const entries: Iterable<[string | number, JsonNode]> =
      here.kind === 'object' ? here.members : here.kind === 'array' ? here.items.entries() : []
    let inside: JsonNode | undefined
    for (const [key, child] of entries) {
      if (child.start <= node.start && node.end <= child.end) {
        pointer += `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
        inside = child
        break
      }
    }
    if (inside === undefined) return pointer
    here = inside
  }
  return pointer
}

/**
 * A JSON string literal as the reference's writer prints it: only `"`, `\` and control characters
 * are escaped, the latter in upper-case hex where they have no short form; everything else is raw.
 */
export function quoteJson(value: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must be found
  if (!/["\\\u0000-\u001f]/.test(value)) return `"${value}"`
  // oxlint-disable-next-line no-control-regex -- control characters are what must be found
  return `"${value.replace(/["\\\u0000-\u001f]/g, (c) => shortEscapes.get(c) ?? hexEscape(c))}"`
}

const shortEscapes = new Map(
  Object.entries({
    '"': '\\"',
    '\\': '\\\\',
    '\b': '\\b',
    '\f': '\\f',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
  }),
)

function hexEscape(c: string): string {
  return `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
