import { registryError } from '../errors/registry-error.ts'
import type { Page } from '../model/page.ts'
import { DEFAULT_CONTEXT, printSubject, subjectKey } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { SchemaUse, SchemaUses } from '../store/store.ts'
import type { SchemaAnswer } from './answers.ts'
import { cutPage } from './cut-page.ts'
import { describeStored } from './describe-stored.ts'
import { readStoredContent } from './find-version.ts'
import { formatContent } from './format-answer.ts'
import type { ReadByIdOptions } from './offers.ts'
import { otherContexts } from './other-contexts.ts'
import type { RegistryRoom } from './registry-room.ts'

const GUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/

/**
 * Reads a schema by id; soft-deleted ones are there, too.
 *
 * @param name which context to look in, and whose use to show
 * @throws RegistryError SCHEMA_ID_NOT_FOUND, INVALID_SCHEMA
 * @see Rest-api 3.1, "Reading by id"
 */
export async function readById(
  room: RegistryRoom,
  schemaId: number,
  name: QualifiedSubject | undefined,
  options: ReadByIdOptions,
): Promise<SchemaAnswer> {
  const selected = await selectUse(room, schemaId, name)
  if (selected === undefined) throw registryError('SCHEMA_ID_NOT_FOUND', { id: schemaId })
  const { use } = selected
  const stored = await readStoredContent(room, use.guid)
  const answer = await describeStored(room, use.name, use, stored, options)
  if (!options.fetchMaxId) return answer
  return { ...answer, maxId: await room.store.schemas.readMaxId(use.name.context) }
}

/**
 * Lists who uses an id: per subject the version written last.
 *
 * @param name selects the context, and nothing else
 * @throws RegistryError SCHEMA_NOT_FOUND
 * @see Rest-api 2.2, 3.1
 */
export async function listUsesOfId(
  room: RegistryRoom,
  schemaId: number,
  name: QualifiedSubject | undefined,
  includeDeleted: boolean,
  page: Page,
): Promise<readonly { readonly subject: string; readonly version: number }[]> {
  const selected = await selectUse(room, schemaId, name)
  if (selected === undefined) throw registryError('SCHEMA_NOT_FOUND')
  const { use, known } = selected
  // After imports a content may have several ids; its uses are those of the id written last.
  const last = await room.store.schemas.findSchemaId(use.name.context, known.guid)
  const uses =
    last === undefined || last === known.schemaId
      ? known
      : await room.store.schemas.readUses(use.name.context, last)
  const wanted = (uses?.uses ?? []).filter(({ deleted }) => includeDeleted || !deleted)
  return cutPage(wanted, page).map((one) => ({
    subject: printSubject(one.name),
    version: one.version,
  }))
}

/**
 * Reads a schema by guid: from the default context, else from the first that knows it.
 *
 * @param guid as sent, with or without dashes, in any letter case
 * @throws RegistryError SCHEMA_GUID_NOT_FOUND, also for a malformed guid; INVALID_SCHEMA
 * @see Rest-api 2.2
 */
export async function readByGuid(
  room: RegistryRoom,
  guid: string,
  format: string,
): Promise<SchemaAnswer> {
  const [first] = await listIdsOfGuid(room, guid)
  const known = first && (await room.store.schemas.readUses(first.context, first.id))
  const use = known && anyUse(known)
  const stored = use && (await room.store.schemas.readContent(use.guid))
  if (use === undefined || stored === undefined) {
    throw registryError('SCHEMA_GUID_NOT_FOUND', { guid })
  }
  const content = await formatContent(stored.content, format, () =>
    room.schemas.parseStored(use.name.context, stored),
  )
  const { schemaId, writtenAt, deleted } = use
  return { schemaId, guid: use.guid, content, writtenAt, deleted }
}

/** Lists the contexts that know a guid, and the id each knows it by; sorted by context, then id. */
export async function listIdsOfGuid(
  room: RegistryRoom,
  guid: string,
): Promise<readonly { readonly context: string; readonly id: number }[]> {
  const parts = GUID.exec(guid.toLowerCase())?.slice(1)
  if (parts === undefined) return []
  const ids = await room.store.schemas.listIds(parts.join('-'))
  return ids.map(({ context, schemaId }) => ({ context, id: schemaId }))
}

interface SelectedUse {
  readonly use: SchemaUse
  readonly known: SchemaUses
}

async function selectUse(
  room: RegistryRoom,
  schemaId: number,
  asked: QualifiedSubject | undefined,
): Promise<SelectedUse | undefined> {
  const name = asked ?? { context: DEFAULT_CONTEXT, subject: '' }
  const here = await room.store.schemas.readUses(name.context, schemaId)
  if (name.subject === '') return here && { use: anyUse(here), known: here }
  const named = here && useOf(here, name)
  if (named !== undefined) return named
  if (name.context !== DEFAULT_CONTEXT) return undefined
  const scopes = await room.store.settings.readScopes()
  for (const elsewhere of otherContexts(name, scopes)) {
    const there = await room.store.schemas.readUses(elsewhere.context, schemaId)
    const found = there && useOf(there, elsewhere)
    if (found !== undefined) return found
  }
  return here && { use: anyUse(here), known: here }
}

/** Which use stands for an id when nobody names one: the oldest live one, else the oldest. */
function anyUse({ uses }: SchemaUses): SchemaUse {
  const use = uses.find(({ deleted }) => !deleted) ?? uses[0]
  if (use === undefined) throw new Error('A known id has uses')
  return use
}

function useOf(known: SchemaUses, name: QualifiedSubject): SelectedUse | undefined {
  const key = subjectKey(name)
  const use = known.uses.find((one) => subjectKey(one.name) === key)
  return use && { use, known }
}
