import { readMessageIndexes } from '../wire/message-indexes.ts'
import { WireFault } from '../wire/wire-fault.ts'
import type { ProtobufOptions } from './codecs/protobuf.ts'
import type { CodecSource } from './codecs/codec.ts'
import { messageNameOf } from './codecs/message-name.ts'
import { Deserializer } from './deserializer.ts'
import type { DeserializerOptions } from './deserializer.ts'
import { Serializer } from './serializer.ts'
import type { SerializerOptions } from './serializer.ts'

/** Options of {@link ProtobufSerializer}. */
export type ProtobufSerializerOptions = SerializerOptions & ProtobufOptions

/** Options of {@link ProtobufDeserializer}. */
export type ProtobufDeserializerOptions = DeserializerOptions & ProtobufOptions

/** Writes Protobuf messages; `T` is the type of the values. */
export class ProtobufSerializer<T = unknown> extends Serializer<T> {
  /** @throws SerdeError INVALID_OPTIONS */
  constructor(options: ProtobufSerializerOptions) {
    super(protobufSource(options), options)
  }
}

/** Reads Protobuf messages; `T` is what the application knows them to be. */
export class ProtobufDeserializer<T = unknown> extends Deserializer<T> {
  constructor(options: ProtobufDeserializerOptions) {
    super(protobufSource(options), options)
  }
}

function protobufSource(options: ProtobufOptions): CodecSource {
  return {
    schemaType: 'PROTOBUF',
    messageNameOf: (value) => options.message ?? messageNameOf(value),
    ...(options.message === undefined && {
      messagePathOf: (bytes, start) => messagePathOf(bytes, start, options.messageIndexForm),
    }),
    load: async () => (await import('./codecs/protobuf.ts')).protobufCodec(options),
  }
}

function messagePathOf(
  bytes: Uint8Array,
  start: number,
  form: ProtobufOptions['messageIndexForm'] = 'standard',
): readonly number[] {
  if (form !== 'tolerant') return readMessageIndexes(bytes, start, form).messageIndexes
  try {
    return readMessageIndexes(bytes, start).messageIndexes
  } catch (fault) {
    if (!(fault instanceof WireFault)) throw fault
    return [0]
  }
}
