import { createHash } from 'node:crypto'
import type { SchemaContent } from '../../src/model/schema.ts'
import type { QualifiedSubject } from '../../src/model/subject.ts'
import type {
  Basis,
  NewContent,
  ReferenceTarget,
  Store,
  SubjectState,
  VersionPlan,
  VersionsPlan,
  VersionsWritten,
  VersionWritten,
  Writer,
} from '../../src/store/store.ts'

let names = 0

/** A subject that no other test of the run uses. */
export function newSubject(context = '.', prefix = 'subject'): QualifiedSubject {
  return { context, subject: `${prefix}-${process.pid}-${++names}` }
}

/** A context that no other test of the run uses. */
export function newContext(prefix = '.context'): string {
  return `${prefix}-${process.pid}-${++names}`
}

/** A content that differs from others by its text alone. */
export function newContent(
  schemaText = `"content ${process.pid} ${++names}"`,
  rest: Partial<SchemaContent> = {},
): NewContent {
  const content: SchemaContent = {
    schemaType: 'AVRO',
    schemaText,
    references: [],
    metadata: undefined,
    ruleSet: undefined,
    ...rest,
  }
  return { guid: guidOf(content), content, submittedText: ` ${schemaText} `, normalized: false }
}

// Stands in for the registry's fingerprint: without the schema type, as there.
function guidOf({ schemaType: _type, ...content }: SchemaContent): string {
  const maps = (_key: string, value: unknown): unknown =>
    value instanceof Map ? [...value].sort(([a], [b]) => (a < b ? -1 : 1)) : value
  const hex = createHash('md5').update(JSON.stringify(content, maps)).digest('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The revisions that stand now. */
export async function basisOf(store: Store, name: QualifiedSubject): Promise<Basis & Writer> {
  const [state, scopes] = await Promise.all([
    store.subjects.read(name),
    store.settings.readScopes(),
  ])
  return {
    subjectRevision: state.revision,
    scopeRevision: scopes.revision,
    principal: 'tester',
  }
}

/** The plan that registers a content as the next version; `change` overrides parts of it. */
export async function versionPlan(
  store: Store,
  name: QualifiedSubject,
  schema: NewContent,
  change: Partial<VersionPlan> = {},
): Promise<VersionPlan> {
  const state = await store.subjects.read(name)
  return {
    ...(await basisOf(store, name)),
    name,
    schema,
    schemaId: 'allocate',
    version: (state.versions.at(-1)?.version ?? 0) + 1,
    overwrite: false,
    purge: [],
    references: [],
    activeReferencesOnly: true,
    ...change,
  }
}

/** Registers as a use case would: until the plan lands on the facts it was made of. */
export async function write(
  store: Store,
  name: QualifiedSubject,
  schema: NewContent = newContent(),
  change: Partial<VersionPlan> = {},
): Promise<VersionWritten> {
  for (;;) {
    const plan = await versionPlan(store, name, schema, change)
    const written = await store.subjects.writeVersion(plan)
    if (written.kind !== 'moved') return written
  }
}

/** Registers, and fails when that is refused. */
export async function register(
  store: Store,
  name: QualifiedSubject,
  schema: NewContent = newContent(),
  change: Partial<VersionPlan> = {},
): Promise<VersionWritten & { readonly kind: 'written' }> {
  const written = await write(store, name, schema, change)
  if (written.kind !== 'written') throw new Error(`Not written: ${JSON.stringify(written)}`)
  return written
}

/** Registers a content that points at the target. */
export async function refer(
  store: Store,
  name: QualifiedSubject,
  target: ReferenceTarget,
  change: Partial<VersionPlan> = {},
): Promise<VersionWritten> {
  const reference = { name: 'r', subject: target.name.subject, version: target.version }
  const schema = newContent(undefined, { references: [reference] })
  return write(store, name, schema, { references: [target], ...change })
}

/** Deletes or restores versions, on the facts of now. */
export async function writeVersions(
  store: Store,
  verb: 'softDelete' | 'hardDelete' | 'restore',
  name: QualifiedSubject,
  versions: readonly number[],
  change: Partial<VersionsPlan> = {},
): Promise<VersionsWritten> {
  return store.subjects[verb]({
    ...(await basisOf(store, name)),
    name,
    versions,
    blockedBy: 'anyone',
    touch: true,
    ...change,
  })
}

/** Version numbers of a state, soft-deleted ones negated. */
export function numbers(state: SubjectState): readonly number[] {
  return state.versions.map(({ version, deleted }) => (deleted ? -version : version))
}
