import { SchemaFault } from '../../schema-fault.ts'
import type { SchemaNode } from '../ast.ts'
import { collectFindings, noDifference } from './outcome.ts'
import type { Findings, Judge, Outcome } from './outcome.ts'

/** A pair to compare before the asking comparison goes on. */
export interface Pair {
  readonly reader: SchemaNode
  readonly writer: SchemaNode
  /** Whether the findings matter only if none of them breaks: what lies inside is a trial, too. */
  readonly isTrial?: boolean
}

/**
 * A comparison that can pause: it yields inner pairs and is resumed with their outcomes.
 *
 * So nesting costs memory, not call stack: chains of references may be as long as the text allows.
 */
export type Comparison<T = void> = Generator<Pair, T, Outcome>

/** What a comparison may use of the walk around it. */
export interface Walk {
  readonly judge: Judge
  /**
   * Counts work beyond the pairs themselves.
   *
   * @param steps may be a fraction
   * @throws SchemaFault when the whole comparison takes too many steps
   */
  readonly spend: (steps: number) => void
  /** A number that two nodes share exactly when they print the same. */
  printedForm(node: SchemaNode): number
}

/** Compares two nodes that are no references, of whatever kinds. */
export type ComparePair = (findings: Findings, walk: Walk) => Comparison

// 200 branches against 200 take some 100,000 steps; the bound is a few seconds of work.
const MAX_STEPS = 1_000_000

/** What looking at one name, position or value of a pair costs: far less than a pair. */
export const STEPS_PER_NAME = 1 / 32

type PairState = Outcome | 'in progress'
type PairTable<T> = Map<SchemaNode, Map<SchemaNode, T>>

/**
 * Compares two loaded schemas.
 *
 * Recursion: a pair met again while it is in progress counts as equal on the first pass; the whole
 * walk is repeated with the pairs found incompatible until no new ones appear.
 *
 * @throws SchemaFault when it takes too many steps
 * @see Json-schema 6
 */
export function walkPair(
  root: Pair,
  comparePair: ComparePair,
  judge: Judge,
  printedForm: (node: SchemaNode) => number,
): Outcome {
  let steps = 0
  const walk: Walk = {
    judge,
    printedForm,
    spend(count) {
      steps += count
      if (steps > MAX_STEPS) {
        throw new SchemaFault(
          `The schemas are too large to compare: more than ${MAX_STEPS} steps are needed`,
        )
      }
    },
  }
  const broken: PairTable<Outcome> = new Map()
  for (;;) {
    const pass = runPass(root, comparePair, walk, broken)
    if (!pass.assumed || !addBroken(pass.finished, broken)) return pass.outcome
  }
}

interface Pass {
  readonly outcome: Outcome
  /** True when a pair in progress was met, so that a second pass may say more. */
  readonly assumed: boolean
  readonly finished: PairTable<PairState>
}

function runPass(
  root: Pair,
  comparePair: ComparePair,
  walk: Walk,
  broken: PairTable<Outcome>,
): Pass {
  const states: PairTable<PairState> = new Map()
  const stack: { findings: Findings; comparison: Comparison; isTrial: boolean }[] = []
  let assumed = false

  /** The outcome if it is known already; otherwise the pair goes on the stack. */
  function enter(asked: Pair, isWithinTrial: boolean): Outcome | undefined {
    walk.spend(1)
    const isTrial = isWithinTrial || asked.isTrial === true
    const reader = asked.reader.kind === 'ref' ? asked.reader.target() : asked.reader
    const writer = asked.writer.kind === 'ref' ? asked.writer.target() : asked.writer
    if (isLeaf(reader) && isLeaf(writer)) return compareLeaves(reader, writer, isTrial)
    const state = states.get(reader)?.get(writer)
    if (state === 'in progress') {
      assumed = true
      return broken.get(reader)?.get(writer) ?? noDifference
    }
    if (state !== undefined && (isTrial || !state.isVerdictOnly)) return state
    setState(states, reader, writer, 'in progress')
    const findings = collectFindings(reader, writer, walk.judge, isTrial, walk.spend)
    stack.push({ findings, comparison: comparePair(findings, walk), isTrial })
    return undefined
  }

  /** Leaves never pause and cost less than remembering them. */
  function compareLeaves(reader: SchemaNode, writer: SchemaNode, isTrial: boolean): Outcome {
    const findings = collectFindings(reader, writer, walk.judge, isTrial, walk.spend)
    comparePair(findings, walk).next()
    return findings.done()
  }

  let answer = enter(root, false)
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    // A fresh generator ignores the value it is first resumed with.
    const step = top.comparison.next(answer ?? noDifference)
    if (step.done === true) {
      answer = top.findings.done()
      setState(states, top.findings.reader, top.findings.writer, answer)
      stack.pop()
    } else answer = enter(step.value, top.isTrial)
  }
  return { outcome: answer ?? noDifference, assumed, finished: states }
}

function isLeaf({ kind }: SchemaNode): boolean {
  return kind !== 'object' && kind !== 'array' && kind !== 'combined' && kind !== 'not'
}

function setState<T>(table: PairTable<T>, reader: SchemaNode, writer: SchemaNode, state: T): void {
  let row = table.get(reader)
  if (row === undefined) table.set(reader, (row = new Map()))
  row.set(writer, state)
}

/** Notes what a pass found incompatible; false when all of it was known. */
function addBroken(finished: PairTable<PairState>, broken: PairTable<Outcome>): boolean {
  let added = false
  for (const [reader, row] of finished) {
    for (const [writer, state] of row) {
      if (state === 'in progress' || state.compatible) continue
      const known = broken.get(reader)?.get(writer)
      added ||= known === undefined
      if (known !== undefined && !known.isVerdictOnly && state.isVerdictOnly) continue
      setState(broken, reader, writer, state)
    }
  }
  return added
}
