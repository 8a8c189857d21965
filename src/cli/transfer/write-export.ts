import { CommandError, exitCodes } from '../command.ts'
import type { SettingsClient } from '../settings-client.ts'
import { tellingWhatStands } from './half-done.ts'
import { readAssociations } from './associations.ts'
import type { LineSink } from './export-file.ts'
import type { Interruption } from './interruption.ts'
import { readSchemaAt, readSchemas, readSettings } from './read-registry.ts'
import { EXPORT_FORMAT, EXPORT_FORMAT_VERSION } from './record.ts'
import type { BeginRecord, EndRecord, TransferRecord } from './record.ts'

/** What was written. */
export interface ExportSummary {
  readonly schemas: number
  readonly settings: number
  readonly associations: number
  /** Schemas that an earlier attempt had written. */
  readonly resumed: number
}

/**
 * Writes everything that a registry holds, one page in memory at a time.
 *
 * @throws CommandError when interrupted: what is written stays, and the next attempt goes on
 */
export async function writeExport(
  registry: SettingsClient,
  sink: LineSink,
  interruption: Interruption,
  progress: (schemas: number) => void,
): Promise<ExportSummary> {
  let written = sink.schemas
  const work = writeAll(registry, sink, interruption, (schemas) => {
    written = schemas
    progress(schemas)
  })
  return tellingWhatStands(work, () =>
    written === 0
      ? undefined
      : `${written} schemas are written, the export is not complete` +
        (sink.keeps ? '; the same command goes on with it' : ''),
  )
}

async function writeAll(
  registry: SettingsClient,
  sink: LineSink,
  interruption: Interruption,
  progress: (schemas: number) => void,
): Promise<ExportSummary> {
  const begin: BeginRecord = {
    kind: 'begin',
    format: EXPORT_FORMAT,
    formatVersion: EXPORT_FORMAT_VERSION,
  }
  const resumed = await resumable(registry, sink)
  progress(resumed)
  let schemas = resumed
  let settings = 0
  let associations = 0
  if (resumed === 0) await sink.write(linesFor([begin]))
  for await (const page of readSchemas(registry, resumed)) {
    await sink.write(linesFor(page))
    schemas += page.length
    progress(schemas)
    if (interruption.isAsked()) throw stopped()
  }
  for await (const page of readSettings(registry)) {
    await sink.write(linesFor(page))
    settings += page.length
    if (interruption.isAsked()) throw stopped()
  }
  for await (const page of readAssociations(registry)) {
    await sink.write(linesFor(page))
    associations += page.length
    if (interruption.isAsked()) throw stopped()
  }
  const counted = { schemas, settings, ...(associations === 0 ? {} : { associations }) }
  await sink.write(linesFor([{ kind: 'end', ...counted }]))
  await sink.finish()
  return { schemas, settings, associations, resumed }
}

/**
 * How many schemas of an earlier attempt still are the first of the registry: those that it has got or
 * lost since would be left out or told twice. Then, and with another registry, all is told anew.
 */
async function resumable(registry: SettingsClient, sink: LineSink): Promise<number> {
  if (sink.schemas === 0) return 0
  const last = await readSchemaAt(registry, sink.schemas - 1)
  if (last !== undefined && JSON.stringify(last) === sink.last) return sink.schemas
  await sink.restart()
  return 0
}

/** `kind` comes first in every record, which is how an unfinished file is read again. */
function linesFor(records: readonly (TransferRecord | BeginRecord | EndRecord)[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

function stopped(): CommandError {
  return new CommandError('stopped', exitCodes.failed)
}
