import type { JsonOptions } from './codecs/json.ts'
import type { CodecSource } from './codecs/codec.ts'
import { Deserializer } from './deserializer.ts'
import type { DeserializerOptions } from './deserializer.ts'
import { Serializer } from './serializer.ts'
import type { SerializerOptions } from './serializer.ts'

/** Options of {@link JsonSerializer}. */
export type JsonSerializerOptions = SerializerOptions & JsonOptions

/** Options of {@link JsonDeserializer}. */
export type JsonDeserializerOptions = DeserializerOptions & JsonOptions

/** Writes JSON messages; `T` is the type of the values. */
export class JsonSerializer<T = unknown> extends Serializer<T> {
  /** @throws SerdeError INVALID_OPTIONS */
  constructor(options: JsonSerializerOptions) {
    super(jsonSource(options), options)
  }
}

/** Reads JSON messages; `T` is what the application knows them to be. */
export class JsonDeserializer<T = unknown> extends Deserializer<T> {
  constructor(options: JsonDeserializerOptions) {
    super(jsonSource(options), options)
  }
}

function jsonSource(options: JsonOptions): CodecSource {
  return {
    schemaType: 'JSON',
    messageNameOf: () => undefined,
    load: async () => (await import('./codecs/json.ts')).jsonCodec(options),
  }
}
