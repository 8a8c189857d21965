import type { ResolvedReference } from '../../formats/format.ts'
import type { Place } from '../../model/place.ts'

/** A schema text with what it refers to. */
export interface LintedText {
  readonly schemaText: string
  readonly references: readonly ResolvedReference[]
}

/** A rule that a text breaks against the one before it. */
export interface BrokenRule {
  readonly rule: string
  readonly path: string
  readonly message: string
  readonly current: Place | undefined
  readonly previous: Place | undefined
}

/** The source rules of one format. */
export interface Linter {
  /** What is applied when nothing is chosen. */
  readonly defaultUse: readonly string[]
  /** Whether a name is a rule or a category here. */
  knows(name: string): boolean
  /**
   * Holds a text against the one before it.
   *
   * @throws SchemaFault when one is no schema
   */
  lint(
    current: LintedText,
    previous: LintedText,
    choice: { readonly use: readonly string[]; readonly except: readonly string[] },
  ): readonly BrokenRule[]
}

/** Rules by their ids. */
export type RuleTable = Readonly<
  Record<
    string,
    {
      /** Each selects the rule. */
      readonly categories: readonly string[]
      /** What has happened when it is broken. */
      readonly meaning: string
    }
  >
>

/** The ids that names select, single rules and whole categories. */
export function rulesNamed(table: RuleTable, names: readonly string[]): ReadonlySet<string> {
  return new Set(
    Object.entries(table)
      .filter(([id, { categories }]) =>
        names.some((name) => name === id || categories.includes(name)),
      )
      .map(([id]) => id),
  )
}

/** Whether a name is a rule or a category of a table. */
export function isNamed(table: RuleTable, name: string): boolean {
  return rulesNamed(table, [name]).size > 0
}
