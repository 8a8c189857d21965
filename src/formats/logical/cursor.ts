import type { SchemaFault } from '../schema-fault.ts'
import { faultAt, tokensOf } from './lex.ts'
import type { Token } from './lex.ts'

/** Deepest nesting of types or values that is read. */
export const MAX_LOGICAL_DEPTH = 64
/** Most fields, types, symbols and values of one text. */
export const MAX_LOGICAL_NODES = 50_000

/** Walks over the tokens of a logical text; every step may throw the fault of a bad token. */
export class Cursor {
  readonly #text: string
  readonly #source: Generator<Token, void>
  /** What was looked at and not yet taken. */
  readonly #ahead: Token[] = []
  #last: Token | undefined
  #depth = 0
  #nodes = 0

  constructor(text: string) {
    this.#text = text
    this.#source = tokensOf(text)
  }

  /** The token that comes next, or after so many others; at the end always the end. */
  peek(ahead = 0): Token {
    while (this.#ahead.length <= ahead) {
      const next = this.#source.next()
      if (next.done === true) break
      this.#ahead.push(next.value)
      this.#last = next.value
    }
    const token = this.#ahead[ahead] ?? this.#last
    if (token === undefined) throw new Error('A text without even an end')
    return token
  }

  next(): Token {
    const token = this.peek()
    this.#ahead.shift()
    return token
  }

  /** Tells whether that word comes next, in any letter case and without quotes. */
  sees(word: string, ahead = 0): boolean {
    const { kind, text } = this.peek(ahead)
    return kind === 'word' && text.toUpperCase() === word
  }

  /** Takes that word if it comes next. */
  takes(word: string): boolean {
    if (!this.sees(word)) return false
    this.next()
    return true
  }

  takesSymbol(symbol: string): boolean {
    const { kind, text } = this.peek()
    if (kind !== 'symbol' || text !== symbol) return false
    this.next()
    return true
  }

  wantWord(word: string): void {
    if (!this.takes(word)) throw this.unexpected(word)
  }

  wantSymbol(symbol: string): void {
    if (!this.takesSymbol(symbol)) throw this.unexpected(`'${symbol}'`)
  }

  wantString(what: string): string {
    if (this.peek().kind !== 'string') throw this.unexpected(what)
    return this.next().text
  }

  /** A name without dots, in backquotes or not. */
  wantName(what: string): string {
    const { kind, text } = this.peek()
    if (kind !== 'word' && kind !== 'quoted') throw this.unexpected(what)
    this.next()
    return text
  }

  /** Names joined by dots. */
  wantPath(what: string): string {
    const parts = [this.wantName(what)]
    while (this.takesSymbol('.')) parts.push(this.wantName(what))
    return parts.join('.')
  }

  /** Items between a bracket that was just taken and the one that closes it. */
  list<T>(close: string, item: () => T): T[] {
    const items: T[] = []
    if (this.takesSymbol(close)) return items
    do items.push(item())
    while (this.takesSymbol(','))
    this.wantSymbol(close)
    return items
  }

  /** Text as written up to the parenthesis that closes one just taken. */
  untilClosed(): string {
    const { start } = this.peek()
    let end = start
    for (let open = 1; ;) {
      const { kind, text } = this.peek()
      if (kind === 'end') throw this.unexpected("')'")
      if (kind === 'symbol' && text === '(') open++
      if (kind === 'symbol' && text === ')' && --open === 0) break
      end = this.next().end
    }
    this.next()
    return this.#text.slice(start, end)
  }

  /** Counts a node, and how deep it nests while `inside` runs. */
  nest<T>(inside: () => T): T {
    if (++this.#nodes > MAX_LOGICAL_NODES) throw this.fault(`more than ${MAX_LOGICAL_NODES} parts`)
    if (++this.#depth > MAX_LOGICAL_DEPTH) {
      throw this.fault(`nested more than ${MAX_LOGICAL_DEPTH} deep`)
    }
    const result = inside()
    this.#depth--
    return result
  }

  /** A fault at a token, by default the next one. */
  fault(reason: string, at: Token = this.peek()): SchemaFault {
    return faultAt(this.#text, at.start, reason)
  }

  unexpected(wanted: string): SchemaFault {
    const { kind, start, end } = this.peek()
    const found =
      kind === 'end' ? 'the end of the text' : `'${this.#text.slice(start, end).slice(0, 80)}'`
    return this.fault(`expected ${wanted}, found ${found}`)
  }
}
