import type {
  CompatibilityLevel,
  CompatibilityPolicy,
  ProtobufRuleCategory,
  Strictness,
} from './compatibility-level.ts'
import type { Metadata } from './metadata.ts'
import type { RuleSet } from './rule-set.ts'

/** What was set on one subject, on a context, or globally; unset members are absent. Rest-api 2.0. */
export interface Config {
  readonly alias?: string
  readonly aliasForDeks?: string
  readonly normalize?: boolean
  readonly validateFields?: boolean
  readonly validateNewSchemas?: boolean
  readonly validateRules?: boolean
  readonly compatibilityLevel?: CompatibilityLevel
  readonly compatibilityPolicy?: CompatibilityPolicy
  /** Name of a metadata property; only versions with an equal value are compared. */
  readonly compatibilityGroup?: string
  readonly defaultMetadata?: Metadata
  readonly overrideMetadata?: Metadata
  readonly defaultRuleSet?: RuleSet
  readonly overrideRuleSet?: RuleSet
  /** Ours: which rule book decides. */
  readonly strictness?: Strictness
  /** Ours: Protobuf source rules that a new version must keep. */
  readonly protobufRules?: ProtobufRuleCategory
}

/** A change of a config: absent members stay, `null` clears, a value sets. */
export type ConfigUpdate = { readonly [K in keyof Config]?: Config[K] | null }

/** A config with everything inherited filled in; what decides. Rest-api 3.9. */
export interface EffectiveConfig extends Config {
  readonly compatibilityLevel: CompatibilityLevel
}
