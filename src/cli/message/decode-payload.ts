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
  /** Rules of the schema that a consumer would run; the value is shown as it lies in the topic. */
  readonly rulesNotRun?: readonly string[]
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
  const rules = [...(schema.ruleSet?.domainRules ?? []), ...(schema.ruleSet?.encodingRules ?? [])]
  const types = rules.map(({ type = '' }) => type).filter((type) => type !== 'ENCRYPT_PAYLOAD')
  const options = { client: registry, ignoreRules: [...new Set(types)] }
  const value = await deserializers[schemaType](options).deserializeAsync('', payload)
  return {
    value,
    frame: {
      schemaType,
      ...(schemaId === undefined ? {} : { schemaId }),
      ...(guid === undefined ? {} : { guid }),
      ...(subject === undefined ? {} : { subject }),
      ...(version === undefined ? {} : { version }),
      ...(rules.length === 0 ? {} : { rulesNotRun: rules.map(({ name = '' }) => name) }),
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
