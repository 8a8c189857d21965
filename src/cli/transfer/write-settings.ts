import { RequestError } from '../../client/request-error.ts'
import { catalog } from '../../errors/catalog.ts'
import type { ConfigBody, ConfigUpdateBody } from '../../rest/bodies.ts'
import type { SettingsClient } from '../settings-client.ts'
import { IMPORT } from './import-modes.ts'
import type { ImportModes } from './import-modes.ts'
import { inParallel } from './in-parallel.ts'
import { readSettings } from './read-registry.ts'
import { stableJson } from './record.ts'
import type { ConfigRecord, ModeRecord, SettingRecord } from './record.ts'
import { readStoredSettings } from './stored-settings.ts'
import type { StoredSettings } from './stored-settings.ts'

/** Settings under way at once. */
const AT_ONCE = 32

/**
 * Sets what the records say: configs first, and modes last, for until then everything is in IMPORT
 * mode.
 *
 * @param prunes whether what is set on subjects and contexts and the records do not say is taken away
 * @throws RequestError
 */
export async function writeSettings(
  registry: SettingsClient,
  modes: ImportModes,
  records: readonly SettingRecord[],
  prunes: boolean,
): Promise<void> {
  const stored = await readStoredSettings(registry)
  const extras = prunes ? await extraSettings(registry, records) : []
  await inParallel(records.filter(isConfig), AT_ONCE, (record) =>
    writeConfig(registry, modes, stored, record),
  )
  await inParallel(extras.filter(isConfig), AT_ONCE, ({ subject }) =>
    throughModes(modes, subject, () => registry.deleteConfig(subject ?? undefined)),
  )
  await leaveImport(registry, modes, stored, {
    said: records.filter(isMode),
    extras: extras.filter(isMode),
  })
}

function isConfig(record: SettingRecord): record is ConfigRecord {
  return record.kind === 'config'
}

function isMode(record: SettingRecord): record is ModeRecord {
  return record.kind === 'mode'
}

/** A global setting is always there; a copy that is READONLY as a whole is so on purpose. */
async function extraSettings(
  registry: SettingsClient,
  records: readonly SettingRecord[],
): Promise<readonly SettingRecord[]> {
  const keyOf = ({ kind, subject }: SettingRecord): string => `${kind} ${subject ?? ''}`
  const said = new Set(records.map(keyOf))
  const extras: SettingRecord[] = []
  for await (const page of readSettings(registry)) {
    for (const record of page) {
      if (record.subject !== null && !said.has(keyOf(record))) extras.push(record)
    }
  }
  return extras
}

/** Makes a config equal to the record's: what the record lacks is cleared. */
async function writeConfig(
  registry: SettingsClient,
  modes: ImportModes,
  stored: StoredSettings,
  { subject, config }: ConfigRecord,
): Promise<void> {
  const { config: current } = await stored(subject)
  if (current !== undefined && stableJson(current) === stableJson(config)) return
  const cleared = Object.keys(current ?? {})
    .filter((name) => !Object.hasOwn(config, name))
    .map((name) => [name, null])
  const update = asUpdate({ ...Object.fromEntries(cleared), ...config })
  await throughModes(modes, subject, () => registry.updateConfig(update, subject ?? undefined))
}

/** Only where writing is refused a mode stands in the way: that of an earlier attempt or import. */
async function throughModes(
  modes: ImportModes,
  subject: string | null,
  write: () => Promise<unknown>,
): Promise<void> {
  await write().catch(async (thrown: unknown) => {
    const isReadOnly =
      thrown instanceof RequestError && thrown.errorCode === catalog.READ_ONLY_MODE.code
    if (!isReadOnly) throw thrown
    await modes.enterFor(subject, true)
    await write()
  })
}

/** The level has another name in updates. Rest-api 2.0. */
function asUpdate({ compatibilityLevel, ...rest }: ConfigBody): ConfigUpdateBody {
  return compatibilityLevel === undefined ? rest : { ...rest, compatibility: compatibilityLevel }
}

/**
 * Gives everything the mode that the records say, and where they say none, the one it had.
 *
 * @param records what they say, and modes that are to be taken away
 */
async function leaveImport(
  registry: SettingsClient,
  modes: ImportModes,
  stored: StoredSettings,
  records: { readonly said: readonly ModeRecord[]; readonly extras: readonly ModeRecord[] },
): Promise<void> {
  const entered = new Set(modes.entered)
  const said = new Map(records.said.map(({ subject, mode }) => [subject, mode]))
  const extras = new Set(records.extras.map(({ subject }) => subject))
  await inParallel(said, AT_ONCE, async ([subject, mode]) => {
    if (!entered.has(subject) && (await stored(subject)).mode === mode) return
    await registry.updateMode(mode, subject ?? undefined, { force: true })
  })
  for (const target of [...entered, ...(await leftBehind(modes, stored))]) {
    if (!said.has(target) && !extras.has(target)) await modes.giveBack(target)
  }
  for (const target of extras) await registry.deleteMode(target ?? undefined)
}

/** What an attempt before this one has brought into the mode and did not come to lead out. */
async function leftBehind(
  modes: ImportModes,
  stored: StoredSettings,
): Promise<readonly (string | null)[]> {
  const left: (string | null)[] = []
  await inParallel(modes.untouched, AT_ONCE, async (target) => {
    if ((await stored(target)).mode === IMPORT) left.push(target)
  })
  return left
}
