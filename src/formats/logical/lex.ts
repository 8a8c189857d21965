import { lineAndColumn } from '../line-and-column.ts'
import { SchemaFault } from '../schema-fault.ts'

/** A piece of a logical text; offsets are UTF-16 code units. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'bytes' | 'number' | 'symbol' | 'end'
  /** Words as written; quoted names and strings without their quotes; hex digits in upper case. */
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Longest logical text that is read, in UTF-16 code units. */
export const MAX_LOGICAL_TEXT = 1024 * 1024

const blank = /(?:\s+|--[^\n\r]*|\/\*[\s\S]*?\*\/)+/y
const patterns = [
  ['bytes', /[xX]'(?<body>[0-9A-Fa-f]*)'/y],
  ['word', /(?<body>[A-Za-z_][A-Za-z0-9_]*)/y],
  ['string', /'(?<body>[^']*(?:''[^']*)*)'/y],
  ['quoted', /`(?<body>[^`]*(?:``[^`]*)*)`/y],
  ['number', /(?<body>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/y],
  ['symbol', /(?<body>[^\s'`])/y],
] as const satisfies readonly (readonly [Token['kind'], RegExp])[]

/** Most words, names, values and marks of one text. */
const MAX_TOKENS = 250_000

/**
 * Cuts a text into tokens, the last of which is its end; only as far as they are asked for.
 *
 * @throws SchemaFault with line and column on an open string, name or comment, or beyond a bound
 */
export function* tokensOf(text: string): Generator<Token, void> {
  if (text.length > MAX_LOGICAL_TEXT) {
    throw new SchemaFault(`more than ${MAX_LOGICAL_TEXT} characters`)
  }
  let count = 0
  for (let at = skipBlank(text, 0); at < text.length;) {
    if (++count > MAX_TOKENS) throw faultAt(text, at, `more than ${MAX_TOKENS} words and marks`)
    const token = tokenAt(text, at)
    yield token
    at = skipBlank(text, token.end)
  }
  yield { kind: 'end', text: '', start: text.length, end: text.length }
}

function skipBlank(text: string, at: number): number {
  blank.lastIndex = at
  const end = blank.test(text) ? blank.lastIndex : at
  if (text.startsWith('/*', end)) throw faultAt(text, end, 'a comment is not closed')
  return end
}

function tokenAt(text: string, start: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start
    const body = pattern.exec(text)?.groups?.['body']
    if (body === undefined) continue
    return { kind, text: unescape(kind, body), start, end: pattern.lastIndex }
  }
  const what = text[start] === '`' ? 'a quoted name' : 'a string'
  throw faultAt(text, start, `${what} is not closed`)
}

function unescape(kind: Token['kind'], body: string): string {
  if (kind === 'string') return body.replaceAll("''", "'")
  if (kind === 'quoted') return body.replaceAll('``', '`')
  return kind === 'bytes' ? body.toUpperCase() : body
}

/** A fault at an offset of a logical text. */
export function faultAt(text: string, at: number, reason: string): SchemaFault {
  return new SchemaFault(reason, { pointer: '', ...lineAndColumn(text, at) })
}
