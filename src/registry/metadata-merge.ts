import { VERSION_PROPERTY } from '../model/metadata.ts'
import type { Metadata } from '../model/metadata.ts'
import type { Rule, RuleList, RuleSet } from '../model/rule-set.ts'

/**
 * Merges two metadata key by key; the right side wins.
 *
 * @see Rest-api 3.5, D.3
 */
export function mergeMetadata(
  left: Metadata | undefined,
  right: Metadata | undefined,
): Metadata | undefined {
  if (left === undefined || right === undefined) return right ?? left
  return {
    tags: new Map([...(left.tags ?? []), ...(right.tags ?? [])]),
    properties: new Map([...(left.properties ?? []), ...(right.properties ?? [])]),
    sensitive: [...new Set([...(left.sensitive ?? []), ...(right.sensitive ?? [])])],
  }
}

/**
 * Merges two rule sets list by list: a right-hand rule replaces the left-hand one of its name.
 *
 * @see Rest-api 3.5, D.3
 */
export function mergeRuleSets(
  left: RuleSet | undefined,
  right: RuleSet | undefined,
): RuleSet | undefined {
  if (left === undefined || right === undefined) return right ?? left
  const enableAt = right.enableAt ?? left.enableAt
  return {
    ...mapRuleLists((list) => mergeRules(left[list] ?? [], right[list] ?? [])),
    ...(enableAt === undefined ? {} : { enableAt }),
  }
}

/** A rule set whose lists are made one by one. */
export function mapRuleLists(
  make: (list: RuleList) => readonly Rule[],
): Required<Pick<RuleSet, RuleList>> {
  return {
    migrationRules: make('migrationRules'),
    domainRules: make('domainRules'),
    encodingRules: make('encodingRules'),
  }
}

function mergeRules(left: readonly Rule[], right: readonly Rule[]): readonly Rule[] {
  const replaced = new Set(right.map((rule) => rule.name))
  return [...left.filter((rule) => !replaced.has(rule.name)), ...right]
}

/** The value of `confluent:version`, as it stands. */
export function versionProperty(metadata: Metadata | undefined): string | undefined {
  return metadata?.properties?.get(VERSION_PROPERTY)
}

/** The metadata with `confluent:version` set; made when there is none. */
export function withVersionProperty(metadata: Metadata | undefined, version: number): Metadata {
  const properties = new Map(metadata?.properties)
  return { ...metadata, properties: properties.set(VERSION_PROPERTY, String(version)) }
}

/** The metadata with `confluent:version` gone; empty, not absent, when nothing else was in it. */
export function withoutVersionProperty(metadata: Metadata): Metadata {
  const properties = new Map(metadata.properties)
  properties.delete(VERSION_PROPERTY)
  return { ...metadata, properties }
}
