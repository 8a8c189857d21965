import { isRegistryError } from '../../errors/registry-error.ts'
import type { VersionPlan } from '../store.ts'
import type { ChangeRow } from './changes.ts'
import { contentDigest, ruleTypes } from './content-json.ts'
import { encodeContent } from './content-row.ts'
import type { Database } from './database.ts'
import type { Sealer } from './sealer.ts'
import { toStoredText } from './stored-text.ts'

/** What the database says of the plan of one registration. */
export type VersionAnswer =
  | {
      readonly kind: 'written'
      readonly schemaId: number
      readonly writtenAt: number
      readonly purged: readonly number[]
      readonly changes: readonly ChangeRow[]
      /** What is stored of the content is what the plan brought. */
      readonly isNew: boolean
    }
  | { readonly kind: 'moved' }
  | { readonly kind: 'id-taken'; readonly schemaId: number }
  | { readonly kind: 'reference-gone'; readonly target: number }

/** Carries out one plan, whatever it asks for. */
export async function writeVersion(
  database: Database,
  plan: VersionPlan,
  sealer: Sealer,
): Promise<VersionAnswer> {
  const { answer } = await database.write<{ answer: VersionAnswer }>(
    callWriteVersion,
    versionValues(plan, sealer),
  )
  return answer.kind === 'written' ? { ...answer, isNew: false } : answer
}

function versionValues(plan: VersionPlan, sealer: Sealer): readonly unknown[] {
  const { name, schema, references } = plan
  const content = encodeContent(schema, sealer)
  return [
    toStoredText(name.context),
    toStoredText(name.subject),
    plan.subjectRevision,
    plan.scopeRevision,
    plan.principal ?? null,
    plan.version,
    plan.overwrite,
    plan.schemaId === 'allocate' ? null : plan.schemaId,
    schema.guid,
    contentDigest(schema.content),
    content.schemaType,
    content.schemaText,
    content.submittedText,
    content.normalized,
    content.references,
    content.metadata,
    content.ruleSet,
    ruleTypes(schema.content.ruleSet).map(toStoredText),
    plan.purge,
    references.map((target) => toStoredText(target.name.context)),
    references.map((target) => toStoredText(target.name.subject)),
    references.map((target) => target.version),
    plan.activeReferencesOnly,
  ]
}

const callWriteVersion = {
  name: 'write version',
  text: `select write_version($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
    $17, $18, $19, $20, $21, $22, $23) as answer`,
}

/** Tells whether a plan may share a statement: it replaces nothing and points at nothing. */
export function canShare({ name, schema, purge, references }: VersionPlan): boolean {
  return (
    name.subject !== '' &&
    purge.length === 0 &&
    references.length === 0 &&
    schema.content.references.length === 0
  )
}

type SharedAnswer =
  | readonly ['written', schemaId: number, sequence: number, isNew: boolean]
  | readonly ['moved']
  | readonly ['alone']

/**
 * Carries out several plans at once, those that {@link canShare} tells.
 *
 * @param plans of one subject in the order of their revisions, each following the one before it
 * @returns an answer for each; `undefined`: was not touched and has to go by itself
 */
export async function writeRegistrations(
  database: Database,
  plans: readonly VersionPlan[],
  sealer: Sealer,
): Promise<readonly (VersionAnswer | undefined)[]> {
  const values = [JSON.stringify(plans.map((plan) => sharedValues(plan, sealer)))]
  try {
    const { writtenAt, answers } = await database.queryOne<{
      writtenAt: number
      answers: readonly SharedAnswer[]
    }>(callWriteRegistrations, values)
    return plans.map((plan, i) => understand(plan, answers[i], writtenAt))
  } catch (thrown) {
    // Nobody knows whether they were written: asking again would not help while it is away.
    if (isRegistryError(thrown, 'STORE_UNAVAILABLE')) throw thrown
    // A rival, two plans that do not go together, or one that cannot be carried out at all: each by
    // itself they may, and nobody has to bear another's fault.
    return plans.map(() => undefined)
  }
}

function sharedValues(plan: VersionPlan, sealer: Sealer): object {
  const { name, schema } = plan
  const content = encodeContent(schema, sealer)
  return {
    context: toStoredText(name.context),
    subject: toStoredText(name.subject),
    subjectRevision: plan.subjectRevision,
    scopeRevision: plan.scopeRevision,
    principal: plan.principal ?? null,
    version: plan.version,
    overwrite: plan.overwrite,
    schemaId: plan.schemaId === 'allocate' ? null : plan.schemaId,
    guid: schema.guid,
    digest: `\\x${contentDigest(schema.content).toString('hex')}`,
    schemaType: content.schemaType,
    schemaText: content.schemaText,
    submittedText: content.submittedText,
    normalized: content.normalized,
    metadata: content.metadata,
    ruleSet: content.ruleSet,
    ruleTypes: ruleTypes(schema.content.ruleSet).map(toStoredText),
  }
}

function understand(
  { name, subjectRevision, version, schema }: VersionPlan,
  answer: SharedAnswer | undefined,
  writtenAt: number,
): VersionAnswer | undefined {
  if (answer === undefined || answer[0] === 'alone') return undefined
  if (answer[0] === 'moved') return { kind: 'moved' }
  const [, schemaId, sequence, isNew] = answer
  const change: ChangeRow = {
    sequence,
    action: 'register',
    context: toStoredText(name.context),
    subject: toStoredText(name.subject),
    revision: subjectRevision + 1,
    versions: [version],
    schemaIds: [schemaId],
    guids: isNew ? [schema.guid] : [],
  }
  return { kind: 'written', schemaId, writtenAt, purged: [], changes: [change], isNew }
}

const callWriteRegistrations = {
  name: 'write registrations',
  text: 'select written_at as "writtenAt", answers from write_registrations($1)',
}
