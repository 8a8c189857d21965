import { SchemaFault } from '../formats/schema-fault.ts'
import type { Difference } from '../formats/difference.ts'
import type { SchemaFormat } from '../formats/format.ts'
import type { ParsedSchema } from '../formats/parsed-schema.ts'
import type {
  CompatibilityLevel,
  CompatibilityPolicy,
  Direction,
  ProtobufRuleCategory,
  Strictness,
} from '../model/compatibility-level.ts'
import type { Incompatibility } from '../model/incompatibility.ts'
import type { Metadata } from '../model/metadata.ts'
import {
  DIFFERENT_TYPE,
  explain,
  settingsLine,
  UNSUPPORTED_REFERENCE,
  versionLines,
} from './explain.ts'
import { joinFindings, silence } from './findings.ts'
import type { Findings } from './findings.ts'
import { beginLogicalCheck } from './logical-check.ts'
import { pairsOf } from './pairs.ts'
import type { Pair } from './pairs.ts'
import { checkReservedFields } from './reserved-fields.ts'

/** The settings under which a candidate is judged; config members in force. */
export interface CheckSettings {
  readonly level: CompatibilityLevel
  readonly policy: CompatibilityPolicy
  readonly strictness: Strictness
  readonly validateFields: boolean
  readonly protobufRules: ProtobufRuleCategory | undefined
}

/** A schema that is judged, or that others are judged by. */
export interface CheckedSchema {
  readonly schema: ParsedSchema
  readonly metadata: Metadata | undefined
}

/** A registered version as messages name it. */
export interface CheckedVersion extends CheckedSchema {
  readonly version: number
  readonly canonicalText: string
}

/** What a check comes to. */
export interface Verdict {
  readonly compatible: boolean
  /** The reference's list, byte for byte. Compatibility 6. */
  readonly messages: readonly string[]
  readonly incompatibilities: readonly Incompatibility[]
}

/** A check under way: the caller brings one version after another. */
export interface CompatibilityCheck {
  /**
   * @returns whether to go on; the first version with anything to say ends the check, which under
   *   the policy LOGICAL is two: natively and by logical types
   */
  compareWith(version: CheckedVersion): boolean
  verdict(): Verdict
}

/**
 * Begins the check of one candidate with its reserved fields, which every level looks at.
 *
 * @param latest metadata of the latest live version, before any choice by group
 * @see Compatibility 4
 */
export function beginCheck(
  candidate: CheckedSchema,
  latest: Metadata | undefined,
  settings: CheckSettings,
): CompatibilityCheck {
  const reserved = settings.validateFields
    ? checkReservedFields(candidate.metadata, latest, () =>
        candidate.schema.format.topLevelFields(candidate.schema.parsed),
      )
    : []
  const logical =
    settings.policy === 'LOGICAL' ? beginLogicalCheck(candidate.schema, settings.level) : undefined
  const native = beginRun((version) => judge(candidate.schema, version, settings))
  const added = beginRun(
    logical &&
      (({ schema, version }) =>
        schema.format === candidate.schema.format ? logical.compareWith(schema, version) : silence),
  )
  return {
    compareWith(version) {
      // Each part stops at its own first finding: neither hides what the other would say.
      const goesOn = native.compareWith(version)
      return added.compareWith(version) || goesOn
    },
    verdict() {
      const { messages, incompatibilities } = joinFindings([
        { messages: reserved.map(({ message }) => message), incompatibilities: reserved },
        native.found(),
        logical?.validity ?? silence,
        added.found(),
      ])
      const compatible = messages.length === 0
      const last = compatible ? [] : [settingsLine(settings.validateFields, settings.level)]
      return { compatible, messages: [...messages, ...last], incompatibilities }
    },
  }
}

/** A walk through versions up to the first with anything to say. */
interface Run {
  /** @returns whether there is more to ask */
  compareWith(version: CheckedVersion): boolean
  found(): Findings
}

function beginRun(ask: ((version: CheckedVersion) => Findings) | undefined): Run {
  let found = silence
  return {
    compareWith(version) {
      if (ask === undefined || found.messages.length > 0) return false
      found = ask(version)
      return found.messages.length === 0
    },
    found: () => found,
  }
}

function judge(
  candidate: ParsedSchema,
  version: CheckedVersion,
  settings: CheckSettings,
): Findings {
  const pairs = pairsOf(settings.level, candidate, version.schema)
  if (candidate.format.schemaType !== version.schema.format.schemaType) {
    const [first] = pairs
    return first === undefined ? silence : differentType(first.direction, version.version)
  }
  const answers = pairs.map((pair) => compare(pair, version, settings))
  const rules = brokenRules(candidate, version, settings)
  const { messages, incompatibilities } = joinFindings([...answers, rules])
  // FULL names the version only after its second question, and only if that one found something.
  const isNamed = [answers.at(-1), rules].some((found) => found && found.messages.length > 0)
  const lines = isNamed ? versionLines(version.version, version.canonicalText) : []
  return { messages: [...messages, ...lines], incompatibilities }
}

/** Source rules hold from version to version, whichever way data must stay readable. */
function brokenRules(
  candidate: ParsedSchema,
  version: CheckedVersion,
  { protobufRules }: CheckSettings,
): Findings {
  const { format, parsed } = candidate
  if (protobufRules === undefined || format.brokenRules === undefined) return silence
  const found = format.brokenRules(parsed, version.schema.parsed, protobufRules)
  return findings(format, found, 'new-reads-old', version.version)
}

function differentType(direction: Direction, version: number): Findings {
  const fault = { kind: 'SCHEMA_TYPE_CHANGED', path: '', direction, version }
  return {
    messages: [DIFFERENT_TYPE],
    incompatibilities: [{ ...fault, message: DIFFERENT_TYPE }],
  }
}

function compare(
  { reader, writer, direction }: Pair<ParsedSchema>,
  { schema, version }: CheckedVersion,
  { policy, strictness }: CheckSettings,
): Findings {
  const { format } = reader
  try {
    const differences = format.compare(reader.parsed, writer.parsed, { policy, strictness })
    return findings(format, differences, direction, version)
  } catch (thrown) {
    const message = thrown instanceof SchemaFault ? failureMessage(thrown, schema) : undefined
    if (message === undefined) throw thrown
    const fault = { kind: 'CHECK_FAILED', path: '', direction, version }
    return { messages: [message], incompatibilities: [{ ...fault, message }] }
  }
}

/**
 * What the reference says where it calls a failed check incompatible instead of failing.
 *
 * @see Compatibility 6, "Other possible single messages"
 */
function failureMessage({ reason }: SchemaFault, version: ParsedSchema): string | undefined {
  switch (version.format.schemaType) {
    case 'AVRO':
      return `Unexpected exception during compatibility check: ${reason}`
    case 'JSON':
      // What was imported was never loaded, and nothing is ever fetched for it.
      return loads(version) ? undefined : UNSUPPORTED_REFERENCE
    case 'PROTOBUF':
      return undefined
  }
}

function loads({ format, parsed }: ParsedSchema): boolean {
  try {
    format.validate(parsed, { validateFields: false, strictness: 'reference' })
    return true
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return false
    throw thrown
  }
}

function findings(
  format: SchemaFormat<unknown>,
  differences: readonly Difference[],
  direction: Direction,
  version: number,
): Findings {
  const harmful = differences.filter(({ effect }) => effect !== 'none')
  return {
    messages: harmful.map((difference) => format.message(difference, direction)),
    incompatibilities: harmful.map((difference) => explain(format, difference, direction, version)),
  }
}
