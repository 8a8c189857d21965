import {
  CONTAINER_CELLS,
  escapes,
  firstCell,
  jsonKinds,
  JsonTape,
  SCALAR_CELLS,
} from './json-tape.ts'
import { lineAndColumn } from './line-and-column.ts'
import { SchemaFault } from './schema-fault.ts'
import type { JsonKind } from './json-tape.ts'

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
const MAX_NUMBER_LENGTH = 1000

/**
 * Finds the parts of the first JSON value of a text; what follows it is the caller's business.
 *
 * @throws SchemaFault with line and column, on any syntax error or on nesting beyond the bound
 */
export function scanJson(text: string, dialect: JsonDialect): JsonTape {
  const scanner = new Scanner(text, dialect)
  scanner.value(0, 0)
  return new JsonTape(text, scanner.cells)
}

/** What a string cannot hold as it is, but for the line feed; it has a search of its own. */
// oxlint-disable-next-line no-control-regex -- control characters are what must be found
const special = /[\\\u0000-\u0009\u000b-\u001f]/g

/** Each method takes the offset to go on at and gives back the one where it stopped. */
class Scanner {
  cells: Int32Array
  #used = 0
  readonly #text: string
  readonly #dialect: JsonDialect
  /** From the string last read up to here, nothing is special and no line ends. */
  #plainUntil = -1
  #lineEnd = -1
  #special = -1

  constructor(text: string, dialect: JsonDialect) {
    this.#text = text
    this.#dialect = dialect
    this.cells = new Int32Array((text.length >> 2) + CONTAINER_CELLS)
  }

  value(from: number, depth: number): number {
    if (this.#code(from) === 0x22) return this.#string(from)
    const start = this.#blank(from)
    const c = this.#code(start)
    if (c === 0x22) return this.#string(start)
    if (c === 0x7b) return this.#object(start, depth + 1)
    if (c === 0x5b) return this.#array(start, depth + 1)
    if (c === 0x2d || (c >= 0x30 && c <= 0x39)) return this.#number(start)
    return this.#word(start)
  }

  /** Never asks for a character beyond the end: one such call would slow down all that follow. */
  #code(at: number): number {
    return at < this.#text.length ? this.#text.charCodeAt(at) : -1
  }

  #blank(from: number): number {
    let at = from
    for (;;) {
      const c = this.#code(at)
      if (c > 0x2f) return at
      if (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09) at++
      else if (c === 0x2f && this.#dialect.comments) at = this.#comment(at)
      else return at
    }
  }

  #comment(from: number): number {
    const text = this.#text
    const second = text[from + 1]
    if (second === '/') {
      let at = from
      while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
      return at
    }
    if (second !== '*') this.#fail("Unexpected character ('/')", from)
    const end = text.indexOf('*/', from + 2)
    if (end < 0) this.#fail('Unexpected end of input in a comment', text.length)
    return end + 2
  }

  #object(start: number, depth: number): number {
    const cell = this.#open(start, depth, jsonKinds.object)
    let at = this.#blank(start + 1)
    if (this.#code(at) === 0x7d) return this.#close(cell, at + 1)
    for (;;) {
      if (this.#code(at) !== 0x22) {
        at = this.#blank(at)
        if (this.#code(at) !== 0x22) {
          this.#unexpected('was expecting double-quote to start field name', at)
        }
      }
      at = this.#string(at)
      if (this.#code(at) !== 0x3a) {
        at = this.#blank(at)
        if (this.#code(at) !== 0x3a) {
          this.#unexpected('was expecting a colon to separate field name and value', at)
        }
      }
      at = this.value(at + 1, depth)
      if (this.#code(at) !== 0x2c) {
        at = this.#blank(at)
        const c = this.#code(at)
        if (c === 0x7d) return this.#close(cell, at + 1)
        if (c !== 0x2c) this.#unexpected('was expecting comma to separate Object entries', at)
      }
      at++
    }
  }

  #array(start: number, depth: number): number {
    const cell = this.#open(start, depth, jsonKinds.array)
    let at = this.#blank(start + 1)
    if (this.#code(at) === 0x5d) return this.#close(cell, at + 1)
    for (;;) {
      at = this.value(at, depth)
      if (this.#code(at) !== 0x2c) {
        at = this.#blank(at)
        const c = this.#code(at)
        if (c === 0x5d) return this.#close(cell, at + 1)
        if (c !== 0x2c) this.#unexpected('was expecting comma to separate Array entries', at)
      }
      at++
    }
  }

  #open(start: number, depth: number, kind: JsonKind): number {
    if (depth > MAX_JSON_DEPTH) {
      this.#fail(
        `Document nesting depth (${depth}) exceeds the maximum allowed (${MAX_JSON_DEPTH})`,
        start,
      )
    }
    const cell = this.#reserve(CONTAINER_CELLS)
    this.cells[cell] = firstCell(start, kind)
    return cell
  }

  #close(cell: number, end: number): number {
    this.cells[cell + 1] = this.#used
    this.cells[cell + 2] = end
    return end
  }

  /** Most strings are plain, and searching for their end is several times faster than looking. */
  #string(start: number): number {
    if (start > this.#plainUntil) this.#findPlain(start)
    const quote = this.#text.indexOf('"', start + 1)
    if (quote >= 0 && quote < this.#plainUntil)
      return this.#scalar(start, quote + 1, jsonKinds.string)
    return this.#carefulString(start)
  }

  #findPlain(from: number): void {
    const text = this.#text
    if (from > this.#lineEnd) {
      const at = text.indexOf('\n', from)
      this.#lineEnd = at < 0 ? text.length : at
    }
    if (from > this.#special) {
      special.lastIndex = from
      this.#special = special.exec(text)?.index ?? text.length
    }
    this.#plainUntil = Math.min(this.#lineEnd, this.#special)
  }

  #carefulString(start: number): number {
    const text = this.#text
    let kind: JsonKind = jsonKinds.string
    for (let at = start + 1; at < text.length; at++) {
      const c = text.charCodeAt(at)
      if (c === 0x22) return this.#scalar(start, at + 1, kind)
      if (c === 0x5c) {
        at = this.#escape(at)
        kind = jsonKinds.escapedString
      } else if (c < 0x20) this.#fail(`Illegal unquoted character (code ${c}) in a string`, at)
    }
    return this.#fail('Unexpected end of input in a string', text.length)
  }

  /** Stops on the last character of the escape. */
  #escape(at: number): number {
    const text = this.#text
    const letter = text[at + 1]
    if (letter === undefined) this.#fail('Unexpected end of input in a string', text.length)
    if (escapes.has(letter)) return at + 1
    if (letter !== 'u') this.#fail(`Unrecognized character escape '${letter}'`, at)
    if (!/^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) {
      this.#fail('Unrecognized unicode escape', at)
    }
    return at + 5
  }

  #scalar(start: number, end: number, kind: JsonKind): number {
    const cell = this.#reserve(SCALAR_CELLS)
    this.cells[cell] = firstCell(start, kind)
    this.cells[cell + 1] = end
    return end
  }

  #reserve(count: number): number {
    const cell = this.#used
    this.#used += count
    if (this.#used > this.cells.length) {
      const cells = new Int32Array(this.cells.length * 2)
      cells.set(this.cells)
      this.cells = cells
    }
    return cell
  }

  #number(start: number): number {
    const text = this.#text
    let at = this.#code(start) === 0x2d ? start + 1 : start
    if (this.#code(at) === 0x30) {
      at++
      if (isDigit(this.#code(at))) this.#fail('Leading zeroes not allowed in a number', start)
    } else if (isDigit(this.#code(at))) at = this.#digits(at)
    else if (this.#dialect.nonFinite && text.startsWith('Infinity', at)) {
      return this.#scalar(start, at + 8, jsonKinds.number)
    } else this.#fail("Unexpected character after '-' in a number", at)
    if (this.#code(at) === 0x2e) {
      const from = at + 1
      at = this.#digits(from)
      if (at === from) this.#fail('Decimal point not followed by a digit', at)
    }
    if (text[at] === 'e' || text[at] === 'E') {
      const from = text[at + 1] === '+' || text[at + 1] === '-' ? at + 2 : at + 1
      at = this.#digits(from)
      if (at === from) this.#fail('Exponent indicator not followed by a digit', at)
    }
    if (isWordCharacter(this.#code(at))) {
      this.#fail(`Unexpected character ('${text[at]}') after a number`, at)
    }
    if (at - start > MAX_NUMBER_LENGTH) {
      this.#fail(
        `Number value length (${at - start}) exceeds the maximum allowed (${MAX_NUMBER_LENGTH})`,
        start,
      )
    }
    return this.#scalar(start, at, jsonKinds.number)
  }

  #digits(from: number): number {
    let at = from
    while (isDigit(this.#code(at))) at++
    return at
  }

  #word(start: number): number {
    const text = this.#text
    let end = start
    while (isWordCharacter(this.#code(end))) end++
    const word = text.slice(start, end)
    const literal = literals.get(word)
    if (literal !== undefined) return this.#scalar(start, end, literal)
    if (this.#dialect.nonFinite && (word === 'NaN' || word === 'Infinity')) {
      return this.#scalar(start, end, jsonKinds.number)
    }
    if (start >= text.length) this.#fail('Unexpected end of input', start)
    if (word !== '') this.#fail(`Unrecognized token '${word.slice(0, 80)}'`, start)
    return this.#unexpected('expected a valid value', start)
  }

  #unexpected(wanted: string, at: number): never {
    const found = this.#text[at]
    if (found === undefined) this.#fail(`Unexpected end of input: ${wanted}`, at)
    return this.#fail(
      `Unexpected character ('${found}' (code ${found.charCodeAt(0)})): ${wanted}`,
      at,
    )
  }

  #fail(reason: string, at: number): never {
    throw new SchemaFault(reason, { pointer: '', ...lineAndColumn(this.#text, at) })
  }
}

const literals: ReadonlyMap<string, JsonKind> = new Map([
  ['true', jsonKinds.true],
  ['false', jsonKinds.false],
  ['null', jsonKinds.null],
])

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39
}

function isWordCharacter(c: number): boolean {
  return (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || isDigit(c) || c === 0x5f
}
