import type { SchemaInput } from '../../compatibility/index.ts'
import { formatOf } from '../../formats/all-formats.ts'
import type { ResolvedReference, SchemaFormat } from '../../formats/format.ts'
import { SchemaFault } from '../../formats/schema-fault.ts'

/**
 * Whether a candidate, with all that it refers to, is what is there already. Layout does not count:
 * registries hand out canonical texts, files are written by people.
 *
 * @param normalize whether the candidate is registered normalised
 */
export function isUnchanged(
  candidate: SchemaInput,
  latest: SchemaInput,
  normalize: boolean,
): boolean {
  if (typeOf(candidate) !== typeOf(latest)) return false
  const format = formatOf(typeOf(candidate))
  const [a, b] = [candidate, latest].map((input) => parseWhole(format, input, normalize))
  if (a === undefined || b === undefined) return false
  return a.references === b.references && format.equivalent(a.parsed, b.parsed)
}

function typeOf({ schemaType = 'AVRO' }: SchemaInput): NonNullable<SchemaInput['schemaType']> {
  return schemaType
}

/** The schema itself, and one text for all that it refers to. */
function parseWhole(
  format: SchemaFormat<unknown>,
  { schemaText, references = [] }: SchemaInput,
  normalize: boolean,
): { readonly parsed: unknown; readonly references: string } | undefined {
  const known: ResolvedReference[] = []
  const read = (text: string): unknown => {
    const parsed = format.parse({ schemaText: text, references: known }, { mode: 'lenient' })
    return normalize ? format.normalize(parsed) : parsed
  }
  try {
    // Dependencies come first, so each finds what it needs among those before it.
    const texts = references.map((reference) => {
      const text = format.canonicalText(read(reference.schemaText))
      known.push({ ...reference, subject: '', version: 0 })
      return [reference.name, text] as const
    })
    const sorted = texts.toSorted(([a], [b]) => (a < b ? -1 : 1))
    return { parsed: read(schemaText), references: JSON.stringify(sorted) }
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return undefined
    throw thrown
  }
}
