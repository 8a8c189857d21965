import { registryError } from '../errors/registry-error.ts'
import { SchemaFault } from '../formats/schema-fault.ts'
import { DEFAULT_CONTEXT, isQualified, parseSubject, printSubject } from '../model/subject.ts'
import type { ResolvedReference } from '../formats/format.ts'
import type { VersionRecord } from '../model/version-record.ts'
import type { SchemaReference } from '../model/schema.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { ReferenceTarget, Store, StoredContent } from '../store/store.ts'
import type { OfferedReference } from './offers.ts'

/** Bounds on one closure: names, and characters of text in all. Each name costs reads. */
const MAX_CLOSURE = { names: 1_000, characters: 64 * 1024 * 1024 } as const

/** Which versions references may lead to. */
export interface ReferenceRules {
  /** Soft-deleted versions are as good as gone. */
  readonly activeOnly: boolean
  /** One name may not stand for two versions anywhere in the closure. */
  readonly strictVersions: boolean
}

/** References with everything they lead to. */
export interface Closure {
  /** Dependencies before dependents, every name once. */
  readonly resolved: readonly ResolvedReference[]
  /** Names the closure: equal keys mean equal texts under equal names. */
  readonly key: string
}

/** References as they will be stored. */
export interface StoredReferences {
  readonly references: readonly SchemaReference[]
  readonly targets: readonly ReferenceTarget[]
}

/**
 * The subject that a reference means: unqualified ones live in the referrer's context.
 *
 * @see Rest-api 3.10
 */
export function referencedSubject(subject: string, context: string): QualifiedSubject {
  return isQualified(subject) ? parseSubject(subject) : { context, subject }
}

/**
 * Completes references as offered: all parts must be there, -1 becomes the latest live number.
 *
 * @throws RegistryError INVALID_REFERENCE, REFERENCE_NOT_FOUND
 * @throws SchemaFault when there are more than any honest schema has
 */
export async function completeReferences(
  store: Store,
  context: string,
  offered: readonly OfferedReference[],
): Promise<StoredReferences> {
  const references: SchemaReference[] = []
  const targets: ReferenceTarget[] = []
  if (offered.length > MAX_CLOSURE.names) throw tooMany()
  for (const { name, subject, version } of offered) {
    if (name === undefined || subject === undefined || version === undefined) {
      throw registryError('INVALID_REFERENCE', { name, subject, version })
    }
    const target = referencedSubject(subject, context)
    const number =
      version === -1
        ? (await store.subjects.read(target)).versions.findLast((record) => !record.deleted)
            ?.version
        : version
    if (number === undefined) throw notFound(target, version)
    references.push({ name, subject, version: number })
    targets.push({ name: target, version: number })
  }
  return { references, targets }
}

/**
 * Reads everything that references lead to, depth first; the first occurrence of a name wins and
 * a name seen before is not descended into again.
 *
 * @param context the referrer's
 * @throws RegistryError REFERENCE_NOT_FOUND, REFERENCE_VERSION_CONFLICT
 * @throws SchemaFault when the closure is larger than any honest one
 * @see Rest-api 3.10
 */
export async function readClosure(
  store: Store,
  context: string,
  references: readonly SchemaReference[],
  rules: ReferenceRules,
): Promise<Closure> {
  if (references.length === 0) return { resolved: [], key: '' }
  const walk: Walk = { resolved: [], keys: [], versions: new Map(), characters: 0 }
  await descend(store, context, references, rules, walk)
  return { resolved: walk.resolved, key: walk.keys.join('\n') }
}

interface Walk {
  readonly resolved: ResolvedReference[]
  readonly keys: string[]
  /** Names met so far and the version each stands for. */
  readonly versions: Map<string, number>
  characters: number
}

async function descend(
  store: Store,
  context: string,
  references: readonly SchemaReference[],
  rules: ReferenceRules,
  walk: Walk,
): Promise<void> {
  for (const { name, subject, version } of references) {
    const first = walk.versions.get(name)
    if (first !== undefined) {
      if (rules.strictVersions && first !== version) {
        throw registryError('REFERENCE_VERSION_CONFLICT', { name, first, second: version })
      }
      continue
    }
    walk.versions.set(name, version)
    const target = referencedSubject(subject, context)
    const content = await readTarget(store, target, version, rules.activeOnly)
    const { schemaText } = content.content
    walk.characters += schemaText.length
    if (walk.versions.size > MAX_CLOSURE.names || walk.characters > MAX_CLOSURE.characters) {
      throw tooMany()
    }
    await descend(store, target.context, content.content.references, rules, walk)
    walk.resolved.push({ name, subject, version, schemaText })
    walk.keys.push(`${content.guid} ${name}`)
  }
}

async function readTarget(
  store: Store,
  target: QualifiedSubject,
  version: number,
  activeOnly: boolean,
): Promise<StoredContent> {
  const { versions } = await store.subjects.read(target)
  const record = versions.find(isWanted)
  const content = record === undefined ? undefined : await store.schemas.readContent(record.guid)
  if (content === undefined) throw notFound(target, version)
  return content

  function isWanted(candidate: VersionRecord): boolean {
    return candidate.version === version && !(activeOnly && candidate.deleted)
  }
}

function tooMany(): SchemaFault {
  return new SchemaFault('The references lead to too many schemas')
}

function notFound(target: QualifiedSubject, version: number): Error {
  return registryError('REFERENCE_NOT_FOUND', { subject: printSubject(target), version })
}

/** How by-id and by-version reads print reference subjects with `referenceFormat=qualified`. */
export function qualifyReferences(
  references: readonly SchemaReference[],
  context: string,
): readonly SchemaReference[] {
  if (context === DEFAULT_CONTEXT) return references
  return references.map((reference) => ({
    ...reference,
    subject: printSubject(referencedSubject(reference.subject, context)),
  }))
}
