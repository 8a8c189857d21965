import type { SoundKind } from './kinds-of-difference.ts'
import type { Conjunction, Flat, Part } from './part.ts'
import type { Spend } from './steps.ts'

/** Where the obligations of one pair go. */
export interface Sink {
  /**
   * A demand of the reader that the writer does not imply.
   *
   * @param isSimple true when a value that breaks it exists as soon as the writer has no other demands
   */
  fail(kind: SoundKind, keyword: string, isSimple?: boolean): void
  /** What inner values that satisfy `writer` must satisfy as well. */
  descend(writer: readonly Part[], reader: Part, segment: string): void
  /** True when one failure is enough and has been met. */
  isDone(): boolean
}

/** What an obligation may ask of the prover. */
export interface Trial {
  /**
   * Counts work beyond the goals themselves.
   *
   * @param steps may be a fraction
   * @throws when the whole proof takes too many
   */
  readonly spend: Spend
  /** True when it is certain that whatever satisfies all of the writer's parts satisfies the reader's. */
  holds(writer: readonly Part[], reader: Part): boolean
  /** True when it is certain that no value satisfies both. */
  areDisjoint(first: readonly Part[], second: readonly Part[]): boolean
}

/** The pair under examination. */
export interface Pair {
  readonly writer: Conjunction
  readonly writerParts: readonly Part[]
  readonly reader: Flat
}

/** Examines one group of the reader's keywords. */
export type Obligation = (pair: Pair, sink: Sink, trial: Trial) => void
