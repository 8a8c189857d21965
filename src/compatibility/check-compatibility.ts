import { formatOf } from '../formats/all-formats.ts'
import type { SchemaSource } from '../formats/format.ts'
import type { ParsedSchema } from '../formats/parsed-schema.ts'
import type {
  CompatibilityLevel,
  CompatibilityPolicy,
  ProtobufRuleCategory,
  Strictness,
} from '../model/compatibility-level.ts'
import type { Metadata } from '../model/metadata.ts'
import type { SchemaType } from '../model/schema.ts'
import { beginCheck } from './check.ts'
import type { CheckedVersion, CheckSettings, Verdict } from './check.ts'
import { inSameGroup, versionsToCompare } from './pairs.ts'

/** A schema by its text. */
export interface SchemaInput {
  readonly schemaText: string
  /** Default AVRO. */
  readonly schemaType?: SchemaType
  /** The texts that this one needs from elsewhere, with all that those need: dependencies first. */
  readonly references?: readonly { readonly name: string; readonly schemaText: string }[]
  readonly metadata?: Metadata
}

/** A schema that is there already. */
export interface VersionInput extends SchemaInput {
  /** What messages call it; default its position, counted from 1. */
  readonly version?: number
}

/** What to check, and under which settings; what is absent is as on a fresh server. */
export interface CompatibilityQuestion {
  readonly candidate: SchemaInput
  /** Oldest first. */
  readonly history: readonly VersionInput[]
  /** Default BACKWARD. */
  readonly level?: CompatibilityLevel
  /** Default STRICT. */
  readonly policy?: CompatibilityPolicy
  /** Default `reference`. */
  readonly strictness?: Strictness
  /** Default false. */
  readonly validateFields?: boolean
  /** Name of the metadata property that makes versions comparable. */
  readonly compatibilityGroup?: string
  readonly protobufRules?: ProtobufRuleCategory
}

/**
 * Judges a candidate against a history exactly as the registry would on registration, from texts
 * alone: nothing is read from disk or network, nothing is kept.
 *
 * @throws SchemaFault when the candidate, or a version the level asks for, is no schema
 */
export function checkCompatibility(question: CompatibilityQuestion): Verdict {
  const { candidate, history, compatibilityGroup: group = '' } = question
  const settings = settingsOf(question)
  const { metadata } = candidate
  const check = beginCheck(
    { schema: parseCandidate(candidate, settings), metadata },
    history.at(-1)?.metadata,
    settings,
  )
  const peers = history
    .map((input, i) => ({ input, version: input.version ?? i + 1 }))
    .filter(({ input }) => group === '' || inSameGroup(group, metadata, input.metadata))
  for (const { input, version } of versionsToCompare(settings.level, peers)) {
    if (!check.compareWith(parseVersion(input, version))) break
  }
  return check.verdict()
}

function settingsOf(question: CompatibilityQuestion): CheckSettings {
  const { level, policy, strictness, validateFields, protobufRules } = question
  return {
    level: level ?? 'BACKWARD',
    policy: policy ?? 'STRICT',
    strictness: strictness ?? 'reference',
    validateFields: validateFields ?? false,
    protobufRules,
  }
}

function parseCandidate(input: SchemaInput, settings: CheckSettings): ParsedSchema {
  const format = formatOf(input.schemaType ?? 'AVRO')
  const parsed = format.parse(sourceOf(input), { mode: 'new' })
  format.validate(parsed, settings)
  return { format, parsed }
}

function parseVersion(input: VersionInput, version: number): CheckedVersion {
  const format = formatOf(input.schemaType ?? 'AVRO')
  const parsed = format.parse(sourceOf(input), { mode: 'lenient' })
  return {
    schema: { format, parsed },
    version,
    canonicalText: format.canonicalText(parsed),
    metadata: input.metadata,
  }
}

function sourceOf({ schemaText, references = [] }: SchemaInput): SchemaSource {
  return {
    schemaText,
    references: references.map((reference) => ({ ...reference, subject: '', version: 0 })),
  }
}
