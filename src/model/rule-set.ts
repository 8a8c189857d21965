/** What a data-contract rule does with a message. */
export const ruleKinds = ['TRANSFORM', 'CONDITION'] as const
export type RuleKind = (typeof ruleKinds)[number]

/** When a data-contract rule runs. */
export const ruleModes = ['UPGRADE', 'DOWNGRADE', 'UPDOWN', 'WRITE', 'READ', 'WRITEREAD'] as const
export type RuleMode = (typeof ruleModes)[number]

/** Where a rule set runs. */
export const ruleExecutionPlaces = ['ALL', 'CLIENT', 'GATEWAY', 'SERVER', 'NONE'] as const
export type RuleExecutionPlace = (typeof ruleExecutionPlaces)[number]

/** One data-contract rule; absent members are `undefined`, defaults are filled in. */
export interface Rule {
  readonly name?: string
  readonly doc?: string
  /** Default TRANSFORM, written back. */
  readonly kind: RuleKind
  /** Default WRITEREAD, written back. */
  readonly mode: RuleMode
  readonly type?: string
  readonly tags?: readonly string[]
  readonly params?: ReadonlyMap<string, string>
  readonly expr?: string
  readonly onSuccess?: string
  readonly onFailure?: string
  readonly disabled: boolean
}

/** The three lists of data-contract rules of one schema; part of its identity. */
export interface RuleSet {
  readonly migrationRules?: readonly Rule[]
  readonly domainRules?: readonly Rule[]
  readonly encodingRules?: readonly Rule[]
  readonly enableAt?: RuleExecutionPlace
}

/** The lists of a rule set, in the order in which they are validated and hashed. */
export const ruleLists = ['migrationRules', 'domainRules', 'encodingRules'] as const
export type RuleList = (typeof ruleLists)[number]
