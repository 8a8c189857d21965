import { AvroSerializer, JsonSerializer, ProtobufSerializer } from '../../client/index.ts'
import type { RegistryClient, StoredSchema } from '../../client/index.ts'
import { CommandError } from '../command.ts'

/**
 * Encodes a value with a registered schema and frames it.
 *
 * @param message which message of a Protobuf file
 * @throws CommandError when the schema has no id here, SerdeError when the value does not fit
 */
export async function encodeValue(
  registry: RegistryClient,
  schema: StoredSchema,
  value: unknown,
  message: string | undefined,
): Promise<Buffer> {
  const { schemaType, schemaId } = schema
  if (schemaId === undefined) throw new CommandError('the registry gives no id for this schema')
  if (value === null)
    throw new CommandError('null is a tombstone: it has no bytes, whatever the schema')
  if (message !== undefined && schemaType !== 'PROTOBUF') {
    throw new CommandError(`--message is for Protobuf, and the schema is ${schemaType}`)
  }
  const options = { client: registry, schema: { id: schemaId }, longs: 'number' } as const
  switch (schemaType) {
    case 'AVRO':
      return new AvroSerializer(options).serializeAsync('', value)
    case 'JSON':
      return new JsonSerializer(options).serializeAsync('', value)
    case 'PROTOBUF':
      return new ProtobufSerializer({
        ...options,
        ...(message === undefined ? {} : { message }),
      }).serializeAsync('', value)
  }
}
