import type { SchemaSource } from '../../formats/format.ts'
import type { SchemaType } from '../../model/schema.ts'
import { generateAvroTypes } from './avro-types.ts'
import { generateJsonTypes } from './json-types.ts'

/** What to write types for. */
export interface TypeSource extends SchemaSource {
  readonly schemaType: SchemaType
  /** Names a schema that has no name of its own; such as `OrdersValue` for `orders-value`. */
  readonly rootName: string
  /** The same as the serializer's option. Default `bigint`. */
  readonly longs?: 'bigint' | 'number'
}

/**
 * Writes TypeScript declarations for the values of a schema, as our deserializers give them.
 *
 * @returns a module without imports; the same text for the same schema
 * @throws SerdeError UNUSABLE_SCHEMA or SyntaxError when the text is no schema
 */
export async function generateTypes(source: TypeSource): Promise<string> {
  const options = { longs: source.longs ?? 'bigint' }
  switch (source.schemaType) {
    case 'AVRO':
      return generateAvroTypes(source, source.rootName, options)
    case 'JSON':
      return generateJsonTypes(source, source.rootName)
    case 'PROTOBUF':
      // Brings a library along that the other formats do without.
      return (await import('./protobuf-types.ts')).generateProtobufTypes(source, options)
  }
}

/** A type name out of a subject: `orders-value` gives `OrdersValue`. */
export function typeNameOf(subject: string): string {
  const words = subject.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return words.map((word) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`).join('') || 'Schema'
}
