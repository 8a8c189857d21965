import { lineAndColumn } from '../line-and-column.ts'
import { SchemaFault } from '../schema-fault.ts'
import type { CommentNode } from './ast.ts'

const SLASH = 0x2f
const STAR = 0x2a
const BACKSLASH = 0x5c
const OPEN_PARENTHESIS = 0x28
const OPEN_BRACKET = 0x5b

/**
 * Reads the tokens of a Protobuf text, one at a time, from left to right.
 *
 * There is no token list: a word such as `1.5` or `a.b` means what its reader wants it to mean.
 *
 * @see Protobuf 1, "Words", "Integers", "Escapes"
 */
export class Lexer {
  readonly text: string
  readonly comments: CommentNode[] = []
  /** Offset of the next character to read. */
  at = 0

  constructor(text: string) {
    this.text = text
  }

  /** Skips white space and comments; the offset of the token that follows. */
  skip(): number {
    const { text } = this
    for (;;) {
      const c = text.charCodeAt(this.at)
      if (c === 0x20 || (c >= 0x09 && c <= 0x0d)) this.at++
      else if (c === SLASH) this.#comment()
      else return this.at
    }
  }

  #comment(): void {
    const start = this.at
    const second = this.text.charCodeAt(start + 1)
    let end: number
    if (second === SLASH) {
      end = this.text.indexOf('\n', start)
      if (end < 0) end = this.text.length
    } else if (second === STAR) {
      end = this.text.indexOf('*/', start + 2)
      if (end < 0) this.fail('unterminated comment', start)
      end += 2
    } else this.fail("unexpected '/'", start)
    this.comments.push({ start, end })
    this.at = end
  }

  /** Tells whether nothing is left. */
  isExhausted(): boolean {
    return this.skip() >= this.text.length
  }

  /** The next significant character, left in place; `''` at the end. */
  peek(): string {
    return this.text.charAt(this.skip())
  }

  /** Takes the next significant character if it is this one. */
  take(character: string): boolean {
    if (this.peek() !== character) return false
    this.at++
    return true
  }

  /** Takes this character or fails. */
  require(character: string): void {
    if (this.take(character)) return
    const found = this.peek()
    if (found === '') this.fail('unexpected end of file', this.at)
    this.fail(`expected '${character}' but was '${found}'`, this.at)
  }

  /** A run of letters, digits, `_`, `.` and `-`. */
  word(): string {
    const start = this.skip()
    const { text } = this
    let at = start
    while (isWordCharacter(text.charCodeAt(at))) at++
    if (at === start)
      this.fail(start < text.length ? 'expected a word' : 'unexpected end of file', start)
    this.at = at
    return text.slice(start, at)
  }

  /** A word, or one in parentheses or brackets, which then come off. */
  name(): string {
    const opening = this.text.charCodeAt(this.skip())
    if (opening !== OPEN_PARENTHESIS && opening !== OPEN_BRACKET) return this.word()
    const close = opening === OPEN_PARENTHESIS ? ')' : ']'
    this.at++
    const name = this.word()
    this.require(close)
    return name
  }

  /** The name of a field or constant: any word that does not start with a digit. */
  identifier(): string {
    const start = this.skip()
    const name = this.name()
    this.checkIdentifier(name, start)
    return name
  }

  /** Refuses names that start with a digit. */
  checkIdentifier(name: string, start: number): void {
    if (isDigit(name.charCodeAt(0))) {
      this.fail('field and constant names cannot start with a digit', start)
    }
  }

  /** A decimal or hexadecimal 32-bit integer. */
  integer(): number {
    const start = this.skip()
    const word = this.word()
    const value = parseInteger(word)
    return value ?? this.fail(`expected an integer but was ${word}`, start)
  }

  /** A string literal, or a bare word standing for one. */
  stringOrWord(): string {
    const quote = this.peek()
    return quote === '"' || quote === "'" ? this.string() : this.word()
  }

  /** One or more adjacent string literals, joined and unescaped. */
  string(): string {
    let value = ''
    for (;;) {
      const quote = this.peek()
      if (quote !== '"' && quote !== "'") {
        if (quote === '') this.fail('unexpected end of file', this.at)
        this.fail(`expected a string but was '${quote}'`, this.at)
      }
      value += this.#literal(quote)
      const next = this.peek()
      if (next !== '"' && next !== "'") return value
    }
  }

  #literal(quote: string): string {
    const { text } = this
    const open = this.at
    const closing = quote.charCodeAt(0)
    let value = ''
    let from = open + 1
    for (let at = from; at < text.length;) {
      const c = text.charCodeAt(at)
      if (c === closing) {
        this.at = at + 1
        return value + text.slice(from, at)
      }
      if (c !== BACKSLASH) {
        at++
        continue
      }
      value += text.slice(from, at)
      const escape = readEscape(text, at + 1)
      value += escape.value
      at = escape.end
      from = at
    }
    return this.fail('unterminated string', open)
  }

  /** Refuses the text at an offset. */
  fail(message: string, offset: number): never {
    throw syntaxFault(this.text, message, offset)
  }
}

/** The refusal of a text that is not Protobuf, with its place. */
export function syntaxFault(text: string, message: string, offset: number): SchemaFault {
  const { line, column } = lineAndColumn(text, offset)
  return new SchemaFault(
    `Could not parse Protobuf - Syntax error in :${line}:${column}: ${message}`,
    { pointer: '', line, column },
  )
}

/** The value of an integer word in 32 bits; `undefined` when it is none. */
export function parseInteger(word: string): number | undefined {
  if (/^[1-9][0-9]{0,8}$/.test(word)) return Number(word)
  const match = /^(-?)(?:0[xX]([0-9a-fA-F]+)|([0-9]+))$/.exec(word)
  if (match === null) return undefined
  const [, sign, hex, decimal] = match
  // A sign before 0x is no integer for the reference.
  if (hex !== undefined && sign === '-') return undefined
  const value =
    hex === undefined ? Number.parseInt(`${sign}${decimal}`, 10) : Number.parseInt(hex, 16)
  return value >= -2147483648 && value <= 2147483647 ? (value === 0 ? 0 : value) : undefined
}

const plainEscapes = new Map(
  Object.entries({ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }),
)

function readEscape(text: string, at: number): { value: string; end: number } {
  const letter = text.charAt(at)
  const plain = plainEscapes.get(letter)
  if (plain !== undefined) return { value: plain, end: at + 1 }
  if (letter === 'x' || letter === 'X') {
    const [digits = ''] = /^[0-9a-fA-F]{0,2}/.exec(text.slice(at + 1, at + 3)) ?? []
    if (digits !== '') return { value: codeUnit(digits, 16), end: at + 1 + digits.length }
  }
  const [octal = ''] = /^[0-7]{0,3}/.exec(text.slice(at, at + 3)) ?? []
  if (octal !== '') return { value: codeUnit(octal, 8), end: at + octal.length }
  return { value: letter, end: at + 1 }
}

function codeUnit(digits: string, radix: number): string {
  return String.fromCharCode(Number.parseInt(digits, radix))
}

function isWordCharacter(c: number): boolean {
  return (
    (c >= 0x61 && c <= 0x7a) ||
    (c >= 0x41 && c <= 0x5a) ||
    (c >= 0x2d && c <= 0x39 && c !== SLASH) ||
    c === 0x5f
  )
}

/** Tells whether a code unit is an ASCII digit. */
export function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39
}
