import type { SchemaType } from '../../../model/schema.ts'
import { formatOf } from '../../all-formats.ts'
import type { LogicalSchema } from '../ast.ts'
import { toNative as toAvro } from './avro.ts'
import { toNative as toJson } from './json.ts'
import { toNative as toProtobuf } from './protobuf.ts'

/** Every translation by schema type. */
const translations = {
  AVRO: toAvro,
  JSON: toJson,
  PROTOBUF: toProtobuf,
} as const satisfies Record<SchemaType, (schema: LogicalSchema, recordName: string) => string>

/**
 * The native text of a logical schema.
 *
 * @param recordName the name of a struct at the root that has none
 * @throws SchemaFault when the type has no counterpart, or refuses what comes out
 */
export function nativeText(
  schema: LogicalSchema,
  schemaType: SchemaType,
  recordName: string,
): string {
  const schemaText = translations[schemaType](schema, recordName)
  // With aliases only the references can tell: whoever has them parses the text with them.
  if (schema.aliases.length > 0) return schemaText
  const format = formatOf(schemaType)
  const parsed = format.parse({ schemaText, references: [] }, { mode: 'new' })
  format.validate(parsed, { validateFields: false, strictness: 'reference' })
  return schemaText
}
