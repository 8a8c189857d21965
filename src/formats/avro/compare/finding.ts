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

/** Puts lists one after the other; a single list is passed on as it is. */
export class Gathering {
  #findings: Findings = NONE
  #own: Finding[] | undefined

  add(more: Findings): this {
    if (more.length === 0) return this
    if (this.#findings.length === 0) {
      this.#findings = more
      return this
    }
    this.#own ??= [...this.#findings]
    this.#findings = this.#own
    for (const finding of more) {
      if (this.#own.length >= MAX_FINDINGS) break
      this.#own.push(finding)
    }
    return this
  }

  get findings(): Findings {
    return this.#findings
  }
}
