import { SchemaFault } from '../../schema-fault.ts'
import { DefaultCheck, defaultFault } from '../defaults.ts'
import { placeOfSpot } from '../places.ts'
import { reachableTypes } from '../reach.ts'
import type { AvroSchema, Field } from '../ast.ts'

/**
 * Holds every default of the main text against the strict rules, in the order of the text.
 *
 * @throws SchemaFault on the first that does not fit; Avro 1.5, BEYOND
 */
export function checkDefaults(parsed: AvroSchema): void {
  const mainLength = parsed.documents[0]?.text.length ?? 0
  const fields: Field[] = []
  for (const type of reachableTypes(parsed.root, parsed.externalNames)) {
    if (type.kind === 'record' && type.at <= mainLength) fields.push(...type.fields)
  }
  fields.sort((a, b) => a.at - b.at)
  const check = new DefaultCheck({ strictness: 'sound' })
  for (const field of fields) {
    if (field.default === undefined || check.fits(field) !== false) continue
    throw new SchemaFault(defaultFault(field), placeOfSpot(parsed.documents, field.default.start))
  }
}
