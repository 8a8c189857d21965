import { avroFormat } from '../../src/formats/avro/avro-format.ts'
import { SchemaFault } from '../../src/formats/schema-fault.ts'
import { GoldenTally, readGoldenRows } from './report.ts'
import type { ResolvedReference, SchemaSource } from '../../src/formats/format.ts'
import type { GoldenReport, GoldenRow } from './report.ts'

type Data = GoldenRow['data']

/** Holds Avro's texts, refusals, verdicts and messages against the recorded ones. */
export function runAvroGolden(dir: string): GoldenReport {
  const tally = new GoldenTally('avro')
  const rows = readGoldenRows(dir, 'avro')
  for (const { id, data } of rows) {
    if (data['op'] === 'parse') checkParse(tally, id, data)
    else checkCompare(tally, id, data)
  }
  return tally.report(rows.length)
}

function checkParse(tally: GoldenTally, id: string, data: Data): void {
  const ours = parseOrFault(source(data, 'schema', 'references'), data['mode'])
  tally.check(id, 'refused', data['error'] === true, ours instanceof SchemaFault)
  if (ours instanceof SchemaFault) {
    if (data['error'] === true) tally.check(id, 'cause', data['cause'], ours.reason)
    return
  }
  if (data['error'] === true) return
  tally.check(id, 'canonical', data['canonical'], avroFormat.canonicalText(ours))
  tally.check(id, 'resolved', data['resolved'], avroFormat.formattedText(ours, 'resolved'))
  const normalized = avroFormat.canonicalText(avroFormat.normalize(ours))
  const expected = data['normalizeFails'] === true ? 'fails' : data['normalized']
  tally.check(id, normalizedField(data), expected, normalized)
}

/** Rows on which the reference's normalisation shows one of its defects count apart. Avro 4. */
function normalizedField(data: Data): string {
  if (data['normalizeFails'] === true) return 'normalizedBroken'
  const lost = defects.find(
    ({ trace }) => count(data['canonical'], trace) > count(data['normalized'], trace),
  )
  return lost?.field ?? 'normalized'
}

const defects = [
  { trace: '"default":', field: 'normalizedDefaultLost' },
  { trace: '"namespace":""', field: 'normalizedNamespaceLost' },
  { trace: '"type":"error"', field: 'normalizedErrorLost' },
] as const

function count(text: unknown, part: string): number {
  return String(text).split(part).length - 1
}

function checkCompare(tally: GoldenTally, id: string, data: Data): void {
  const mode = data['mode'] ?? 'lenient'
  const reader = parseOrFault(source(data, 'reader', 'readerReferences'), mode)
  const writer = parseOrFault(source(data, 'writer', 'writerReferences'), mode)
  const refused = reader instanceof SchemaFault || writer instanceof SchemaFault
  tally.check(id, 'compareRefused', data['error'] === true, refused)
  if (refused || data['error'] === true) return
  const differences = avroFormat.compare(reader, writer, {
    policy: 'STRICT',
    strictness: 'reference',
  })
  const breaking = differences.filter((difference) => difference.effect === 'breaks')
  tally.check(id, 'compatible', data['compatible'], breaking.length === 0)
  const messages = breaking.map((one) => avroFormat.message(one, 'new-reads-old'))
  tally.check(id, 'messages', data['messages'], messages)
}

function parseOrFault(
  text: SchemaSource,
  mode: unknown,
): ReturnType<typeof avroFormat.parse> | SchemaFault {
  try {
    return avroFormat.parse(text, { mode: mode === 'lenient' ? 'lenient' : 'new' })
  } catch (error) {
    if (error instanceof SchemaFault) return error
    throw error
  }
}

function source(data: Data, textKey: string, referencesKey: string): SchemaSource {
  const given = (data[referencesKey] ?? data['references'] ?? {}) as Record<string, unknown>
  const references = Object.entries(given).map(([name, value]): ResolvedReference => {
    const wrapped = value as { schema?: string; subject?: string; version?: number }
    const schemaText = typeof value === 'string' ? value : (wrapped.schema ?? JSON.stringify(value))
    return { name, subject: wrapped.subject ?? name, version: wrapped.version ?? 1, schemaText }
  })
  return { schemaText: data[textKey] as string, references }
}
