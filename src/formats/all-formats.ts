import type { SchemaType } from '../model/schema.ts'
import { avroFormat } from './avro/avro-format.ts'
import type { SchemaFormat } from './format.ts'
import { jsonFormat } from './json/json-format.ts'
import { protobufFormat } from './protobuf/protobuf-format.ts'

/** Every format by its type; each one is only ever handed what it made itself. */
const allFormats: { readonly [T in SchemaType]: SchemaFormat<unknown> } = {
  AVRO: avroFormat,
  JSON: jsonFormat,
  PROTOBUF: protobufFormat,
}

/** The format of a schema type. */
export function formatOf(schemaType: SchemaType): SchemaFormat<unknown> {
  return allFormats[schemaType]
}
