import { literalTest, readCharClass, readClassEscape, readCodePoint } from './char-class.ts'
import { Cursor } from './cursor.ts'
import type { Flags } from './cursor.ts'
import { maxLengthOf, RegexFault } from './regex-node.ts'
import type { Boundary, Greed, RegexNode } from './regex-node.ts'

const MAX_GROUP_DEPTH = 200
const MAX_REPEAT = 2_147_483_647

const lineBreak = (c: number): boolean =>
  c === 0x0a || c === 0x0d || c === 0x85 || c === 0x2028 || c === 0x2029

/**
 * Reads a pattern of Java's dialect.
 *
 * @throws RegexFault where Java refuses the pattern
 */
export function parseRegex(pattern: string): RegexNode {
  const parser = new RegexParser(new Cursor(pattern))
  return parser.whole()
}

class RegexParser {
  readonly #cursor: Cursor
  readonly #names = new Map<string, number>()
  #groups = 0
  #depth = 0

  constructor(cursor: Cursor) {
    this.#cursor = cursor
  }

  whole(): RegexNode {
    const node = this.#choice()
    if (this.#cursor.peek() === ')') throw new RegexFault("Unmatched closing ')'")
    return node
  }

  #choice(): RegexNode {
    const options = [this.#sequence()]
    while (this.#cursor.take('|')) options.push(this.#sequence())
    const [only] = options
    return only !== undefined && options.length === 1 ? only : { kind: 'choice', options }
  }

  #sequence(): RegexNode {
    const items: RegexNode[] = []
    for (;;) {
      this.#cursor.skipComments()
      const c = this.#cursor.peek()
      if (c === undefined || c === '|' || c === ')') return { kind: 'sequence', items }
      if (this.#cursor.take('\\Q')) {
        items.push(...this.#quoted(this.#cursor.until('\\E')))
        continue
      }
      const atom = this.#atom(c)
      if (atom !== undefined) items.push(this.#quantified(atom))
    }
  }

  /** Quoted text up to its end mark, or to the end of the pattern. */
  #quoted(text: string | undefined): RegexNode[] {
    let rest = text ?? ''
    if (text === undefined)
      for (let c = this.#cursor.next(); c !== undefined; c = this.#cursor.next()) rest += c
    const nodes = Array.from(rest).map((c) => this.#literal(c))
    const last = nodes.pop()
    return last === undefined ? [] : [...nodes, this.#quantified(last)]
  }

  #literal(c: string): RegexNode {
    return { kind: 'char', test: literalTest(c.codePointAt(0) ?? 0, this.#cursor.flags.ignoreCase) }
  }

  /** One atom; nothing for a group that only sets flags. */
  #atom(c: string): RegexNode | undefined {
    this.#cursor.next()
    switch (c) {
      case '(':
        return this.#group()
      case '[':
        return { kind: 'char', test: readCharClass(this.#cursor) }
      case '.':
        return { kind: 'char', test: this.#cursor.flags.dotAll ? () => true : (p) => !lineBreak(p) }
      case '^':
        return boundary(this.#cursor.flags.multiline ? 'line-start' : 'text-start')
      case '$':
        return boundary(this.#cursor.flags.multiline ? 'line-end' : 'last-line-end')
      case '*':
      case '+':
      case '?':
        throw new RegexFault(`Dangling meta character '${c}'`)
      case '{':
        throw new RegexFault('Illegal repetition')
      case '\\':
        return this.#escape()
      default:
        return this.#literal(c)
    }
  }

  #escape(): RegexNode {
    const cursor = this.#cursor
    const letter = cursor.peek() ?? ''
    const edge = boundaries.get(letter)
    if (edge !== undefined) {
      cursor.next()
      if (letter === 'b') cursor.take('{g}')
      return boundary(edge)
    }
    if (/[1-9]/.test(letter)) return this.#backreference()
    if (letter === 'k') return this.#namedBackreference()
    if (letter === 'R' || letter === 'X' || letter === 'N') {
      cursor.next()
      if (letter === 'R') return { kind: 'char', test: lineBreak }
      if (letter === 'N' && (!cursor.take('{') || cursor.until('}') === undefined)) {
        throw new RegexFault('Illegal character name escape sequence')
      }
      return { kind: 'char', test: () => undefined }
    }
    const test = readClassEscape(cursor)
    if (test !== undefined) return { kind: 'char', test }
    return {
      kind: 'char',
      test: literalTest(readCodePoint(cursor), cursor.flags.ignoreCase),
    }
  }

  #backreference(): RegexNode {
    let group = Number(this.#cursor.next())
    for (let c = this.#cursor.peek(); c !== undefined && /\d/.test(c); c = this.#cursor.peek()) {
      if (group * 10 + Number(c) > this.#groups) break
      group = group * 10 + Number(c)
      this.#cursor.next()
    }
    return { kind: 'backreference', group, ignoreCase: this.#cursor.flags.ignoreCase }
  }

  #namedBackreference(): RegexNode {
    this.#cursor.next()
    const name = this.#cursor.take('<') ? this.#cursor.until('>') : undefined
    const group = name === undefined ? undefined : this.#names.get(name)
    if (group === undefined)
      throw new RegexFault(`named capturing group <${name ?? ''}> does not exist`)
    return { kind: 'backreference', group, ignoreCase: this.#cursor.flags.ignoreCase }
  }

  #group(): RegexNode | undefined {
    const cursor = this.#cursor
    if (!cursor.take('?')) return this.#capture()
    if (cursor.take(':')) return this.#body()
    if (cursor.take('>')) return { kind: 'atomic', body: this.#body() }
    if (cursor.take('=')) return this.#look(true, false)
    if (cursor.take('!')) return this.#look(true, true)
    if (cursor.take('<=')) return this.#look(false, false)
    if (cursor.take('<!')) return this.#look(false, true)
    if (cursor.take('<')) {
      const name = cursor.until('>') ?? ''
      if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name)) {
        throw new RegexFault('capturing group name does not start with a Latin letter')
      }
      if (this.#names.has(name))
        throw new RegexFault(`Named capturing group <${name}> is already defined`)
      this.#names.set(name, this.#groups + 1)
      return this.#capture()
    }
    return this.#flagGroup()
  }

  #capture(): RegexNode {
    const index = ++this.#groups
    return { kind: 'group', index, body: this.#body() }
  }

  #look(ahead: boolean, negative: boolean): RegexNode {
    const body = this.#body()
    if (!ahead && maxLengthOf(body) === Infinity) {
      throw new RegexFault('Look-behind group does not have an obvious maximum length')
    }
    return { kind: 'look', body, ahead, negative }
  }

  /** The inside of a group up to its `)`; flags set inside end with it. */
  #body(): RegexNode {
    if (++this.#depth > MAX_GROUP_DEPTH) throw new RegexFault('Groups are nested too deeply')
    const outer = this.#cursor.flags
    const node = this.#choice()
    if (!this.#cursor.take(')')) throw new RegexFault('Unclosed group')
    this.#cursor.flags = outer
    this.#depth--
    return node
  }

  #flagGroup(): RegexNode | undefined {
    const cursor = this.#cursor
    const outer = cursor.flags
    let on = true
    for (;;) {
      const c = cursor.next()
      if (c === ')') return undefined
      if (c === ':') {
        const node = this.#body()
        cursor.flags = outer
        return node
      }
      if (c === '-') on = false
      else cursor.flags = withFlag(cursor.flags, c, on)
    }
  }

  #quantified(atom: RegexNode): RegexNode {
    this.#cursor.skipComments()
    const range = this.#range()
    if (range === undefined) return atom
    const greed: Greed = this.#cursor.take('?')
      ? 'lazy'
      : this.#cursor.take('+')
        ? 'possessive'
        : 'greedy'
    return { kind: 'repeat', body: atom, ...range, greed }
  }

  #range(): { readonly min: number; readonly max: number } | undefined {
    const cursor = this.#cursor
    if (cursor.take('*')) return { min: 0, max: Infinity }
    if (cursor.take('+')) return { min: 1, max: Infinity }
    if (cursor.take('?')) return { min: 0, max: 1 }
    if (!cursor.take('{')) return undefined
    const min = cursor.run(/\d/, 11)
    if (min === '') throw new RegexFault('Illegal repetition')
    let max: number = Number(min)
    if (cursor.take(',')) {
      const upper = cursor.run(/\d/, 11)
      max = upper === '' ? Infinity : Number(upper)
    }
    if (!cursor.take('}')) throw new RegexFault('Unclosed counted closure')
    if (max < Number(min) || Number(min) > MAX_REPEAT || (max > MAX_REPEAT && max !== Infinity)) {
      throw new RegexFault('Illegal repetition range')
    }
    return { min: Number(min), max }
  }
}

const boundaries = new Map<string, Boundary>([
  ['b', 'word'],
  ['B', 'no-word'],
  ['A', 'text-start'],
  ['G', 'text-start'],
  ['z', 'text-end'],
  ['Z', 'last-line-end'],
])

function boundary(kind: Boundary): RegexNode {
  return { kind: 'boundary', boundary: kind }
}

const flagNames = new Map<string, keyof Flags | undefined>([
  ['i', 'ignoreCase'],
  ['s', 'dotAll'],
  ['m', 'multiline'],
  ['x', 'comments'],
  ['d', undefined],
  ['u', undefined],
  ['U', undefined],
])

function withFlag(flags: Flags, letter: string | undefined, on: boolean): Flags {
  if (letter === undefined || !flagNames.has(letter))
    throw new RegexFault('Unknown inline modifier')
  const name = flagNames.get(letter)
  return name === undefined ? flags : { ...flags, [name]: on }
}
