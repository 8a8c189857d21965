import type { Incompatibility } from '../model/incompatibility.ts'

/** What one question comes to: the reference's lines, and the same in our own words. */
export interface Findings {
  readonly messages: readonly string[]
  readonly incompatibilities: readonly Incompatibility[]
}

/** Nothing to say. */
export const silence: Findings = { messages: [], incompatibilities: [] }

/** The findings of several questions one after another. */
export function joinFindings(all: readonly Findings[]): Findings {
  return {
    messages: all.flatMap(({ messages }) => messages),
    incompatibilities: all.flatMap(({ incompatibilities }) => incompatibilities),
  }
}
