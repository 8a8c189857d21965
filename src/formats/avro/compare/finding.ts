import type { DifferenceKind } from '../differences.ts'

/** A difference before its spots are turned into places. */
export interface Finding {
  readonly kind: DifferenceKind
  readonly path: string
  readonly info: string
  /** Spots in the reader's and in the writer's documents. */
  readonly readerAt: number
  readonly writerAt: number
  readonly hint?: string
}

export type Findings = readonly Finding[]

/** Compatible. */
export const NONE: Findings = []

/**
 * Lists reused at every meeting of a pair could double at each level of nesting; behind so many
 * findings nobody reads on, and the verdict stands.
 */
const MAX_FINDINGS = 10_000

/** Both lists, one after the other. */
export function joined(first: Findings, second: Findings): Findings {
  if (second.length === 0) return first
  if (first.length === 0) return second
  if (first.length >= MAX_FINDINGS) return first
  return first.concat(second.slice(0, MAX_FINDINGS - first.length))
}
