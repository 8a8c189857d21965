import type { SchemaType } from '../../../model/schema.ts'
import type { ParsedSchema } from '../../parsed-schema.ts'
import { toLogical as avroToLogical } from './avro.ts'
import { toLogical as jsonToLogical } from './json.ts'
import { toLogical as protobufToLogical } from './protobuf.ts'
import type { Translated } from './translated.ts'

interface Translation {
  /** @param parsed what the format of that type parsed */
  toLogical(parsed: unknown): Translated
}

/** Every translation by schema type; each one is only ever handed what its format made. */
const translations: { readonly [T in SchemaType]: Translation } = {
  AVRO: { toLogical: avroToLogical },
  JSON: { toLogical: jsonToLogical },
  PROTOBUF: { toLogical: protobufToLogical },
}

const translated = new WeakMap<object, Translated>()

/**
 * A native schema in logical types; done once for each parsed schema.
 *
 * @throws SchemaFault when a part has no counterpart
 */
export function logicalOf({ format, parsed }: ParsedSchema): Translated {
  const key = typeof parsed === 'object' ? parsed : null
  const known = key === null ? undefined : translated.get(key)
  if (known !== undefined) return known
  const made = translations[format.schemaType].toLogical(parsed)
  if (key !== null) translated.set(key, made)
  return made
}
