import type { SchemaSource } from '../../src/formats/format.ts'
import { jsonFormat } from '../../src/formats/json/json-format.ts'
import type { JsonSchema } from '../../src/formats/json/parse.ts'
import { SchemaFault } from '../../src/formats/schema-fault.ts'
import { GoldenTally, readGoldenRows } from './report.ts'
import type { GoldenReport, GoldenRow } from './report.ts'

/** Holds our JSON Schema against the reference's recorded answers. */
export function runJsonGolden(dir: string): GoldenReport {
  const rows = readGoldenRows(dir, 'json')
  const tally = new GoldenTally('json')
  for (const row of rows) {
    if (row.data['op'] === 'parse') checkParse(row, tally)
    else checkCompare(row, tally)
  }
  return tally.report(rows.length)
}

function checkParse({ id, data }: GoldenRow, tally: GoldenTally): void {
  const parsed = orFault(() => jsonFormat.parse(sourceOf(data, 'schema'), { mode: 'new' }))
  tally.check(id, 'error', data['error'] === true, parsed instanceof SchemaFault)
  if (parsed instanceof SchemaFault || data['error'] === true) return
  tally.check(id, 'canonical', data['canonical'], jsonFormat.canonicalText(parsed))
  const normalized = jsonFormat.canonicalText(jsonFormat.normalize(parsed))
  tally.check(id, 'normalized', data['normalized'], normalized)
  // The recording validated with validateFields on.
  const options = { validateFields: true, strictness: 'reference' } as const
  const fault = orFault(() => jsonFormat.validate(parsed, options))
  tally.check(id, 'loadFails', data['loadFails'] === true, fault instanceof SchemaFault)
}

function checkCompare({ id, data }: GoldenRow, tally: GoldenTally): void {
  const strict = compareUnder('STRICT', data)
  if (data['error'] === true || strict === undefined) {
    tally.check(id, 'error', data['error'] === true, strict === undefined)
    return
  }
  tally.check(id, 'compatible', data['compatible'], strict.compatible)
  const lenient = compareUnder('LENIENT', data)
  tally.check(id, 'lenient', data['lenient'], lenient?.compatible)
  checkList(id, 'changes', data['changes'] as string[], strict.changes, tally)
  checkList(id, 'messages', data['messages'] as string[], strict.messages, tally)
}

const memberIndex = /(allOf|anyOf|oneOf)\/\d+/g

/** The reference's own order below combinations varies: there the lists are compared as sets. */
function checkList(
  id: string,
  field: string,
  expected: readonly string[],
  actual: readonly string[],
  tally: GoldenTally,
): void {
  const varies = [...expected, ...actual].some((line) => line.search(memberIndex) >= 0)
  const blur = (list: readonly string[]): readonly string[] =>
    list.map((line) => line.replaceAll(memberIndex, '$1/*')).sort()
  const same = JSON.stringify(expected) === JSON.stringify(actual)
  if (same || !varies) tally.check(id, field, expected, actual)
  else tally.check(id, field, blur(expected), blur(actual))
}

interface Compared {
  readonly compatible: boolean
  readonly changes: readonly string[]
  readonly messages: readonly string[]
}

function compareUnder(policy: 'STRICT' | 'LENIENT', data: GoldenRow['data']): Compared | undefined {
  const differences = orFault(() => {
    const reader = jsonFormat.parse(sourceOf(data, 'update'), { mode: 'new' })
    const writer = jsonFormat.parse(sourceOf(data, 'original'), { mode: 'lenient' })
    return compareBoth(reader, writer, policy)
  })
  return differences instanceof SchemaFault ? undefined : differences
}

function compareBoth(
  reader: JsonSchema,
  writer: JsonSchema,
  policy: 'STRICT' | 'LENIENT',
): Compared {
  const differences = jsonFormat.compare(reader, writer, { policy, strictness: 'reference' })
  const breaking = differences.filter(({ effect }) => effect === 'breaks')
  return {
    compatible: breaking.length === 0,
    changes: differences.map(({ kind, path }) => `${kind} ${path}`),
    messages: breaking.map((one) => jsonFormat.message(one, 'new-reads-old')),
  }
}

function sourceOf(data: GoldenRow['data'], field: string): SchemaSource {
  const references = Object.entries((data['references'] ?? {}) as Record<string, unknown>)
  return {
    schemaText: String(data[field]),
    references: references.map(([name, content]) => ({
      name,
      subject: name,
      version: 1,
      schemaText: typeof content === 'string' ? content : JSON.stringify(content),
    })),
  }
}

function orFault<T>(run: () => T): T | SchemaFault {
  try {
    return run()
  } catch (fault) {
    if (fault instanceof SchemaFault) return fault
    throw fault
  }
}
