import type { RuleBody, RuleSetBody } from '../rest/bodies.ts'
import { SerdeError } from './serde-error.ts'
import type { StoredSchema } from './stored-schema.ts'

/**
 * What to do about data contract rules, which this client never executes: refusing is the default.
 *
 * A rule whose own `onFailure` is `NONE` for the direction is skipped, as its contract says,
 * unless it encrypts.
 */
export interface RuleOptions {
  /**
   * Types of rules to leave out knowingly, such as `CEL`: values then pass unchecked and as they
   * are. With `ENCRYPT`, a reader gets ciphertext and a writer writes **unencrypted**.
   */
  readonly ignoreRules?: readonly string[]
}

type RuleList = Exclude<keyof RuleSetBody, 'enableAt'>

/** A moment at which rules would run. */
interface Moment {
  readonly list: RuleList
  readonly modes: readonly string[]
  /** Which of two names in `onFailure` counts. */
  readonly side: 0 | 1
  readonly what: Readonly<Record<'CONDITION' | 'TRANSFORM', string>>
}

const unchecked = 'the value would pass unchecked'
const untransformed = 'the value would pass as it is'
const plain = { CONDITION: unchecked, TRANSFORM: untransformed }
const unmigrated = 'values of older versions would pass unmigrated'

const moments = {
  writeValue: { list: 'domainRules', modes: ['WRITE', 'WRITEREAD'], side: 0, what: plain },
  writeBytes: { list: 'encodingRules', modes: ['WRITE', 'WRITEREAD'], side: 0, what: plain },
  readBytes: { list: 'encodingRules', modes: ['READ', 'WRITEREAD'], side: 1, what: plain },
  readValue: { list: 'domainRules', modes: ['READ', 'WRITEREAD'], side: 1, what: plain },
  upgrade: {
    list: 'migrationRules',
    modes: ['UPGRADE', 'UPDOWN'],
    side: 0,
    what: { CONDITION: unmigrated, TRANSFORM: unmigrated },
  },
} as const satisfies Record<string, Moment>

/** What leaving an encrypting rule out means, when writing and when reading. */
const encryption: ReadonlyMap<string | undefined, readonly [string, string]> = new Map([
  [
    'ENCRYPT',
    ['its fields would be written unencrypted', 'its fields would be handed out as ciphertext'],
  ],
  [
    'ENCRYPT_PAYLOAD',
    ['the payload would be written unencrypted', 'the payload is ciphertext, which it cannot read'],
  ],
])

/**
 * @throws SerdeError INVALID_OPTIONS: an encrypted payload cannot be read by leaving the rule out
 */
export function checkRuleOptions({ ignoreRules = [] }: RuleOptions): void {
  if (!ignoreRules.includes('ENCRYPT_PAYLOAD')) return
  throw new SerdeError(
    'INVALID_OPTIONS',
    'ignoreRules cannot have ENCRYPT_PAYLOAD: without the rule, payloads are unreadable',
  )
}

/**
 * Refuses to write with a schema whose rules would have to run.
 *
 * @throws SerdeError RULE_NOT_EXECUTED
 * @see Serde 5.1 to 5.3
 */
export function checkRulesForWriting(schema: StoredSchema, options: RuleOptions): void {
  check(schema, moments.writeValue, options)
  check(schema, moments.writeBytes, options)
}

/**
 * Refuses to read what rules would have to decrypt, migrate, check or transform.
 *
 * @param latest the reader schema, when it is the subject's latest version: its domain rules count
 *   instead of the writer's. What the writer has encrypted is encrypted in any case.
 * @throws SerdeError RULE_NOT_EXECUTED
 * @see Serde 5.2, 5.7
 */
export function checkRulesForReading(
  writer: StoredSchema,
  latest: StoredSchema | undefined,
  options: RuleOptions,
): void {
  check(writer, moments.readBytes, options)
  if (latest === undefined || isSame(writer, latest)) {
    check(writer, moments.readValue, options)
    return
  }
  check(writer, moments.readValue, options, isEncrypting)
  check(latest, moments.upgrade, options)
  check(latest, moments.readValue, options, (rule) => !isEncrypting(rule))
}

/** The same version of a subject, or the same schema. */
function isSame(writer: StoredSchema, latest: StoredSchema): boolean {
  return writer.guid === undefined
    ? writer.schemaId === latest.schemaId
    : writer.guid === latest.guid
}

function check(
  schema: StoredSchema,
  moment: Moment,
  { ignoreRules = [] }: RuleOptions,
  counts: (rule: RuleBody) => boolean = () => true,
): void {
  const { ruleSet } = schema
  if (!runsHere(ruleSet)) return
  const rule = (ruleSet?.[moment.list] ?? []).find(
    (one) => counts(one) && runs(one, moment) && !ignoreRules.includes(one.type ?? ''),
  )
  if (rule !== undefined) throw refusal(schema, rule, moment)
}

/** This client counts as CLIENT. Serde 5.3. */
function runsHere(ruleSet: RuleSetBody | undefined): boolean {
  const { enableAt = 'ALL' } = ruleSet ?? {}
  return enableAt === 'ALL' || enableAt === 'CLIENT'
}

function runs(rule: RuleBody, { modes, side }: Moment): boolean {
  if (rule.disabled === true || !modes.includes(rule.mode ?? 'WRITEREAD')) return false
  const actions = (rule.onFailure ?? '').split(',')
  const action = (actions[side] ?? actions[0] ?? '').trim()
  return action !== 'NONE' || isEncrypting(rule)
}

function isEncrypting(rule: RuleBody): boolean {
  return encryption.has(rule.type)
}

function refusal(schema: StoredSchema, rule: RuleBody, { what, side, list }: Moment): SerdeError {
  const id = schema.schemaId === undefined ? '' : ` of id ${schema.schemaId}`
  const kind = rule.kind === 'CONDITION' ? 'CONDITION' : 'TRANSFORM'
  const encrypted = list === 'migrationRules' ? undefined : encryption.get(rule.type)
  const consequence = encrypted === undefined ? what[kind] : encrypted[side]
  const wayOut =
    rule.type === 'ENCRYPT_PAYLOAD'
      ? 'Use a client that does'
      : `Use a client that does, or accept that with ignoreRules: ['${rule.type ?? ''}']`
  return new SerdeError(
    'RULE_NOT_EXECUTED',
    `the schema${id} has the rule '${rule.name ?? ''}' (${rule.type ?? 'no type'}), and this client executes no rules: ${consequence}. ${wayOut}`,
    schema.schemaId === undefined ? {} : { schemaId: schema.schemaId },
  )
}
