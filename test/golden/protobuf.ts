import type { ResolvedReference } from '../../src/formats/format.ts'
import { SchemaFault } from '../../src/formats/schema-fault.ts'
import { descriptorOf } from '../../src/formats/protobuf/descriptor.ts'
import { protobufFormat } from '../../src/formats/protobuf/protobuf-format.ts'
import type { ProtobufSchema } from '../../src/formats/protobuf/protobuf-schema.ts'
import { GoldenTally, readGoldenRows } from './report.ts'
import type { GoldenReport } from './report.ts'

/** A reference's text, or its text with the subject and version it lives under. */
type RecordedReference =
  | string
  | { readonly schema: string; readonly subject: string; readonly version: number }
type RecordedReferences = Readonly<Record<string, RecordedReference>>

/** A row as the golden data's README describes it. */
interface Recorded {
  readonly op: 'parse' | 'compare'
  readonly schema?: string
  readonly update?: string
  readonly original?: string
  readonly references?: RecordedReferences
  readonly originalReferences?: RecordedReferences
  readonly error?: boolean
  readonly cause?: string
  readonly canonical?: string
  readonly normalized?: string
  readonly normalizeFails?: boolean
  readonly ignore_extensions?: string
  readonly serialized?: string
  readonly name?: string
  readonly compatible?: boolean
  readonly changes?: readonly string[]
  readonly messages?: readonly string[]
}

/** Holds our Protobuf format against the recorded answers of the reference. */
export function runProtobufGolden(dir: string): GoldenReport {
  const tally = new GoldenTally('protobuf')
  const rows = readGoldenRows(dir, 'protobuf')
  for (const { id, data } of rows) {
    const row = data as unknown as Recorded
    if (row.op === 'parse') checkParse(tally, id, row)
    else checkCompare(tally, id, row)
  }
  return tally.report(rows.length)
}

/** Parses a text with its recorded references. */
export function parseRecorded(text: string, references: RecordedReferences = {}): ProtobufSchema {
  const resolved = Object.entries(references).map(([name, recorded]): ResolvedReference => {
    if (typeof recorded === 'string') {
      return { name, subject: name, version: 1, schemaText: recorded }
    }
    const { schema, subject, version } = recorded
    return { name, subject, version, schemaText: schema }
  })
  return protobufFormat.parse({ schemaText: text, references: resolved }, { mode: 'new' })
}

/** The answer, or what the refusal says. */
function attempt<T>(run: () => T): T | { readonly refused: string } {
  try {
    return run()
  } catch (fault) {
    if (fault instanceof SchemaFault) return { refused: fault.reason }
    throw fault
  }
}

function checkParse(tally: GoldenTally, id: string, row: Recorded): void {
  const parsed = attempt(() => parseRecorded(row.schema ?? '', row.references))
  if (row.error === true || 'refused' in parsed) {
    const expected = row.error === true ? { refused: row.cause } : 'parsed'
    tally.check(id, 'refusal', expected, 'refused' in parsed ? parsed : 'parsed')
    return
  }
  tally.check(id, 'canonical', row.canonical, protobufFormat.canonicalText(parsed))
  const normalized = attempt(() => protobufFormat.canonicalText(protobufFormat.normalize(parsed)))
  if (row.normalizeFails === true) {
    tally.check(id, 'normalizeFails', true, typeof normalized !== 'string')
  } else tally.check(id, 'normalized', row.normalized, normalized)
  tally.check(
    id,
    'ignore_extensions',
    row.ignore_extensions,
    protobufFormat.formattedText(parsed, 'ignore_extensions'),
  )
  tally.check(id, 'name', row.name, protobufFormat.recordName(parsed))
  // Generated rows were recorded without this form.
  if (id.startsWith('protobuf-edge')) checkSerialized(tally, id, row, parsed)
}

function checkSerialized(
  tally: GoldenTally,
  id: string,
  row: Recorded,
  parsed: ProtobufSchema,
): void {
  const ours = attempt(() => protobufFormat.formattedText(parsed, 'serialized'))
  if (row.serialized === undefined || typeof ours !== 'string') {
    tally.check(id, 'serialized', row.serialized === undefined, typeof ours !== 'string')
    return
  }
  tally.check(id, 'serialized', meaning(row.serialized), meaning(ours))
}

/**
 * A descriptor without what says nothing (defaults, empty lists and options), without the scopes of
 * type names and the letter case of implied map entries, and without custom options: the reference
 * leaves most of them out.
 */
function meaning(base64: string): unknown {
  const said = (key: string, value: unknown): unknown => {
    if (value === false || (Array.isArray(value) && value.length === 0)) return undefined
    if (key === '$unknowns') return undefined
    if (key === 'label' && value === LABEL_OPTIONAL) return undefined
    // The reference leaves out the type of fields that hold implied map entries.
    if (key === 'type' && value === TYPE_MESSAGE) return undefined
    if (typeof value === 'string' && nameKeys.has(key)) return lastPart(value)
    if (key === 'options' && isEmpty(value)) return undefined
    return value
  }
  return JSON.parse(JSON.stringify(sorted(descriptorOf(base64)), said))
}

const LABEL_OPTIONAL = 1
const TYPE_MESSAGE = 11
const nameKeys = new Set(['name', 'typeName', 'inputType', 'outputType', 'extendee'])

function lastPart(name: string): string {
  const last = name.slice(name.lastIndexOf('.') + 1)
  return last.endsWith('Entry') ? last.toLowerCase() : last
}

function isEmpty(value: unknown): boolean {
  const members = Object.entries(value ?? {})
  return members.every(
    ([key, one]) => key === '$unknowns' || (Array.isArray(one) && one.length === 0),
  )
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([key, one]) => [key, sorted(one)]))
}

function checkCompare(tally: GoldenTally, id: string, row: Recorded): void {
  const compared = attempt(() => {
    const reader = parseRecorded(row.update ?? '', row.references)
    const writer = parseRecorded(row.original ?? '', row.originalReferences ?? row.references)
    return protobufFormat.compare(reader, writer, { policy: 'STRICT', strictness: 'reference' })
  })
  if (row.error === true || 'refused' in compared) {
    tally.check(id, 'refusal', row.error === true, 'refused' in compared)
    return
  }
  const breaking = compared.filter(({ effect }) => effect === 'breaks')
  const messages = breaking.map((one) => protobufFormat.message(one, 'new-reads-old'))
  tally.check(id, 'compatible', row.compatible, breaking.length === 0)
  tally.check(
    id,
    'changes',
    row.changes,
    compared.map(({ kind, path }) => `${kind} ${path}`),
  )
  tally.check(id, 'messages', row.messages, messages)
}
