import { createHash } from 'node:crypto'
import type { Config } from '../../model/config.ts'
import type { Metadata } from '../../model/metadata.ts'
import type { Rule, RuleSet } from '../../model/rule-set.ts'
import { ruleLists } from '../../model/rule-set.ts'
import type { SchemaContent } from '../../model/schema.ts'
import type { SealedValue, Sealer } from './sealer.ts'
import { isSealedValue } from './sealer.ts'

/** Metadata as JSON: members sorted, values of sensitive properties sealed. */
export interface MetadataJson {
  readonly tags?: Readonly<Record<string, readonly string[]>>
  readonly properties?: Readonly<Record<string, string | SealedValue>>
  readonly sensitive?: readonly string[]
}

type RuleJson = Omit<Rule, 'params'> & { readonly params?: Readonly<Record<string, string>> }

/** A rule set as JSON, its maps being objects. */
export interface RuleSetJson {
  readonly migrationRules?: readonly RuleJson[]
  readonly domainRules?: readonly RuleJson[]
  readonly encodingRules?: readonly RuleJson[]
  readonly enableAt?: RuleSet['enableAt']
}

/** A config as JSON. */
export type ConfigJson = Omit<
  Config,
  'defaultMetadata' | 'overrideMetadata' | 'defaultRuleSet' | 'overrideRuleSet'
> & {
  readonly defaultMetadata?: MetadataJson
  readonly overrideMetadata?: MetadataJson
  readonly defaultRuleSet?: RuleSetJson
  readonly overrideRuleSet?: RuleSetJson
}

const compareCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

// `fromEntries` defines members, so `__proto__` is one like any other; so does JSON.parse.
function toObject<V>(map: ReadonlyMap<string, V>): Record<string, V> {
  return Object.fromEntries([...map].sort(([a], [b]) => compareCodeUnits(a, b)))
}

/**
 * Writes metadata; without a sealer in clear text.
 *
 * Order is gone from what is a set or a map, so that equal ones print equally.
 */
export function encodeMetadata(metadata: Metadata, sealer: Sealer | undefined): MetadataJson {
  const { tags, properties, sensitive } = metadata
  const secret = new Set(sensitive)
  const seal = (name: string, value: string): string | SealedValue =>
    sealer !== undefined && secret.has(name) ? sealer.seal(name, value) : value
  return {
    ...(tags && {
      tags: toObject(
        new Map([...tags].map(([path, names]) => [path, [...names].sort(compareCodeUnits)])),
      ),
    }),
    ...(properties && {
      properties: toObject(
        new Map([...properties].map(([name, value]) => [name, seal(name, value)])),
      ),
    }),
    ...(sensitive && { sensitive: [...sensitive].sort(compareCodeUnits) }),
  }
}

/**
 * Reads metadata back.
 *
 * @throws RegistryError METADATA_NOT_READ when a value is sealed and the key does not fit or is missing
 */
export function decodeMetadata(json: MetadataJson, sealer: Sealer): Metadata {
  const { tags, properties, sensitive } = json
  return {
    ...(tags && { tags: new Map(Object.entries(tags)) }),
    ...(properties && {
      properties: new Map(
        Object.entries(properties).map(([name, value]) => [
          name,
          isSealedValue(value) ? sealer.open(name, value) : value,
        ]),
      ),
    }),
    ...(sensitive && { sensitive }),
  }
}

function encodeRule({ tags, params, ...rest }: Rule): RuleJson {
  const json: RuleJson = {
    ...rest,
    ...(tags && { tags: [...tags].sort(compareCodeUnits) }),
    ...(params && { params: toObject(params) }),
  }
  // Whatever order the members were set in, equal rules print equally.
  return toObject(new Map(Object.entries(json))) as unknown as RuleJson
}

function decodeRule({ params, ...rest }: RuleJson): Rule {
  return { ...rest, ...(params && { params: new Map(Object.entries(params)) }) }
}

/** Writes a rule set. */
export function encodeRuleSet(ruleSet: RuleSet): RuleSetJson {
  const json: { -readonly [K in keyof RuleSetJson]: RuleSetJson[K] } = {}
  for (const list of ruleLists) {
    const rules = ruleSet[list]
    if (rules !== undefined) json[list] = rules.map(encodeRule)
  }
  if (ruleSet.enableAt !== undefined) json.enableAt = ruleSet.enableAt
  return json
}

/** Reads a rule set back. */
export function decodeRuleSet(json: RuleSetJson): RuleSet {
  const ruleSet: { -readonly [K in keyof RuleSet]: RuleSet[K] } = {}
  for (const list of ruleLists) {
    const rules = json[list]
    if (rules !== undefined) ruleSet[list] = rules.map(decodeRule)
  }
  if (json.enableAt !== undefined) ruleSet.enableAt = json.enableAt
  return ruleSet
}

/** The types of all rules of a set, once each; what the list filter `ruleType` asks for. */
export function ruleTypes(ruleSet: RuleSet | undefined): readonly string[] {
  const found = new Set<string>()
  for (const list of ruleLists) {
    for (const rule of ruleSet?.[list] ?? []) {
      if (rule.type !== undefined) found.add(rule.type)
    }
  }
  return [...found]
}

/** Writes a config. */
export function encodeConfig(config: Config, sealer: Sealer | undefined): ConfigJson {
  const { defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet, ...rest } = config
  return {
    ...rest,
    ...(defaultMetadata && { defaultMetadata: encodeMetadata(defaultMetadata, sealer) }),
    ...(overrideMetadata && { overrideMetadata: encodeMetadata(overrideMetadata, sealer) }),
    ...(defaultRuleSet && { defaultRuleSet: encodeRuleSet(defaultRuleSet) }),
    ...(overrideRuleSet && { overrideRuleSet: encodeRuleSet(overrideRuleSet) }),
  }
}

/** Reads a config back. */
export function decodeConfig(json: ConfigJson, sealer: Sealer): Config {
  const { defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet, ...rest } = json
  return {
    ...rest,
    ...(defaultMetadata && { defaultMetadata: decodeMetadata(defaultMetadata, sealer) }),
    ...(overrideMetadata && { overrideMetadata: decodeMetadata(overrideMetadata, sealer) }),
    ...(defaultRuleSet && { defaultRuleSet: decodeRuleSet(defaultRuleSet) }),
    ...(overrideRuleSet && { overrideRuleSet: decodeRuleSet(overrideRuleSet) }),
  }
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** Lists and maps that hold nothing are as good as absent: merging makes the one of the other. */
function filled(json: object): object {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => !isEmpty(value)))
}

function filledRuleSet({ enableAt, ...lists }: RuleSetJson): object {
  const rules = Object.entries(lists).map(([list, each]) => [list, each.map(filled)])
  return { ...filled(Object.fromEntries(rules) as object), enableAt }
}

/**
 * SHA-256 over everything that makes two contents the same, the schema type included.
 *
 * The guid cannot tell them apart: its hash knows neither types nor where one value ends (rest-api
 * 3.1, 3.16).
 */
export function contentDigest(content: SchemaContent): Buffer {
  const { schemaType, schemaText, references, metadata, ruleSet } = content
  return createHash('sha256')
    .update(
      JSON.stringify([
        schemaType,
        schemaText,
        references.map(({ name, subject, version }) => [name, subject, version]),
        metadata === undefined ? null : filled(encodeMetadata(metadata, undefined)),
        ruleSet === undefined ? null : filledRuleSet(encodeRuleSet(ruleSet)),
      ]),
    )
    .digest()
}
