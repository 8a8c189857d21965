import { VERSION_PROPERTY } from '../../model/metadata.ts'
import { ruleLists } from '../../model/rule-set.ts'
import type { ConfigBody, MetadataBody, RuleBody, RuleSetBody } from '../../rest/bodies.ts'
import { stableJson } from '../transfer/record.ts'

/** What a registration carries beside its text. */
export interface Annotations {
  readonly metadata?: MetadataBody | undefined
  readonly ruleSet?: RuleSetBody | undefined
}

/** Members of a config that change what a registration offers. */
export type OfferConfig = Pick<
  ConfigBody,
  'normalize' | 'defaultMetadata' | 'overrideMetadata' | 'defaultRuleSet' | 'overrideRuleSet'
>

/**
 * What will be stored: what a registration lacks is taken over from the latest version, over the
 * config's defaults and under its overrides.
 *
 * @see Rest-api 3.5 D.3
 */
export function effectiveAnnotations(
  own: Annotations,
  latest: Annotations | undefined,
  config: OfferConfig,
): Annotations {
  const metadata = own.metadata ?? latest?.metadata
  const ruleSet = own.ruleSet ?? latest?.ruleSet
  return {
    metadata: mergeMetadata(
      mergeMetadata(config.defaultMetadata, metadata),
      config.overrideMetadata,
    ),
    ruleSet: mergeRuleSets(mergeRuleSets(config.defaultRuleSet, ruleSet), config.overrideRuleSet),
  }
}

/** In what the stored annotations would change: `metadata`, `rule set`. */
export function changedAnnotations(now: Annotations, before: Annotations): readonly string[] {
  return [
    ...(metadataKey(now.metadata) === metadataKey(before.metadata) ? [] : ['metadata']),
    ...(ruleSetKey(now.ruleSet) === ruleSetKey(before.ruleSet) ? [] : ['rule set']),
  ]
}

function mergeMetadata(
  left: MetadataBody | undefined,
  right: MetadataBody | undefined,
): MetadataBody | undefined {
  if (left === undefined || right === undefined) return right ?? left
  return {
    tags: { ...left.tags, ...right.tags },
    properties: { ...left.properties, ...right.properties },
    sensitive: [...new Set([...(left.sensitive ?? []), ...(right.sensitive ?? [])])],
  }
}

function mergeRuleSets(
  left: RuleSetBody | undefined,
  right: RuleSetBody | undefined,
): RuleSetBody | undefined {
  if (left === undefined || right === undefined) return right ?? left
  const enableAt = right.enableAt ?? left.enableAt
  const lists = ruleLists.map((list) => [list, mergeRules(left[list] ?? [], right[list] ?? [])])
  return { ...Object.fromEntries(lists), ...(enableAt === undefined ? {} : { enableAt }) }
}

function mergeRules(left: readonly RuleBody[], right: readonly RuleBody[]): readonly RuleBody[] {
  const replaced = new Set(right.map(({ name }) => name))
  return [...left.filter(({ name }) => !replaced.has(name)), ...right]
}

/** The same for equal metadata; a version that stamps itself does not count. */
function metadataKey({ tags = {}, properties = {}, sensitive = [] }: MetadataBody = {}): string {
  const counted = Object.entries(properties).filter(([name]) => name !== VERSION_PROPERTY)
  const sorted = Object.entries(tags).map(([path, names]) => [path, names.toSorted()])
  return stableJson([Object.fromEntries(sorted), Object.fromEntries(counted), sensitive.toSorted()])
}

/** The same for equal rule sets; registries fill defaults in. Rest-api 2.0, "Rule". */
function ruleSetKey(ruleSet: RuleSetBody = {}): string {
  const lists = ruleLists.map((list) =>
    (ruleSet[list] ?? []).map((rule) => ({
      kind: 'TRANSFORM',
      mode: 'WRITEREAD',
      disabled: false,
      ...rule,
    })),
  )
  return stableJson([lists, ruleSet.enableAt])
}
