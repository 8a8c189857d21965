import type { RegistryClient } from '../../client/registry-client.ts'
import type { SubjectSchemaBody } from '../../rest/bodies.ts'
import { unlessMissing } from '../unless-missing.ts'
import type { PlanEntry, PlannedReference } from './plan.ts'

/** The content that an entry would register. */
export type LookedUp = Pick<
  PlanEntry,
  'subject' | 'schema' | 'schemaType' | 'metadata' | 'ruleSet' | 'normalize'
>

/**
 * The version that holds a content already; `undefined` when none does.
 *
 * @param references of which one without a version can be in no registry yet
 * @throws RequestError
 */
export async function findContent(
  registry: RegistryClient,
  { subject, schema, schemaType, metadata, ruleSet, normalize }: LookedUp,
  references: readonly PlannedReference[],
): Promise<SubjectSchemaBody | undefined> {
  const pinned = references.flatMap(({ name, subject: target, version }) =>
    version === undefined ? [] : [{ name, subject: target, version }],
  )
  if (pinned.length < references.length) return undefined
  const request = {
    schema,
    schemaType,
    references: pinned,
    ...(metadata === undefined ? {} : { metadata }),
    ...(ruleSet === undefined ? {} : { ruleSet }),
  }
  return unlessMissing(registry.lookUp(subject, request, { normalize }))
}
