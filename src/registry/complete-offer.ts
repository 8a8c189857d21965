import type { EffectiveConfig } from '../model/config.ts'
import type { Metadata } from '../model/metadata.ts'
import type { RuleSet } from '../model/rule-set.ts'
import type { SchemaContent } from '../model/schema.ts'
import type { SchemaOffer } from './offers.ts'
import {
  mergeMetadata,
  mergeRuleSets,
  versionProperty,
  withVersionProperty,
} from './metadata-merge.ts'

/** The parts of an offer that are inherited and merged. */
export interface Annotations {
  readonly metadata: Metadata | undefined
  readonly ruleSet: RuleSet | undefined
}

/**
 * Metadata and rule set after inheritance: what the offer lacks comes from the latest live
 * version, over the config's defaults and under its overrides.
 *
 * @see Rest-api 3.5 D.3
 */
export function inheritAnnotations(
  offered: Annotations,
  latest: Annotations | undefined,
  config: EffectiveConfig,
): Annotations {
  const { defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet } = config
  const metadata = offered.metadata ?? latest?.metadata
  const ruleSet = offered.ruleSet ?? latest?.ruleSet
  return {
    metadata: mergeMetadata(mergeMetadata(defaultMetadata, metadata), overrideMetadata),
    ruleSet: mergeRuleSets(mergeRuleSets(defaultRuleSet, ruleSet), overrideRuleSet),
  }
}

/** Tells whether the config adds anything to schemas, so that offers cannot be taken as they are. */
export function addsAnnotations(config: EffectiveConfig): boolean {
  return (
    config.defaultMetadata !== undefined ||
    config.overrideMetadata !== undefined ||
    config.defaultRuleSet !== undefined ||
    config.overrideRuleSet !== undefined
  )
}

/**
 * Stamps `confluent:version` where the offer names a version, or the property is there already.
 *
 * @param asked version of the offer; 0: none
 * @see Rest-api 3.5 D.4
 */
export function stampVersion(
  metadata: Metadata | undefined,
  asked: number,
  newVersion: number,
): Metadata | undefined {
  return asked !== 0 || versionProperty(metadata) !== undefined
    ? withVersionProperty(metadata, newVersion)
    : metadata
}

/** Text, type and references of an offer; a blank text stands for all three of the latest version. */
export function inheritText(
  offer: SchemaOffer,
  latest: SchemaContent | undefined,
): Pick<SchemaOffer, 'schemaType' | 'references'> & { readonly schemaText: string } {
  const { schemaText = '', schemaType, references } = offer
  return schemaText.trim() === '' && latest !== undefined
    ? latest
    : { schemaText, schemaType, references }
}
