import { formatOf } from '../../formats/all-formats.ts'
import { SchemaFault } from '../../formats/schema-fault.ts'
import type { SchemaType } from '../../model/schema.ts'
import { namesIn } from './needed-names.ts'

/**
 * The record name, message name or title of a text; `undefined` when it has none or is no schema.
 *
 * Avro names are looked for in the text itself: its references are not known yet.
 */
export function recordNameIn(schemaType: SchemaType, schemaText: string): string | undefined {
  if (schemaType === 'AVRO') return namesIn(schemaType, schemaText, '').offers[0]
  const format = formatOf(schemaType)
  try {
    return format.recordName(format.parse({ schemaText, references: [] }, { mode: 'lenient' }))
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return undefined
    throw thrown
  }
}
