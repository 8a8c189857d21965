import type { ListQuery } from '../../client/registry-api.ts'
import type { RegistryClient } from '../../client/registry-client.ts'
import type { ResolvedReference } from '../../formats/format.ts'
import { isSchemaType } from '../../model/schema.ts'
import { parseSubject, printContext } from '../../model/subject.ts'
import type { SubjectSchemaBody } from '../../rest/bodies.ts'
import type { ProjectSchema } from '../project/project.ts'
import { referredSubject } from '../project/referred-subject.ts'
import { unlessMissing, unlessUnsupported } from '../unless-missing.ts'
import type { History, Referrer } from './baseline.ts'

/**
 * The registered schemas of a context whose latest version refers to the latest version of a schema,
 * each with that schema as it would be.
 *
 * @param needs what the changed schema itself refers to, dependencies first
 * @throws RequestError
 */
export async function readReferrers(
  registry: RegistryClient,
  changed: ProjectSchema,
  needs: readonly ResolvedReference[],
  historyOf: (schema: ProjectSchema) => Promise<History>,
): Promise<readonly Referrer[]> {
  const { subject } = changed
  const ids = (await unlessUnsupported(registry.getReferencedBy(subject, 'latest'))) ?? []
  if (ids.length === 0) return []
  const { context } = parseSubject(subject)
  // Ids mean something in their context alone.
  const place: ListQuery & { readonly subject: string } = { subject: printContext(context) }
  const uses = await Promise.all(
    ids.map(async (id) => (await unlessUnsupported(registry.getVersionsOfId(id, place))) ?? []),
  )
  const subjects = [...new Set(uses.flat().map((use) => use.subject))].toSorted()
  const latest = await Promise.all(
    subjects.map(async (one) => unlessMissing(registry.getVersion(one, 'latest'))),
  )
  const current = latest.flatMap((body) =>
    body !== undefined && pointsAt(body, subject) ? [body] : [],
  )
  return Promise.all(
    current.map(async (body): Promise<Referrer> => {
      const schema = asSchema(body)
      const resolved = await registry.resolveReferences(
        body.references ?? [],
        parseSubject(schema.subject).context,
      )
      const references = withChanged(resolved, schema.subject, changed, needs)
      return { schema, references, history: await historyOf(schema) }
    }),
  )
}

/** Ids are those of one context; another one may use the same for something else. */
function pointsAt({ subject = '', references = [] }: SubjectSchemaBody, target: string): boolean {
  return references.some((one) => referredSubject(subject, one.subject) === target)
}

function asSchema(body: SubjectSchemaBody): ProjectSchema {
  const { subject = '', schemaType = 'AVRO', schema = '', metadata, ruleSet } = body
  return {
    subject,
    file: subject,
    path: subject,
    schemaType: isSchemaType(schemaType) ? schemaType : 'AVRO',
    schemaText: schema,
    references: [],
    settings: {},
    normalize: false,
    selected: false,
    ...(metadata === undefined ? {} : { metadata }),
    ...(ruleSet === undefined ? {} : { ruleSet }),
  }
}

/** The changed text stands where its registered one stood, and what it needs before all others. */
function withChanged(
  resolved: readonly ResolvedReference[],
  referrer: string,
  { subject, schemaText }: ProjectSchema,
  needs: readonly ResolvedReference[],
): readonly ResolvedReference[] {
  const replaced = resolved.map((one) =>
    referredSubject(referrer, one.subject) === subject ? { ...one, schemaText } : one,
  )
  const own = new Set(replaced.map(({ name }) => name))
  return [...needs.filter(({ name }) => !own.has(name)), ...replaced]
}
