import type { VersionPlan } from '../store.ts'
import type { ChangeRow } from './changes.ts'
import { contentDigest } from './content-json.ts'
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
    }
  | { readonly kind: 'moved' }
  | { readonly kind: 'id-taken'; readonly schemaId: number }
  | { readonly kind: 'reference-gone'; readonly target: number }

/** Tells whether a plan only adds a content to a subject that is there. */
export function isPlain({
  schema,
  schemaId,
  overwrite,
  purge,
  references,
  ...rest
}: VersionPlan): boolean {
  return (
    rest.subjectRevision > 0 &&
    schemaId === 'allocate' &&
    !overwrite &&
    purge.length === 0 &&
    references.length === 0 &&
    schema.content.references.length === 0 &&
    schema.content.metadata === undefined &&
    schema.content.ruleSet === undefined
  )
}

/** What write_new_contents takes of such a plan. */
function plainValues(plan: VersionPlan, sealer: Sealer): object {
  const { name, schema } = plan
  const { schemaType, schemaText, submittedText, normalized } = encodeContent(schema, sealer)
  return {
    context: toStoredText(name.context),
    subject: toStoredText(name.subject),
    subjectRevision: plan.subjectRevision,
    scopeRevision: plan.scopeRevision,
    principal: plan.principal ?? null,
    version: plan.version,
    guid: schema.guid,
    digest: `\\x${contentDigest(schema.content).toString('hex')}`,
    schemaType,
    schemaText,
    submittedText,
    normalized,
  }
}

/**
 * Carries out several plans at once, those that {@link isPlain} tells.
 *
 * @returns an answer for each; `alone` was not touched and has to go by itself
 * @throws whatever the database says, for all of them
 */
export async function writeNewContents(
  database: Database,
  plans: readonly VersionPlan[],
  sealer: Sealer,
): Promise<readonly (VersionAnswer | { readonly kind: 'alone' })[]> {
  const values = [JSON.stringify(plans.map((plan) => plainValues(plan, sealer)))]
  const { answers } = await database.queryOne<{
    answers: readonly (VersionAnswer | { readonly kind: 'alone' })[]
  }>(callWriteNewContents, values)
  return answers
}

const callWriteNewContents = {
  name: 'write new contents',
  text: 'select write_new_contents($1) as answers',
}
