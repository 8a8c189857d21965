import type { Cursor } from './cursor.ts'
import { RegexFault } from './regex-node.ts'
import type { CharTest } from './regex-node.ts'

const inRanges =
  (...ranges: readonly (readonly [number, number])[]): CharTest =>
  (c) =>
    ranges.some(([from, to]) => from <= c && c <= to)

const digit = inRanges([0x30, 0x39])
const lower = inRanges([0x61, 0x7a])
const upper = inRanges([0x41, 0x5a])
const alpha = inRanges([0x41, 0x5a], [0x61, 0x7a])
const alnum = inRanges([0x30, 0x39], [0x41, 0x5a], [0x61, 0x7a])
const word = inRanges([0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a])
const space = inRanges([0x09, 0x0d], [0x20, 0x20])
const horizontal = inRanges(
  [0x09, 0x09],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x180e, 0x180e],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
)
const vertical = inRanges([0x0a, 0x0d], [0x85, 0x85], [0x2028, 0x2029])
const punctuation = inRanges([0x21, 0x2f], [0x3a, 0x40], [0x5b, 0x60], [0x7b, 0x7e])

const escapes = new Map<string, CharTest>([
  ['d', digit],
  ['D', negate(digit)],
  ['w', word],
  ['W', negate(word)],
  ['s', space],
  ['S', negate(space)],
  ['h', horizontal],
  ['H', negate(horizontal)],
  ['v', vertical],
  ['V', negate(vertical)],
])

const properties = new Map<string, CharTest>([
  ['Lower', lower],
  ['Upper', upper],
  ['ASCII', inRanges([0, 0x7f])],
  ['Alpha', alpha],
  ['Digit', digit],
  ['Alnum', alnum],
  ['Punct', punctuation],
  ['Graph', inRanges([0x21, 0x7e])],
  ['Print', inRanges([0x20, 0x7e])],
  ['Blank', inRanges([0x09, 0x09], [0x20, 0x20])],
  ['Cntrl', inRanges([0, 0x1f], [0x7f, 0x7f])],
  ['XDigit', inRanges([0x30, 0x39], [0x41, 0x46], [0x61, 0x66])],
  ['Space', space],
  ['L1', inRanges([0, 0xff])],
  ['all', () => true],
])

/** True for letters, digits and `_`. */
export function isWordPoint(codePoint: number | undefined): boolean {
  return codePoint !== undefined && word(codePoint) === true
}

/** The opposite of a test; what is unknown stays so. */
export function negate(test: CharTest): CharTest {
  return (c) => {
    const held = test(c)
    return held === undefined ? undefined : !held
  }
}

/** One code point, in any letter case if so flagged. */
export function literalTest(codePoint: number, ignoreCase: boolean): CharTest {
  if (!ignoreCase) return (c) => c === codePoint
  const folded = fold(codePoint)
  return (c) => fold(c) === folded
}

// Without (?u) Java folds ASCII letters only.
function fold(codePoint: number): number {
  return codePoint >= 0x41 && codePoint <= 0x5a ? codePoint + 0x20 : codePoint
}

/** `\d`, `\p{…}` and their kin, the backslash already read; `undefined` for other escapes. */
export function readClassEscape(cursor: Cursor): CharTest | undefined {
  const letter = cursor.peek()
  if (letter === undefined) return undefined
  const simple = escapes.get(letter)
  if (simple !== undefined) {
    cursor.next()
    return simple
  }
  if (letter !== 'p' && letter !== 'P') return undefined
  cursor.next()
  const name = cursor.take('{') ? cursor.until('}') : cursor.next()
  if (name === undefined || name === '') throw new RegexFault('Unclosed character family')
  const test = propertyTest(name)
  return letter === 'P' ? negate(test) : test
}

function propertyTest(name: string): CharTest {
  const known = properties.get(name)
  if (known !== undefined) return known
  // Blocks and Java's own methods exist there but not here: the pattern is fine, its meaning unknown.
  if (/^(In|block=|blk=|java)[A-Za-z]/.test(name)) return () => undefined
  const bare = name.replace(/^Is/, '')
  for (const candidate of [name, bare, `Script=${name.replace(/^(Is|script=|sc=)/, '')}`]) {
    try {
      const pattern = new RegExp(`^\\p{${candidate}}$`, 'u')
      return (c) => pattern.test(String.fromCodePoint(c))
    } catch {
      // Not a property of that spelling: the next one is tried.
    }
  }
  throw new RegexFault(`Unknown character property name {${name}}`)
}

const simpleEscapes = new Map(
  Object.entries({ t: 0x09, n: 0x0a, r: 0x0d, f: 0x0c, a: 0x07, e: 0x1b }),
)

/** A single code point written as an escape, the backslash already read. */
export function readCodePoint(cursor: Cursor): number {
  const letter = cursor.next()
  if (letter === undefined) throw new RegexFault('Unexpected internal error: \\ at the end')
  const simple = simpleEscapes.get(letter)
  if (simple !== undefined) return simple
  switch (letter) {
    case '0': {
      const octal = cursor.run(/[0-7]/, /[0-3]/.test(cursor.peek() ?? '') ? 3 : 2)
      if (octal === '') throw new RegexFault('Illegal octal escape sequence')
      return Number.parseInt(octal, 8)
    }
    case 'x': {
      const braced = cursor.take('{')
      return hexadecimal(
        braced ? (cursor.until('}') ?? '') : cursor.run(/[0-9a-fA-F]/, 2),
        braced ? 0 : 2,
      )
    }
    case 'u':
      return hexadecimal(cursor.run(/[0-9a-fA-F]/, 4), 4)
    case 'c': {
      const control = cursor.next()
      if (control === undefined) throw new RegexFault('Illegal control escape sequence')
      return (control.codePointAt(0) ?? 0) ^ 64
    }
    default:
      if (/[A-Za-z]/.test(letter)) throw new RegexFault('Illegal/unsupported escape sequence')
      return letter.codePointAt(0) ?? 0
  }
}

/** @param length how many digits there must be; 0 for any number */
function hexadecimal(digits: string, length: number): number {
  const value = Number.parseInt(digits, 16)
  const whole = /^[0-9a-fA-F]+$/.test(digits) && (length === 0 || digits.length === length)
  if (!whole || value > 0x10ffff) throw new RegexFault('Illegal hexadecimal escape sequence')
  return value
}

// Deeper nesting than anybody writes by hand, and far from the end of the call stack.
const MAX_CLASS_DEPTH = 50

/** A character class, its `[` already read: ranges, unions, `&&` intersections, nested classes. */
export function readCharClass(cursor: Cursor, depth = 0): CharTest {
  if (depth > MAX_CLASS_DEPTH) throw new RegexFault('Character classes are nested too deeply')
  const negated = cursor.take('^')
  const intersected: CharTest[] = []
  let union: CharTest[] = []
  for (let first = true; ; first = false) {
    cursor.skipComments()
    if (cursor.take('&&')) {
      if (union.length > 0) intersected.push(anyOf(union))
      union = []
      continue
    }
    const c = cursor.peek()
    if (c === undefined) throw new RegexFault('Unclosed character class')
    if (c === ']' && !(first && union.length === 0)) {
      cursor.next()
      break
    }
    if (cursor.take('[')) union.push(readCharClass(cursor, depth + 1))
    else union.push(readClassItem(cursor))
  }
  if (union.length > 0) intersected.push(anyOf(union))
  const test: CharTest = (c) => every(intersected, c)
  return negated ? negate(test) : test
}

function readClassItem(cursor: Cursor): CharTest {
  if (cursor.peek() === '\\') {
    cursor.next()
    const escaped = readClassEscape(cursor)
    if (escaped !== undefined) return escaped
    if (cursor.take('Q')) {
      const quoted = Array.from(cursor.until('\\E') ?? '').map((c) => c.codePointAt(0))
      return (c) => quoted.includes(c)
    }
    return readRange(readCodePoint(cursor), cursor)
  }
  return readRange(cursor.next()?.codePointAt(0) ?? 0, cursor)
}

function readRange(from: number, cursor: Cursor): CharTest {
  const next = cursor.peek(1)
  const ranged = cursor.peek() === '-' && next !== undefined && next !== ']' && next !== '['
  const { ignoreCase } = cursor.flags
  if (!ranged) return literalTest(from, ignoreCase)
  cursor.next()
  const to = cursor.take('\\') ? readCodePoint(cursor) : (cursor.next()?.codePointAt(0) ?? 0)
  if (to < from) throw new RegexFault('Illegal character range')
  if (!ignoreCase) return (c) => from <= c && c <= to
  const within = (c: number): boolean => from <= c && c <= to
  return (c) => within(c) || (alpha(c) === true && within(c ^ 0x20))
}

function anyOf(tests: readonly CharTest[]): CharTest {
  return (c) => {
    let unknown = false
    for (const test of tests) {
      const held = test(c)
      if (held === true) return true
      unknown ||= held === undefined
    }
    return unknown ? undefined : false
  }
}

function every(tests: readonly CharTest[], c: number): boolean | undefined {
  let unknown = false
  for (const test of tests) {
    const held = test(c)
    if (held === false) return false
    unknown ||= held === undefined
  }
  return unknown ? undefined : true
}
