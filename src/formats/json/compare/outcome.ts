import type { SchemaNode } from '../ast.ts'
import type { ReferenceKind } from '../differences.ts'

/** One difference, or the differences of an inner pair, both relative to the pair they belong to. */
export type Finding =
  | {
      readonly kind: ReferenceKind
      /** Last part of the path; `undefined` for the pair itself. */
      readonly segment: string | undefined
      readonly reader: SchemaNode
      readonly writer: SchemaNode
      /** Where in the nodes' texts the difference stands. */
      readonly keyword: readonly string[]
    }
  | {
      readonly kind: 'inner'
      readonly segment: string
      readonly reader: SchemaNode | undefined
      readonly writer: SchemaNode | undefined
      readonly outcome: Outcome
    }

/**
 * What comparing one pair of nodes yields.
 *
 * Outcomes are shared between all paths that lead to the pair, so that their number stays bounded
 * where the number of paths is not.
 */
export interface Outcome {
  readonly findings: readonly Finding[]
  /** True when every difference in it is harmless under the policy in force. */
  readonly compatible: boolean
  /** Differences over all paths below; `Infinity` when there are too many to count. */
  readonly count: number
  /** True when only the verdict was asked for, so that what broke was not kept. */
  readonly isVerdictOnly: boolean
}

/** Nothing differs. */
export const noDifference: Outcome = {
  findings: [],
  compatible: true,
  count: 0,
  isVerdictOnly: false,
}

/** What a finding that is kept costs, in steps of the walk: memory, above all. */
const STEPS_PER_FINDING = 1 / 4

/** Tells whether a kind is harmless under the policy in force. */
export type Judge = (kind: ReferenceKind) => boolean

/** Gathers the findings of one pair. */
export interface Findings {
  readonly reader: SchemaNode
  readonly writer: SchemaNode
  /** True when the verdict stands and nothing else was asked for: looking on is of no use. */
  readonly isSettled: boolean
  /** @param keyword members to follow inside the nodes' texts */
  add(kind: ReferenceKind, segment?: string, keyword?: readonly string[]): void
  /** The findings of an inner pair. */
  include(
    segment: string,
    outcome: Outcome,
    reader: SchemaNode | undefined,
    writer: SchemaNode | undefined,
  ): void
  /** The findings of a pair that stands at the same path. */
  absorb(outcome: Outcome): void
  done(): Outcome
}

/**
 * Opens the collection for one pair.
 *
 * @param isTrial whether the findings matter only if none of them breaks
 * @param spend told what is kept; may throw to stop
 */
export function collectFindings(
  reader: SchemaNode,
  writer: SchemaNode,
  judge: Judge,
  isTrial: boolean,
  spend: (steps: number) => void,
): Findings {
  let findings: Finding[] = []
  let compatible = true
  let count = 0
  const keep = (finding: Finding, isHarmless: boolean, differences: number): void => {
    compatible &&= isHarmless
    count += differences
    if (!compatible && isTrial) {
      findings = []
      return
    }
    spend(STEPS_PER_FINDING)
    findings.push(finding)
  }
  return {
    reader,
    writer,
    get isSettled() {
      return isTrial && !compatible
    },
    add(kind, segment, keyword = []) {
      keep({ kind, segment, reader, writer, keyword }, judge(kind), 1)
    },
    include(segment, outcome, innerReader, innerWriter) {
      if (outcome.count === 0) return
      const inner = { segment, outcome, reader: innerReader, writer: innerWriter }
      keep({ kind: 'inner', ...inner }, outcome.compatible, outcome.count)
    },
    absorb(outcome) {
      for (const finding of outcome.findings) keep(finding, outcome.compatible, 0)
      compatible &&= outcome.compatible
      count += outcome.count
    },
    done: () =>
      count === 0
        ? noDifference
        : { findings, compatible, count, isVerdictOnly: isTrial && !compatible },
  }
}
