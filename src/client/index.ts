/** Door `concordat`: the client. Serializers, deserializers and the registry's protocol. */
export { AvroDeserializer, AvroSerializer } from './avro-serde.ts'
export type { AvroDeserializerOptions, AvroSerializerOptions } from './avro-serde.ts'
export { JsonDeserializer, JsonSerializer } from './json-serde.ts'
export type { JsonDeserializerOptions, JsonSerializerOptions } from './json-serde.ts'
export { ProtobufDeserializer, ProtobufSerializer } from './protobuf-serde.ts'
export type { ProtobufDeserializerOptions, ProtobufSerializerOptions } from './protobuf-serde.ts'
export { RegistryClient } from './registry-client.ts'
export type { RegistryClientOptions } from './registry-client.ts'
export { RegistryApi } from './registry-api.ts'
export type { ListQuery, RegisterQuery, VersionChoice } from './registry-api.ts'
export { fromProperties } from './properties/from-properties.ts'
export type { PropertyOptions } from './properties/from-properties.ts'
export type { PropertyValue } from './properties/property-value.ts'
export { RequestError } from './request-error.ts'
export { SerdeError } from './serde-error.ts'
export type { SerdeErrorDetails, SerdeErrorKind } from './serde-error.ts'
export type { AvroOptions } from './codecs/avro.ts'
export type { JsonOptions } from './codecs/json.ts'
export type { ProtobufOptions } from './codecs/protobuf.ts'
export type { ReaderSchema } from './reader-schema.ts'
export type { MessageToRead, ReadResult } from './read-result.ts'
export type { OwnSchema } from './own-schema.ts'
export type { SchemaChoice } from './schema-choice.ts'
export type { ContextNameStrategy } from './registry-context.ts'
export type { ReferenceNamingInput, ReferenceSubjectNameStrategy } from './imported-schemas.ts'
export type { StoredSchema } from './stored-schema.ts'
export type {
  AssociatedStrategy,
  NamingInput,
  SubjectNameStrategy,
} from './subject-name-strategy.ts'
export type { Auth, TokenProvider } from './transport/credentials.ts'
export type { OAuthOptions } from './transport/oauth.ts'
export type { ConnectionOptions } from './transport/node-fetch.ts'
export type { TlsOptions } from './transport/tls-options.ts'
export type { Token } from './transport/token.ts'

// For those who frame bytes themselves.
export { frame, unframe, writePrefix } from '../wire/frame.ts'
export type { SchemaHandle, Unframed } from '../wire/frame.ts'
export { readSchemaHeader, schemaHeaderNames, writeSchemaHeader } from '../wire/headers.ts'
export type { HeaderValue, RecordHeaders, Role } from '../wire/headers.ts'
export { readMessageIndexes, writeMessageIndexes } from '../wire/message-indexes.ts'
export type { MessageIndexForm, ReadMessageIndexes } from '../wire/message-indexes.ts'
export { WireFault } from '../wire/wire-fault.ts'
export type { WireFaultKind } from '../wire/wire-fault.ts'

// For Kafka clients; each adapter knows the shape of one and imports none.
export { attachSerializers } from './adapters/confluent-kafka-javascript.ts'
export type { RdKafkaProducer } from './adapters/confluent-kafka-javascript.ts'
export { decodeBatch, decodeEachMessage, wrapConsumer, wrapProducer } from './adapters/kafkajs.ts'
export type {
  EncodedMessage,
  KafkaJsConsumer,
  KafkaJsHeaders,
  KafkaJsProducer,
  KeyAndValueDeserializers,
  KeyAndValueSerializers,
  ReceivedMessage,
  ReceivedPayload,
  TypedConsumer,
  TypedMessage,
  TypedPayload,
  TypedProducer,
  TypedRecord,
  TypedRunConfig,
} from './adapters/kafkajs.ts'
export { platformaticRegistry } from './adapters/platformatic.ts'
export type { PlatformaticParts, PlatformaticRegistry } from './adapters/platformatic.ts'
export { Deserializer } from './deserializer.ts'
export type { DeserializerOptions } from './deserializer.ts'
export { Serializer } from './serializer.ts'
export type { SerializerOptions } from './serializer.ts'

// For `concordat types` and tools of the same kind.
export { generateTypes, typeNameOf } from './typescript/generate-types.ts'
export type { TypeSource } from './typescript/generate-types.ts'
