import { registryError } from '../errors/registry-error.ts'
import type { ParsedSchema } from '../formats/parsed-schema.ts'
import type { VersionRecord } from '../model/version-record.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { NewContent, StoredContent, SubjectState } from '../store/store.ts'
import type { Annotations } from './complete-offer.ts'
import { fingerprint } from './fingerprint.ts'
import { isInvalidSchema } from './invalid-schema.ts'
import type { ParsedOffer } from './parse-schema.ts'
import type { RegistryRoom } from './registry-room.ts'
import { resemblanceOf } from './resemblances.ts'
import { mayMatch, sameText } from './same-schema.ts'

/** So many contents of a subject are asked for at the same time. */
const READS_AT_ONCE = 32

/** A schema that is looked for, or about to be stored. */
export interface Sought extends NewContent {
  readonly schema: ParsedSchema
}

/** A version that is the schema looked for. */
export type FoundVersion =
  /** Its content is equal to the last bit; answers show the request's own. */
  | { readonly kind: 'same-content'; readonly record: VersionRecord }
  /** It means the same; answers show what is stored. */
  | {
      readonly kind: 'same-meaning'
      readonly record: VersionRecord
      readonly stored: StoredContent
    }

/** Puts a parsed offer and its annotations together. */
export function soughtSchema(offer: ParsedOffer, { metadata, ruleSet }: Annotations): Sought {
  const { schema, schemaType, canonicalText, references, submittedText, normalized } = offer
  const content = { schemaType, schemaText: canonicalText, references, metadata, ruleSet }
  return { schema, content, guid: fingerprint(content), submittedText, normalized }
}

/** The live versions, ascending. */
export function liveVersions({ versions }: SubjectState): readonly VersionRecord[] {
  // Mostly nothing is deleted, and a subject may have thousands of versions.
  return versions.some(isDeleted) ? versions.filter((record) => !record.deleted) : versions
}

function isDeleted({ deleted }: VersionRecord): boolean {
  return deleted
}

/** The highest live version. */
export function latestVersion({ versions }: SubjectState): VersionRecord | undefined {
  return versions.findLast(({ deleted }) => !deleted)
}

/**
 * Finds the version that a schema already is: by content, else by meaning, highest first.
 *
 * @param among `latest` looks at the highest live version alone
 * @see Rest-api 3.6, "Single lookup"
 */
export async function findVersion(
  room: RegistryRoom,
  state: SubjectState,
  sought: Sought,
  among: 'live' | 'all' | 'latest',
): Promise<FoundVersion | undefined> {
  const use = room.indexOf(state).lastUse(sought.guid)
  const latest = latestVersion(state)
  if (among === 'latest') {
    if (latest === undefined) return undefined
    if (use === latest) return { kind: 'same-content', record: latest }
    return await findSameMeaning(room, state.name, sought, [latest])
  }
  if (use !== undefined && (among === 'all' || !use.deleted)) {
    return { kind: 'same-content', record: use }
  }
  const alike = await findAlike(room, state, sought)
  const candidates = among === 'all' ? alike : alike.filter(({ deleted }) => !deleted)
  return await findSameMeaning(room, state.name, sought, candidates)
}

/**
 * Finds the highest of some versions that means the same as a schema.
 *
 * @param candidates ascending
 */
export async function findSameMeaning(
  room: RegistryRoom,
  name: QualifiedSubject,
  sought: Sought,
  candidates: readonly VersionRecord[],
): Promise<FoundVersion | undefined> {
  for (const record of candidates.toReversed()) {
    const stored = await room.store.schemas.readContent(record.guid)
    if (stored === undefined) continue
    if (!mayMatch(sought.content, stored.content, record.version)) continue
    const readStored = (): Promise<ParsedSchema> => room.schemas.parseStored(name.context, stored)
    if (await sameText(sought, stored.content, readStored).catch(unlessBroken)) {
      return { kind: 'same-meaning', record, stored }
    }
  }
  return undefined
}

/**
 * A stored schema whose references lead astray, as an import wrote over their targets, is the same
 * as none. Were it a refusal, its subject could neither be looked up nor registered to any more.
 */
function unlessBroken(thrown: unknown): false {
  if (isInvalidSchema(thrown)) return false
  throw thrown
}

/** The versions of a subject that a schema may mean, deleted ones among them, ascending. */
export async function findAlike(
  room: RegistryRoom,
  state: SubjectState,
  { content }: Sought,
): Promise<readonly VersionRecord[]> {
  const unknown = room.indexOf(state).unknown()
  for (let i = 0; i < unknown.length; i += READS_AT_ONCE) {
    const some = unknown.slice(i, i + READS_AT_ONCE)
    const contents = await Promise.all(some.map(({ guid }) => room.store.schemas.readContent(guid)))
    for (const stored of contents) {
      if (stored !== undefined) room.resemblances.remember(stored.guid, stored.content)
    }
  }
  return room.indexOf(state).alike(resemblanceOf(content))
}

/**
 * Reads the content that a version points at.
 *
 * @throws RegistryError SCHEMA_NOT_FOUND when the version was deleted for good a moment ago
 */
export async function readStoredContent(room: RegistryRoom, guid: string): Promise<StoredContent> {
  const stored = await room.store.schemas.readContent(guid)
  if (stored === undefined) throw registryError('SCHEMA_NOT_FOUND')
  return stored
}
