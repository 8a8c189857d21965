import { ruleLists } from '../model/rule-set.ts'
import type { Metadata } from '../model/metadata.ts'
import type { Rule, RuleSet } from '../model/rule-set.ts'
import type { SchemaReference } from '../model/schema.ts'

/** Equality of metadata: maps and sets without order, absent parts like empty ones, absent metadata unlike empty. */
export function sameMetadata(a: Metadata | undefined, b: Metadata | undefined): boolean {
  return a === b || metadataKey(a) === metadataKey(b)
}

/** Equality of rule sets: rules in order; absent lists like empty ones, an absent rule set unlike an empty one. */
export function sameRuleSet(a: RuleSet | undefined, b: RuleSet | undefined): boolean {
  return a === b || ruleSetKey(a) === ruleSetKey(b)
}

/** Equality of references: an ordered list. */
export function sameReferences(
  a: readonly SchemaReference[],
  b: readonly SchemaReference[],
): boolean {
  return (
    a.length === b.length &&
    a.every((reference, i) => {
      const other = b[i]
      return (
        reference.name === other?.name &&
        reference.subject === other.subject &&
        reference.version === other.version
      )
    })
  )
}

/** One text per metadata, the same for equal ones. */
export function metadataKey(metadata: Metadata | undefined): string {
  if (metadata === undefined) return ''
  const tags = entries(metadata.tags).map(([path, names]) => [path, sortedSet(names)])
  return JSON.stringify([tags, entries(metadata.properties), sortedSet(metadata.sensitive)])
}

/** One text per rule set, the same for equal ones. */
export function ruleSetKey(ruleSet: RuleSet | undefined): string {
  if (ruleSet === undefined) return ''
  const lists = ruleLists.map((list) => (ruleSet[list] ?? []).map(ruleParts))
  return JSON.stringify([lists, ruleSet.enableAt])
}

function ruleParts(rule: Rule): unknown {
  const { name, doc, kind, mode, type, expr, onSuccess, onFailure, disabled } = rule
  const sets = [sortedSet(rule.tags), entries(rule.params)]
  return [name, doc, kind, mode, type, sets, expr, onSuccess, onFailure, disabled]
}

function entries<V>(map: ReadonlyMap<string, V> | undefined): [string, V][] {
  return [...(map ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
}

function sortedSet(texts: readonly string[] | undefined): string[] {
  return [...new Set(texts)].sort()
}
