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
}

/** Nothing differs. */
export const noDifference: Outcome = { findings: [], compatible: true, count: 0 }

/** Tells whether a kind is harmless under the policy in force. */
export type Judge = (kind: ReferenceKind) => boolean

/** Gathers the findings of one pair. */
export interface Findings {
  readonly reader: SchemaNode
  readonly writer: SchemaNode
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

/** Opens the collection for one pair. */
export function collectFindings(reader: SchemaNode, writer: SchemaNode, judge: Judge): Findings {
  const findings: Finding[] = []
  let compatible = true
  let count = 0
  return {
    reader,
    writer,
    add(kind, segment, keyword = []) {
      findings.push({ kind, segment, reader, writer, keyword })
      compatible &&= judge(kind)
      count++
    },
    include(segment, outcome, innerReader, innerWriter) {
      if (outcome.count === 0) return
      findings.push({ kind: 'inner', segment, outcome, reader: innerReader, writer: innerWriter })
      compatible &&= outcome.compatible
      count += outcome.count
    },
    absorb(outcome) {
      findings.push(...outcome.findings)
      compatible &&= outcome.compatible
      count += outcome.count
    },
    done: () => (count === 0 ? noDifference : { findings, compatible, count }),
  }
}
