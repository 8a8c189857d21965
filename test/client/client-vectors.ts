import { readFileSync } from 'node:fs'
import { avroCodec } from '../../src/client/codecs/avro.ts'
import type { Codec } from '../../src/client/codecs/codec.ts'
import { jsonCodec } from '../../src/client/codecs/json.ts'
import { protobufCodec } from '../../src/client/codecs/protobuf.ts'
import type { StoredSchema } from '../../src/client/stored-schema.ts'
import type { SchemaType } from '../../src/model/schema.ts'

/** Reads cases; `"5n"` is a bigint, `"hex:0102"` are bytes. */
export function clientVectors<Row>(name: string): readonly Row[] {
  const file = new URL(`../vectors/client/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8'), revive) as readonly Row[]
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (/^-?\d+n$/.test(value)) return BigInt(value.slice(0, -1))
  return value.startsWith('hex:') ? Buffer.from(value.slice(4), 'hex') : value
}

/** A codec of a type, with default options. */
export function codecOf(schemaType: SchemaType): Codec {
  switch (schemaType) {
    case 'AVRO':
      return avroCodec()
    case 'JSON':
      return jsonCodec()
    case 'PROTOBUF':
      return protobufCodec()
  }
}

/** A schema as the registry would give it; what is not text is printed. */
export function stored(
  schemaType: SchemaType,
  schema: unknown,
  references: StoredSchema['references'] = [],
): StoredSchema {
  const isText = schemaType === 'PROTOBUF' && typeof schema === 'string'
  return { schemaType, schemaText: isText ? schema : JSON.stringify(schema), references }
}
