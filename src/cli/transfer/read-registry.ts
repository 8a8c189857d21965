import type { RegistryClient } from '../../client/registry-client.ts'
import { RequestError } from '../../client/request-error.ts'
import { AnswerTooLarge } from '../../client/transport/body-limit.ts'
import { DEFAULT_CONTEXT, GLOBAL_CONTEXT, printContext } from '../../model/subject.ts'
import type { SettingsBody, SubjectSchemaBody } from '../../rest/bodies.ts'
import type { SettingsClient } from '../settings-client.ts'
import { unlessMissing, unlessUnsupported } from '../unless-missing.ts'
import { toSchemaRecord } from './record.ts'
import type { SchemaRecord, SettingRecord } from './record.ts'

/** As many as registries give at once. Rest-api 2.2. */
const PAGE = 1000

/** Settings asked for together. */
const SETTINGS_AT_ONCE = 64

/**
 * Every version of every context, soft-deleted ones too, in the registry's order, page by page.
 *
 * A registry that is written to meanwhile may move versions between pages: `verify` tells.
 *
 * @param offset how many to leave out
 * @throws RequestError
 */
export async function* readSchemas(
  registry: RegistryClient,
  offset = 0,
): AsyncGenerator<readonly SchemaRecord[]> {
  let at = offset
  let limit = PAGE
  const read = (from: number): Promise<readonly SubjectSchemaBody[]> =>
    readFitting(registry, from, limit, (smaller) => {
      limit = smaller
    })
  let next: Promise<readonly SubjectSchemaBody[]> | undefined = read(at)
  while (next !== undefined) {
    const page: readonly SubjectSchemaBody[] = await next
    at += page.length
    // The next page is on its way while this one is worked on; a short page may still be followed.
    next = page.length === 0 ? undefined : read(at)
    next?.catch(() => undefined)
    if (page.length > 0) yield page.map(toSchemaRecord)
  }
}

/** One of what {@link readSchemas} reads, by its place; `undefined` past the end. @throws RequestError */
export async function readSchemaAt(
  registry: RegistryClient,
  offset: number,
): Promise<SchemaRecord | undefined> {
  const [found] = await readPage(registry, offset, 1)
  return found && toSchemaRecord(found)
}

/**
 * Reads a page, or a part of it where its schemas are too large to be answered together.
 *
 * @param found told how many are not too many
 */
async function readFitting(
  registry: RegistryClient,
  offset: number,
  limit: number,
  found: (limit: number) => void,
): Promise<readonly SubjectSchemaBody[]> {
  try {
    return await readPage(registry, offset, limit)
  } catch (thrown) {
    if (limit === 1 || !isTooMuch(thrown)) throw thrown
    const smaller = Math.ceil(limit / 4)
    found(smaller)
    return readFitting(registry, offset, smaller, found)
  }
}

/** What our registry answers instead of an answer without bounds, and where the client gives up. */
function isTooMuch(thrown: unknown): boolean {
  return (
    thrown instanceof RequestError &&
    (thrown.status === 400 || thrown.cause instanceof AnswerTooLarge)
  )
}

function readPage(
  registry: RegistryClient,
  offset: number,
  limit: number,
): Promise<readonly SubjectSchemaBody[]> {
  return registry.listSchemas({ subjectPrefix: ':*:', deleted: true, offset, limit })
}

/** How lists of settings name what holds for everything. */
const EVERYTHING = ':.:'

/**
 * Everything that was set: globally, on contexts, on subjects.
 *
 * A registry without a list of settings is asked about each subject and context that it names;
 * settings of others stay behind, for no operation of the protocol lists them.
 *
 * @throws RequestError
 */
export async function* readSettings(
  registry: SettingsClient,
): AsyncGenerator<readonly SettingRecord[]> {
  const listed = await registry.listSettings()
  if (listed === undefined) {
    yield* askForSettings(registry)
    return
  }
  // Told even when nothing is set: the default level of another server may be another one.
  yield (await settingsOf(registry, null)).filter(({ kind }) => kind === 'config')
  for await (const page of listed) {
    const records = page
      .flatMap(toSettingRecords)
      .filter(({ kind, subject }) => subject !== null || kind === 'mode')
    if (records.length > 0) yield records
  }
}

async function* askForSettings(registry: RegistryClient): AsyncGenerator<readonly SettingRecord[]> {
  const targets = [null, ...(await contextsOf(registry)), ...(await subjectsOf(registry))]
  for (let at = 0; at < targets.length; at += SETTINGS_AT_ONCE) {
    const some = targets.slice(at, at + SETTINGS_AT_ONCE)
    const found = await Promise.all(some.map((target) => settingsOf(registry, target)))
    const records = found.flat()
    if (records.length > 0) yield records
  }
}

function toSettingRecords({
  subject: listed,
  config,
  mode,
}: SettingsBody): readonly SettingRecord[] {
  const subject = listed === EVERYTHING ? null : listed
  return [
    ...(config === undefined ? [] : [{ kind: 'config', subject, config } as const]),
    ...(mode === undefined ? [] : [{ kind: 'mode', subject, mode } as const]),
  ]
}

async function subjectsOf(registry: RegistryClient): Promise<readonly string[]> {
  return registry.listSubjects({ subjectPrefix: ':*:', deleted: true })
}

/** As settings name contexts; registries without contexts have none. */
async function contextsOf(registry: RegistryClient): Promise<readonly string[]> {
  const global = printContext(GLOBAL_CONTEXT)
  const contexts = await unlessUnsupported(registry.listContexts())
  if (contexts === undefined) return []
  return [global, ...contexts.filter((one) => one !== DEFAULT_CONTEXT).map(printContext)]
}

/** What was set on one subject, context or, with `null`, globally. */
export async function settingsOf(
  registry: RegistryClient,
  subject: string | null,
): Promise<readonly SettingRecord[]> {
  const name = subject ?? undefined
  const [config, mode] = await Promise.all([
    unlessMissing(registry.getConfig(name)),
    unlessUnsupported(registry.getMode(name)),
  ])
  return [
    ...(config === undefined || Object.keys(config).length === 0
      ? []
      : [{ kind: 'config', subject, config } as const]),
    ...(mode?.mode === undefined || mode.mode === null
      ? []
      : [{ kind: 'mode', subject, mode: mode.mode } as const]),
  ]
}
