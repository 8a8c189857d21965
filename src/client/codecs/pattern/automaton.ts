import { assertNever } from '../../../errors/assert-never.ts'
import { isWordPoint } from '../../../formats/json/regex/char-class.ts'
import type { Boundary, CharTest, RegexNode } from '../../../formats/json/regex/regex-node.ts'

import { patternBudget } from './pattern-budget.ts'

/** More states than any pattern written by hand has; counted repetitions are written out. */
const MAX_STATES = 5000

/** A state of the automaton; numbers are those of other states. */
type State =
  | { readonly kind: 'char'; readonly test: CharTest; readonly next: number }
  | { readonly kind: 'fork'; readonly next: readonly number[] }
  | { readonly kind: 'boundary'; readonly boundary: Boundary; readonly next: number }
  | { readonly kind: 'end' }

/** Tells whether a pattern occurs in a text; `undefined` when the budget does not reach that far. */
export type Finder = (text: string) => boolean | undefined

/**
 * Compiles a pattern so that a text is read once, however hostile both are: all ways to match are
 * followed at the same time instead of one after the other.
 *
 * @returns `undefined` for what an automaton cannot do (backreferences, look-around, possessive
 *   repetition) or cannot hold
 * @see Thompson, "Regular Expression Search Algorithm" (1968)
 */
export function compileAutomaton(root: RegexNode): Finder | undefined {
  const builder = new Builder()
  try {
    const start = builder.build(root, builder.add({ kind: 'end' }))
    return (text) => new Run(builder.states, start, text).finds()
  } catch (fault) {
    if (fault instanceof Unsuitable) return undefined
    throw fault
  }
}

/** The pattern is none for an automaton. */
class Unsuitable extends Error {}

class Builder {
  readonly states: State[] = []
  #built = 0

  add(state: State): number {
    if (this.states.length >= MAX_STATES) throw new Unsuitable()
    return this.states.push(state) - 1
  }

  /** @returns the state in which the node begins, when `next` is the one that follows it */
  build(node: RegexNode, next: number): number {
    // Counted apart from the states: repeating nothing makes none.
    if (++this.#built > MAX_STATES) throw new Unsuitable()
    switch (node.kind) {
      case 'char':
        return this.add({ kind: 'char', test: node.test, next })
      case 'boundary':
        return this.add({ kind: 'boundary', boundary: node.boundary, next })
      case 'sequence':
        return node.items.reduceRight((after, item) => this.build(item, after), next)
      case 'choice':
        return this.add({
          kind: 'fork',
          next: node.options.map((option) => this.build(option, next)),
        })
      case 'group':
        return this.build(node.body, next)
      case 'repeat':
        return this.#repeat(node, next)
      case 'atomic':
      case 'look':
      case 'backreference':
        throw new Unsuitable()
      default:
        return assertNever(node)
    }
  }

  #repeat({ body, min, max, greed }: RegexNode & { kind: 'repeat' }, next: number): number {
    // Whether greedy or lazy makes no difference to whether there is a match.
    if (greed === 'possessive') throw new Unsuitable()
    let start = next
    if (max === Infinity) {
      const again: number[] = [next]
      start = this.add({ kind: 'fork', next: again })
      again.push(this.build(body, start))
    } else {
      for (let extra = min; extra < max; extra++) {
        start = this.add({ kind: 'fork', next: [this.build(body, start), next] })
      }
    }
    for (let taken = 0; taken < min; taken++) start = this.build(body, start)
    return start
  }
}

/** One text on its way through the states. */
class Run {
  readonly #states: readonly State[]
  readonly #start: number
  readonly #points: readonly number[]
  /** At which place each state was last entered, so that it is entered once a place. */
  readonly #enteredAt: Int32Array
  #at = 0
  #visited = 0
  #isUndecided = false

  constructor(states: readonly State[], start: number, text: string) {
    this.#states = states
    this.#start = start
    this.#points = Array.from(text, (c) => c.codePointAt(0) ?? 0)
    this.#enteredAt = new Int32Array(states.length).fill(-1)
  }

  finds(): boolean | undefined {
    let waiting: number[] = []
    for (; this.#at <= this.#points.length; this.#at++) {
      const entered: number[] = []
      // A match may begin at any place.
      if (this.#enter([...waiting, this.#start], entered)) return true
      if (!patternBudget.takeVisits(this.#visited)) return undefined
      waiting = this.#take(entered)
      if (this.#isUndecided) return undefined
    }
    return false
  }

  /** Follows everything that takes no character. @returns whether the end was reached */
  #enter(from: readonly number[], entered: number[]): boolean {
    const stack = [...from]
    this.#visited = 0
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      if (this.#enteredAt[index] === this.#at) continue
      this.#enteredAt[index] = this.#at
      this.#visited++
      const state = this.#states[index]
      if (state?.kind === 'end') return true
      if (state?.kind === 'char') entered.push(index)
      else if (state?.kind === 'fork') stack.push(...state.next)
      else if (state !== undefined && this.#holds(state.boundary)) stack.push(state.next)
    }
    return false
  }

  #take(entered: readonly number[]): number[] {
    const point = this.#points[this.#at]
    const after: number[] = []
    if (point === undefined) return after
    for (const index of entered) {
      const state = this.#states[index]
      if (state?.kind !== 'char') continue
      const held = state.test(point)
      if (held === true) after.push(state.next)
      else if (held === undefined) this.#isUndecided = true
    }
    return after
  }

  #holds(boundary: Boundary): boolean {
    const [before, after] = [this.#points[this.#at - 1], this.#points[this.#at]]
    switch (boundary) {
      case 'text-start':
        return before === undefined
      case 'text-end':
        return after === undefined
      case 'last-line-end':
        return after === undefined || (after === 0x0a && this.#at === this.#points.length - 1)
      case 'line-start':
        return before === undefined || before === 0x0a
      case 'line-end':
        return after === undefined || after === 0x0a
      case 'word':
        return isWordPoint(before) !== isWordPoint(after)
      case 'no-word':
        return isWordPoint(before) === isWordPoint(after)
      default:
        return assertNever(boundary)
    }
  }
}
