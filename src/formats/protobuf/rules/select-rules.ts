import { lintAliases, lintCategories, lintRows } from './rule-table.ts'
import type { LintCategory, LintRule } from './rule-table.ts'

/** Which rules to apply: categories and ids, or ids of older configurations. */
export interface LintSelection {
  readonly use: readonly string[]
  readonly except?: readonly string[]
}

/** Names of a selection that are neither rule nor category. */
export function unknownRules({ use, except = [] }: LintSelection): readonly string[] {
  return [...use, ...except].filter((name) => rulesNamed(name) === undefined)
}

/** The rules of a selection; unknown names select nothing. */
export function selectRules({ use, except = [] }: LintSelection): ReadonlySet<LintRule> {
  const selected = new Set(use.flatMap((name) => rulesNamed(name) ?? []))
  for (const rule of except.flatMap((name) => rulesNamed(name) ?? [])) selected.delete(rule)
  return selected
}

function rulesNamed(name: string): readonly LintRule[] | undefined {
  if (isRule(name)) return [name]
  const alias = lintAliases.get(name)
  if (alias !== undefined) return [alias]
  const category = lintCategories.find((one) => one === name)
  return category === undefined ? undefined : rulesIn(category)
}

function isRule(name: string): name is LintRule {
  return Object.hasOwn(lintRows, name)
}

function rulesIn(category: LintCategory): readonly LintRule[] {
  return Object.entries(lintRows).flatMap(([name, { categories }]) => {
    const all: readonly LintCategory[] = categories
    return isRule(name) && all.includes(category) ? [name] : []
  })
}
