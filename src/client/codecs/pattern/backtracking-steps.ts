import { assertNever } from '../../../errors/assert-never.ts'
import { maxLengthOf } from '../../../formats/json/regex/regex-node.ts'
import type { RegexNode } from '../../../formats/json/regex/regex-node.ts'

/** What exploring a part costs from one place in the text. */
interface Cost {
  /** In how many ways it can match: what follows is tried once for each. */
  readonly ways: number
  readonly steps: number
}

const one: Cost = { ways: 1, steps: 1 }

/**
 * The most steps a backtracking engine can take on a text of some length: a bound, not an estimate.
 *
 * @returns `Infinity` where the number grows exponentially
 */
export function backtrackingSteps(root: RegexNode, length: number): number {
  const { steps } = costOf(root, length)
  return isAnchored(root) ? steps + length : steps * (length + 1)
}

function costOf(node: RegexNode, length: number): Cost {
  switch (node.kind) {
    case 'char':
    case 'boundary':
      return one
    case 'sequence':
      return sequence(node.items.map((item) => costOf(item, length)))
    case 'choice': {
      const options = node.options.map((option) => costOf(option, length))
      return { ways: sum(options.map(({ ways }) => ways)), steps: sum(options.map(stepsOf)) }
    }
    case 'group':
      return costOf(node.body, length)
    case 'atomic':
      return { ways: 1, steps: costOf(node.body, length).steps }
    case 'look': {
      const starts = node.ahead ? 1 : Math.min(length, maxLengthOf(node.body)) + 1
      return { ways: 1, steps: costOf(node.body, length).steps * starts }
    }
    case 'backreference':
      return { ways: 1, steps: length }
    case 'repeat':
      return repeated(costOf(node.body, length), node, length)
    default:
      return assertNever(node)
  }
}

function sequence(items: readonly Cost[]): Cost {
  let [ways, steps] = [1, 1]
  for (const item of items) {
    steps += ways * item.steps
    ways *= item.ways
  }
  return { ways, steps }
}

function repeated(
  body: Cost,
  { min, max, greed }: RegexNode & { kind: 'repeat' },
  length: number,
): Cost {
  // A turn that takes nothing ends the repetition, unless the minimum asks for more.
  const turns = Math.min(max, Math.max(min, length + 1))
  const ways = waysOf(body.ways, turns)
  return { ways: greed === 'possessive' ? 1 : ways, steps: ways * body.steps + 1 }
}

/** Ways of 0, 1, ... turns together, each a multiple of the one before. */
function waysOf(ways: number, turns: number): number {
  if (ways === 1) return turns + 1
  return ways === Infinity ? Infinity : (ways ** (turns + 1) - 1) / (ways - 1)
}

function stepsOf({ steps }: Cost): number {
  return steps + 1
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** Whether a match can begin only where the text does. */
function isAnchored(node: RegexNode): boolean {
  switch (node.kind) {
    case 'boundary':
      return node.boundary === 'text-start'
    case 'sequence': {
      const [first] = node.items
      return first !== undefined && isAnchored(first)
    }
    case 'choice':
      return node.options.every(isAnchored)
    case 'group':
    case 'atomic':
      return isAnchored(node.body)
    case 'char':
    case 'look':
    case 'backreference':
    case 'repeat':
      return false
    default:
      return assertNever(node)
  }
}
