import { RequestError } from '../../client/request-error.ts'
import { CommandError, exitCodes } from '../command.ts'
import type { SettingsClient } from '../settings-client.ts'
import { AliasGuard } from './alias-guard.ts'
import { writeAssociations } from './associations.ts'
import { tellingWhatStands } from './half-done.ts'
import { inParallel } from './in-parallel.ts'
import { ImportModes } from './import-modes.ts'
import type { Interruption } from './interruption.ts'
import { readPresent } from './present.ts'
import type {
  AssociationRecord,
  ConfigRecord,
  ModeRecord,
  SchemaRecord,
  TransferRecord,
} from './record.ts'
import { SchemaWriter } from './schema-writer.ts'
import { readStoredSettings } from './stored-settings.ts'
import { writeSettings } from './write-settings.ts'

/** Deletions and settings under way at once. */
const AT_ONCE = 32

/** How an import goes about it. */
export interface ImportOptions {
  /** Add to a registry with live schemas. */
  readonly force: boolean
  /** Go on without versions whose references are nowhere. */
  readonly leaveOut: boolean
  /** Take configs and modes away that the records do not say, but for the global mode. */
  readonly prunes: boolean
  readonly interruption: Interruption
  readonly progress: (schemas: number) => void
}

/** What an import did. */
export interface ImportSummary {
  readonly written: number
  /** Versions that were there already. */
  readonly skipped: number
  readonly softDeleted: number
  /** Versions whose references are nowhere. */
  readonly leftOut: readonly { readonly subject: string; readonly version: number }[]
  readonly settings: number
  readonly associations: number
}

/**
 * Writes records into a registry: schemas with their ids and numbers, then soft deletions, then
 * associations and configs, and modes last, for until then everything is in IMPORT mode.
 *
 * Nothing is undone on failure. What stands is skipped by the next attempt.
 *
 * @throws CommandError when interrupted or when other content is in the way, RequestError
 */
export async function importRecords(
  registry: SettingsClient,
  records: AsyncIterable<TransferRecord>,
  options: ImportOptions,
): Promise<ImportSummary> {
  const modes = new ImportModes(registry, options.force)
  const aliases = new AliasGuard(await readStoredSettings(registry))
  const present = await readPresent(registry)
  const writer = new SchemaWriter(registry, { modes, aliases }, present, options.interruption)
  let modesNow = 'the registry is still in IMPORT mode'
  let next = 'the same command goes on'
  let unread: unknown
  const watched = telling(records, (thrown) => {
    unread = thrown
  })
  const work = carryOver(registry, watched, { modes, aliases, writer }, options)
  return tellingWhatStands(
    work.catch(async (thrown: unknown) => {
      await writer.abandon(thrown)
      if (isInTheWay(thrown)) next = `with that out of the way, ${next}`
      // A live registry cannot work in IMPORT mode, and the same command forces its way in again.
      const isHere = thrown === unread || !isAway(thrown)
      if (options.force && isHere && (await giveAllBack(modes)))
        modesNow = 'all modes are as before'
      throw thrown
    }),
    () =>
      modes.entered.length === 0
        ? undefined
        : `${writer.written + writer.skipped} schemas stand and ${modesNow}; ${next}`,
  )
}

/** Says when it is the records that cannot be read: the registry that is written to may be well. */
async function* telling<T>(
  records: AsyncIterable<T>,
  failed: (thrown: unknown) => void,
): AsyncGenerator<T> {
  try {
    yield* records
  } catch (thrown) {
    failed(thrown)
    throw thrown
  }
}

/** Whether the next attempt would end in the same way. */
function isInTheWay(thrown: unknown): boolean {
  return thrown instanceof RequestError
    ? thrown.status === 409 || thrown.status === 422
    : thrown instanceof CommandError && thrown.exitCode === exitCodes.found
}

function isAway(thrown: unknown): boolean {
  return thrown instanceof RequestError && thrown.status === undefined
}

async function giveAllBack(modes: ImportModes): Promise<boolean> {
  try {
    for (const target of modes.entered) await modes.giveBack(target)
    return true
  } catch {
    return false
  }
}

async function carryOver(
  registry: SettingsClient,
  records: AsyncIterable<TransferRecord>,
  {
    modes,
    aliases,
    writer,
  }: {
    readonly modes: ImportModes
    readonly aliases: AliasGuard
    readonly writer: SchemaWriter
  },
  { leaveOut, prunes, interruption, progress }: ImportOptions,
): Promise<ImportSummary> {
  const settings: (ConfigRecord | ModeRecord)[] = []
  const associations: AssociationRecord[] = []
  for await (const record of records) {
    modes.carried(record.subject)
    if (record.kind === 'schema') await writer.write(record)
    else if (record.kind === 'association') associations.push(record)
    else settings.push(record)
    progress(writer.written + writer.skipped)
    if (interruption.isAsked()) {
      await writer.drain()
      throw new CommandError('stopped', exitCodes.failed)
    }
  }
  await writer.settle(leaveOut)
  if (interruption.isAsked()) throw new CommandError('stopped', exitCodes.failed)
  await softDelete(registry, modes, aliases, writer.toDelete)
  await writeAssociations(registry, modes, associations, AT_ONCE)
  await writeSettings(registry, modes, settings, prunes)
  const { written, skipped, toDelete } = writer
  const leftOut = writer.leftOut.map(({ subject, version }) => ({ subject, version }))
  const softDeleted = toDelete.length
  return {
    written,
    skipped,
    softDeleted,
    leftOut,
    settings: settings.length,
    associations: associations.length,
  }
}

/** Referrers must go before what they refer to; the registry knows the order, so it is asked. */
async function softDelete(
  registry: SettingsClient,
  modes: ImportModes,
  aliases: AliasGuard,
  records: readonly SchemaRecord[],
): Promise<void> {
  let left = records
  while (left.length > 0) {
    const refused: SchemaRecord[] = []
    let failure: unknown
    await inParallel(left.toReversed(), AT_ONCE, async (record) => {
      await aliases.pass(record.subject)
      await modes.enterFor(record.subject, true)
      try {
        await registry.deleteVersion(record.subject, record.version)
      } catch (thrown) {
        if (!(thrown instanceof RequestError) || thrown.status !== 422) throw thrown
        failure = thrown
        refused.push(record)
      }
    })
    if (refused.length === left.length) throw failure
    left = refused.toReversed()
  }
}
