/** Which way data must stay readable. */
export type Direction = 'new-reads-old' | 'old-reads-new'

/** The seven levels as data: whom to ask, and how much history to look at. */
export const compatibilityLevels = {
  NONE: { reads: [], history: 'none' },
  BACKWARD: { reads: ['new-reads-old'], history: 'latest' },
  BACKWARD_TRANSITIVE: { reads: ['new-reads-old'], history: 'all' },
  FORWARD: { reads: ['old-reads-new'], history: 'latest' },
  FORWARD_TRANSITIVE: { reads: ['old-reads-new'], history: 'all' },
  FULL: { reads: ['old-reads-new', 'new-reads-old'], history: 'latest' },
  FULL_TRANSITIVE: { reads: ['old-reads-new', 'new-reads-old'], history: 'all' },
} as const satisfies Record<
  string,
  { readonly reads: readonly Direction[]; readonly history: 'none' | 'latest' | 'all' }
>

/** A compatibility level, always upper case. */
export type CompatibilityLevel = keyof typeof compatibilityLevels

/** Reads a level in any letter case; `undefined` when it is none. */
export function parseCompatibilityLevel(text: string): CompatibilityLevel | undefined {
  const name = text.toUpperCase()
  return Object.hasOwn(compatibilityLevels, name) ? (name as CompatibilityLevel) : undefined
}

/** How the differences of a comparison are judged: the reference's own policies. */
export const compatibilityPolicies = ['STRICT', 'LENIENT', 'LOGICAL'] as const
export type CompatibilityPolicy = (typeof compatibilityPolicies)[number]

/** Which rule book decides: the reference's verdicts, or what data can really do. */
export const strictnesses = ['reference', 'sound'] as const
export type Strictness = (typeof strictnesses)[number]

/** Categories of the optional Protobuf source rules, from the loosest to the strictest. */
export const protobufRuleCategories = ['WIRE', 'WIRE_JSON', 'PACKAGE', 'FILE'] as const
export type ProtobufRuleCategory = (typeof protobufRuleCategories)[number]
