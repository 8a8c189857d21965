import { constants, createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { CommandError } from '../command.ts'
import { fileProblem } from '../schema-file.ts'
import { readLines } from './lines.ts'
import { EXPORT_FORMAT, EXPORT_FORMAT_VERSION } from './record.ts'
import type { AssociationRecord, TransferRecord } from './record.ts'

/**
 * Makes sure of a file before anything is asked of a registry; the standard input is always there.
 *
 * @throws CommandError when it is not there or may not be read
 */
export async function requireExport(file: string): Promise<void> {
  if (file === '-') return
  try {
    await access(file, constants.R_OK)
  } catch (cause) {
    throw new CommandError(`${file}: ${fileProblem(cause)}`, undefined, { cause })
  }
}

/**
 * Reads an export line by line; `-` is the standard input.
 *
 * @param allowPartial whether a file without its last line, or with fewer than that says, will do
 * @throws CommandError naming the line that is none of an export, or when records are missing
 */
export async function* readExport(
  file: string,
  allowPartial: boolean,
): AsyncGenerator<TransferRecord> {
  let isComplete = false
  const counts = { schemas: 0, settings: 0, associations: 0 }
  try {
    const stream = file === '-' ? process.stdin : createReadStream(file)
    for await (const { text, number, isWhole } of readLines(stream)) {
      if (!isWhole) break
      const record = readRecord(text, () => `${file}:${number}`)
      if (number === 1 || record.kind === 'begin') {
        checkBegin(record, `${file}:${number}`)
        continue
      }
      if (record.kind === 'end') {
        if (!allowPartial) checkEnd(record, counts, `${file}:${number}`)
        isComplete = true
        break
      }
      counts[countOf(record.kind)] += 1
      yield record as unknown as TransferRecord
    }
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) {
      throw new CommandError(`${file}: ${fileProblem(thrown)}`, undefined, { cause: thrown })
    }
    throw thrown
  }
  if (isComplete || allowPartial) return
  throw new CommandError(
    `${file} ends before its last line: the export was interrupted; run it again, or take what is ` +
      `there with --partial`,
  )
}

type Fields = Readonly<Record<string, unknown>>

const associationTexts = [
  'subject',
  'resourceName',
  'resourceNamespace',
  'resourceId',
  'resourceType',
  'associationType',
  'lifecycle',
] as const satisfies readonly (keyof AssociationRecord)[]

/** What each kind of line must hold. */
const shapes: Readonly<Record<string, (fields: Fields) => boolean>> = {
  begin: () => true,
  end: () => true,
  schema: ({ subject, version, id, schemaType, schema, references, deleted }) =>
    typeof subject === 'string' &&
    isCount(version) &&
    isCount(id) &&
    typeof schemaType === 'string' &&
    typeof schema === 'string' &&
    (references === undefined || (Array.isArray(references) && references.every(isReference))) &&
    (deleted === undefined || typeof deleted === 'boolean'),
  config: ({ subject, config }) =>
    isTarget(subject) && typeof config === 'object' && config !== null,
  mode: ({ subject, mode }) => isTarget(subject) && typeof mode === 'string',
  association: ({ frozen, ...texts }) =>
    typeof frozen === 'boolean' &&
    associationTexts.every((name) => typeof texts[name] === 'string'),
}

function readRecord(text: string, where: () => string): Fields & { readonly kind: string } {
  let fields: unknown
  try {
    fields = JSON.parse(text)
  } catch (cause) {
    throw new CommandError(`${where()}: not JSON`, undefined, { cause })
  }
  if (isFields(fields) && typeof fields['kind'] === 'string') {
    const { kind } = fields
    const fits = Object.hasOwn(shapes, kind) ? shapes[kind] : undefined
    if (fits?.(fields) === true) return { ...fields, kind }
  }
  throw new CommandError(`${where()}: not a line of an export`)
}

function checkBegin(record: Fields, where: string): void {
  if (record['kind'] !== 'begin' || record['format'] !== EXPORT_FORMAT) {
    throw new CommandError(`${where}: not the first line of an export`)
  }
  if (record['formatVersion'] !== EXPORT_FORMAT_VERSION) {
    throw new CommandError(
      `${where}: an export of format ${String(record['formatVersion'])}, this version reads ${EXPORT_FORMAT_VERSION}`,
    )
  }
}

type Count = 'schemas' | 'settings' | 'associations'

function countOf(kind: string): Count {
  if (kind === 'schema') return 'schemas'
  return kind === 'association' ? 'associations' : 'settings'
}

/** A file that was cut or edited has lost what its last line counts. */
function checkEnd(end: Fields, counts: Readonly<Record<Count, number>>, where: string): void {
  for (const [name, count] of Object.entries(counts)) {
    const said = end[name] ?? 0
    if (said === count) continue
    throw new CommandError(
      `${where}: the export had ${JSON.stringify(said)} ${name}, but there are ${count}; export again, or take ` +
        `what is there with --partial`,
    )
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isTarget(value: unknown): boolean {
  return value === null || typeof value === 'string'
}

function isReference(value: unknown): boolean {
  return isFields(value) && typeof value['subject'] === 'string' && isCount(value['version'])
}
