import type { AvroOptions } from './codecs/avro.ts'
import type { CodecSource } from './codecs/codec.ts'
import { Deserializer } from './deserializer.ts'
import type { DeserializerOptions } from './deserializer.ts'
import { Serializer } from './serializer.ts'
import type { SerializerOptions } from './serializer.ts'

/** Options of {@link AvroSerializer}. */
export type AvroSerializerOptions = SerializerOptions & AvroOptions

/** Options of {@link AvroDeserializer}. */
export type AvroDeserializerOptions = DeserializerOptions & AvroOptions

/** Writes Avro messages; `T` is the type of the values. */
export class AvroSerializer<T = unknown> extends Serializer<T> {
  /** @throws SerdeError INVALID_OPTIONS */
  constructor(options: AvroSerializerOptions) {
    super(avroSource(options), options)
  }
}

/** Reads Avro messages; `T` is what the application knows them to be. */
export class AvroDeserializer<T = unknown> extends Deserializer<T> {
  constructor(options: AvroDeserializerOptions) {
    super(avroSource(options), options)
  }
}

function avroSource(options: AvroOptions): CodecSource {
  return {
    schemaType: 'AVRO',
    messageNameOf: () => undefined,
    load: async () => (await import('./codecs/avro.ts')).avroCodec(options),
  }
}
