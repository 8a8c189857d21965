import { registryError } from '../errors/registry-error.ts'

/** Deepest nesting of a body that is read, as in the reference's reader. */
export const MAX_BODY_DEPTH = 1000

/**
 * Reads the JSON of a request body, with the reference's tolerances: `NaN` and infinities pass, the
 * last of equal members wins, an empty body is `undefined`.
 *
 * A number that JavaScript would not keep as written (`1.0`, 17 digits, `NaN`) comes as its text,
 * so that a string member may have it to the letter.
 *
 * @throws RegistryError BAD_REQUEST
 * @see Rest-api 1.3
 */
export function readJson(body: string): unknown {
  const text = withoutMark(body)
  if (text.trim() === '') return undefined
  const plain = attempt(text)
  // Most bodies hold no number at all, and then the text need not be gone through again.
  if (plain !== refused && !holdsNumber(plain)) return plain
  const exact = parse(quoteOddNumbers(text))
  if (plain === refused) holdsNumber(exact)
  return exact
}

const refused = Symbol('refused')

function attempt(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return refused
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw registryError('BAD_REQUEST', { reason: withoutSource(error.message) })
  }
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

/** The engine's message without the piece of the body that it quotes, and without its offset. */
function withoutSource(message: string): string {
  return message
    .replace(/, .* is not valid JSON$/s, '')
    .replace(/(?: in JSON)? at position.*$/s, '')
}

const odd = /-?(?:NaN|Infinity)|-?\d+(?:\.\d*)?(?:[eE][+-]?\d*)?/g
/** Integers of up to 15 digits survive; so do their signs. */
const kept = /^-?(?:0|[1-9]\d{0,14})$/
const number = /^-?(?:NaN|Infinity|(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/

/**
 * Puts quotes around numbers that would be changed.
 *
 * Strings are leapt over, so the cost is that of the punctuation.
 */
function quoteOddNumbers(text: string): string {
  const pieces: string[] = []
  let at = 0
  while (at < text.length) {
    const quote = text.indexOf('"', at)
    const outside = text.slice(at, quote < 0 ? text.length : quote)
    pieces.push(outside.replace(odd, (token) => (isOdd(token) ? `"${token}"` : token)))
    if (quote < 0) break
    at = endOfString(text, quote)
    pieces.push(text.slice(quote, at))
  }
  return pieces.join('')
}

function isOdd(token: string): boolean {
  return number.test(token) && !kept.test(token)
}

/** Offset behind the string that opens at `quote`; the text's end when it never closes. */
function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; ; at++) {
    at = text.indexOf('"', at)
    if (at < 0) return text.length
    let slashes = at
    while (text.charCodeAt(slashes - 1) === 0x5c) slashes--
    if ((at - slashes) % 2 === 0) return at + 1
  }
}

/**
 * Tells whether a number stands anywhere in a value. Goes level by level, so that no nesting
 * exhausts the stack, and refuses nesting beyond the bound.
 */
function holdsNumber(value: unknown): boolean {
  let found = false
  let level: readonly unknown[] = [value]
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_BODY_DEPTH) {
      throw registryError('BAD_REQUEST', {
        reason: `Document nesting depth exceeds the maximum allowed (${MAX_BODY_DEPTH})`,
      })
    }
    const next: unknown[] = []
    for (const item of level) {
      if (typeof item === 'number') found = true
      else if (typeof item === 'object' && item !== null) {
        for (const inner of Object.values(item)) {
          if (typeof inner === 'number') found = true
          else if (typeof inner === 'object' && inner !== null) next.push(inner)
        }
      }
    }
    level = next
  }
  return found
}
