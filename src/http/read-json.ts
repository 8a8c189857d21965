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
export function readJson(body: Buffer): unknown {
  const text = withoutMark(body.toString('utf8'))
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(quoteOddNumbers(text)) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw registryError('BAD_REQUEST', { reason: withoutSource(error.message) })
    }
    throw error
  }
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

/** The engine's message without the piece of the body that it quotes, and without its offset. */
function withoutSource(message: string): string {
  return message.replace(/, .* is not valid JSON$/s, '').replace(/ in JSON at position.*$/s, '')
}

const odd = /-?(?:NaN|Infinity)|-?\d+(?:\.\d*)?(?:[eE][+-]?\d*)?/g
/** Integers of up to 15 digits survive; so do their signs. */
const kept = /^-?(?:0|[1-9]\d{0,14})$/
const number = /^-?(?:NaN|Infinity|(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/

/**
 * Puts quotes around numbers that would be changed, and bounds the nesting on the way.
 *
 * Strings are leapt over, so the cost is that of the punctuation.
 */
function quoteOddNumbers(text: string): string {
  const pieces: string[] = []
  let depth = 0
  let at = 0
  while (at < text.length) {
    const quote = text.indexOf('"', at)
    const end = quote < 0 ? text.length : quote
    const outside = text.slice(at, end)
    depth = depthAfter(outside, depth)
    pieces.push(outside.replace(odd, (token) => (isOdd(token) ? `"${token}"` : token)))
    if (quote < 0) break
    at = endOfString(text, quote)
    pieces.push(text.slice(quote, at))
  }
  return pieces.length === 1 ? (pieces[0] ?? '') : pieces.join('')
}

function isOdd(token: string): boolean {
  return number.test(token) && !kept.test(token)
}

function depthAfter(punctuation: string, before: number): number {
  let depth = before
  for (let i = 0; i < punctuation.length; i++) {
    const c = punctuation.charCodeAt(i)
    if (c === 0x5b || c === 0x7b) depth++
    else if (c === 0x5d || c === 0x7d) depth--
    if (depth > MAX_BODY_DEPTH) {
      throw registryError('BAD_REQUEST', {
        reason: `Document nesting depth exceeds the maximum allowed (${MAX_BODY_DEPTH})`,
      })
    }
  }
  return depth
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
