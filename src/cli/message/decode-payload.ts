import {
  AvroDeserializer,
  JsonDeserializer,
  ProtobufDeserializer,
  unframe,
  WireFault,
} from '../../client/index.ts'
import type { Deserializer, DeserializerOptions, RegistryClient } from '../../client/index.ts'
import type { SchemaType } from '../../model/schema.ts'
import { CommandError } from '../command.ts'

/** What stands in front of a payload, and what it leads to. */
export interface FrameFacts {
  readonly schemaType: SchemaType
  readonly schemaId?: number
  readonly guid?: string
  readonly subject?: string
  readonly version?: number
}

const deserializers: {
  readonly [T in SchemaType]: (options: DeserializerOptions) => Deserializer<unknown>
} = {
  AVRO: (options) => new AvroDeserializer(options),
  JSON: (options) => new JsonDeserializer(options),
  PROTOBUF: (options) => new ProtobufDeserializer(options),
}

/**
 * Decodes a framed payload with the schema that it names.
 *
 * @throws CommandError on bytes without a frame, SerdeError, RequestError
 */
export async function decodePayload(
  registry: RegistryClient,
  payload: Buffer,
): Promise<{ readonly frame: FrameFacts; readonly value: unknown }> {
  const schema = await registry.schemaOf(handleOf(payload))
  const { schemaType, schemaId, guid, subject, version } = schema
  const value = await deserializers[schemaType]({ client: registry }).deserializeAsync('', payload)
  return {
    value,
    frame: {
      schemaType,
      ...(schemaId === undefined ? {} : { schemaId }),
      ...(guid === undefined ? {} : { guid }),
      ...(subject === undefined ? {} : { subject }),
      ...(version === undefined ? {} : { version }),
    },
  }
}

function handleOf(payload: Buffer) {
  try {
    return unframe(payload).handle
  } catch (cause) {
    if (!(cause instanceof WireFault)) throw cause
    throw new CommandError(`not a framed payload: ${cause.message}`, undefined, { cause })
  }
}
