import { isWordPoint } from './char-class.ts'
import { assertNever } from '../../../errors/assert-never.ts'
import type { Boundary, RegexNode } from './regex-node.ts'
import { maxLengthOf } from './regex-node.ts'

// Far more than honest patterns on property names need; some milliseconds of work.
const MAX_STEPS = 200_000
// One level costs a few calls; the call stack holds about ten thousand.
const MAX_DEPTH = 700

/** Ends a match that cannot be decided. */
class Undecided extends Error {}

type Next = (at: number) => boolean

/**
 * Tells whether a pattern occurs anywhere in a text.
 *
 * @param spend told how many steps it took
 * @returns `undefined` when the bound on steps or depth is reached, or a character class is unknown
 */
export function matchPattern(
  root: RegexNode,
  text: string,
  spend: (steps: number) => void = () => undefined,
): boolean | undefined {
  const points = Array.from(text, (c) => c.codePointAt(0) ?? 0)
  const matcher = new Matcher(points)
  const found = findAnywhere(matcher, root, points.length)
  spend(matcher.steps)
  return found
}

function findAnywhere(matcher: Matcher, root: RegexNode, end: number): boolean | undefined {
  try {
    for (let start = 0; start <= end; start++) {
      if (matcher.match(root, start, () => true)) return true
    }
    return false
  } catch (error) {
    if (error instanceof Undecided) return undefined
    throw error
  }
}

class Matcher {
  readonly #points: readonly number[]
  readonly #groups = new Map<number, readonly [start: number, end: number]>()
  steps = 0
  #depth = 0

  constructor(points: readonly number[]) {
    this.#points = points
  }

  match(node: RegexNode, at: number, next: Next): boolean {
    if (++this.steps > MAX_STEPS || this.#depth > MAX_DEPTH) throw new Undecided()
    this.#depth++
    const matched = this.#matchNode(node, at, next)
    this.#depth--
    return matched
  }

  #matchNode(node: RegexNode, at: number, next: Next): boolean {
    switch (node.kind) {
      case 'char':
        return this.#test(node, at) && next(at + 1)
      case 'sequence':
        return this.#sequence(node.items, 0, at, next)
      case 'choice':
        return node.options.some((option) => this.match(option, at, next))
      case 'group':
        return this.#group(node.index, node.body, at, next)
      case 'repeat':
        return node.body.kind === 'char'
          ? this.#repeatChar(node, node.body, at, next)
          : this.#repeat(node, 0, at, next)
      case 'atomic': {
        const end = this.#endOf(node.body, at)
        return end !== undefined && next(end)
      }
      case 'look':
        return this.#look(node, at) !== node.negative && next(at)
      case 'backreference':
        return this.#backreference(node, at, next)
      case 'boundary':
        return this.#boundary(node.boundary, at) && next(at)
      default:
        return assertNever(node)
    }
  }

  #test(node: RegexNode & { kind: 'char' }, at: number): boolean {
    const point = this.#points[at]
    if (point === undefined) return false
    const held = node.test(point)
    if (held === undefined) throw new Undecided()
    return held
  }

  #sequence(items: readonly RegexNode[], index: number, from: number, next: Next): boolean {
    let at = from
    // Plain characters are taken in a loop: long literals must not nest calls.
    for (let i = index; ; i++) {
      const item = items[i]
      if (item === undefined) return next(at)
      if (item.kind !== 'char') {
        const rest = i + 1
        return this.match(item, at, (end) => this.#sequence(items, rest, end, next))
      }
      this.steps++
      if (!this.#test(item, at)) return false
      at++
    }
  }

  #group(index: number, body: RegexNode, at: number, next: Next): boolean {
    const before = this.#groups.get(index)
    const matched = this.match(body, at, (end) => {
      const inner = this.#groups.get(index)
      this.#groups.set(index, [at, end])
      if (next(end)) return true
      if (inner === undefined) this.#groups.delete(index)
      else this.#groups.set(index, inner)
      return false
    })
    if (!matched && before !== undefined) this.#groups.set(index, before)
    return matched
  }

  #repeatChar(
    { min, max, greed }: RegexNode & { kind: 'repeat' },
    body: RegexNode & { kind: 'char' },
    at: number,
    next: Next,
  ): boolean {
    const fits = (count: number): boolean => {
      if (++this.steps > MAX_STEPS) throw new Undecided()
      return count < max && this.#test(body, at + count)
    }
    let count = 0
    if (greed === 'lazy') {
      while (count < min) if (!fits(count++)) return false
      for (;;) {
        if (next(at + count)) return true
        if (!fits(count++)) return false
      }
    }
    while (fits(count)) count++
    if (greed === 'possessive') return count >= min && next(at + count)
    for (; count >= min; count--) {
      if (++this.steps > MAX_STEPS) throw new Undecided()
      if (next(at + count)) return true
    }
    return false
  }

  #repeat(node: RegexNode & { kind: 'repeat' }, count: number, at: number, next: Next): boolean {
    if (node.greed === 'possessive') {
      const end = this.#endOf({ ...node, greed: 'greedy' }, at)
      return end !== undefined && next(end)
    }
    const again = (): boolean =>
      count < node.max &&
      this.match(node.body, at, (end) => {
        // A turn that takes nothing would go on for ever.
        if (end === at && count >= node.min) return false
        return this.#repeat(node, end === at ? node.min : count + 1, end, next)
      })
    if (count < node.min) return again()
    return node.greed === 'greedy' ? again() || next(at) : next(at) || again()
  }

  /** The first end of a match, without giving anything back. */
  #endOf(node: RegexNode, at: number): number | undefined {
    let found: number | undefined
    this.match(node, at, (end) => {
      found = end
      return true
    })
    return found
  }

  #look({ body, ahead }: RegexNode & { kind: 'look' }, at: number): boolean {
    if (ahead) return this.#endOf(body, at) !== undefined
    const longest = Math.min(at, maxLengthOf(body))
    for (let length = 0; length <= longest; length++) {
      if (this.match(body, at - length, (end) => end === at)) return true
    }
    return false
  }

  #backreference(
    { group, ignoreCase }: RegexNode & { kind: 'backreference' },
    at: number,
    next: Next,
  ): boolean {
    const found = this.#groups.get(group)
    if (found === undefined) return false
    const [start, end] = found
    for (let i = start; i < end; i++) {
      this.steps++
      if (!sameLetter(this.#points[i], this.#points[at + i - start], ignoreCase)) return false
    }
    return next(at + end - start)
  }

  #boundary(boundary: Boundary, at: number): boolean {
    const points = this.#points
    switch (boundary) {
      case 'text-start':
        return at === 0
      case 'text-end':
        return at === points.length
      case 'last-line-end':
        return at === points.length || (at === points.length - 1 && points[at] === 0x0a)
      case 'line-start':
        return at === 0 || points[at - 1] === 0x0a
      case 'line-end':
        return at === points.length || points[at] === 0x0a
      case 'word':
        return isWordPoint(points[at - 1]) !== isWordPoint(points[at])
      case 'no-word':
        return isWordPoint(points[at - 1]) === isWordPoint(points[at])
      default:
        return assertNever(boundary)
    }
  }
}

function sameLetter(a: number | undefined, b: number | undefined, ignoreCase: boolean): boolean {
  if (a === undefined || b === undefined) return false
  if (a === b) return true
  return (
    ignoreCase && String.fromCodePoint(a).toLowerCase() === String.fromCodePoint(b).toLowerCase()
  )
}
