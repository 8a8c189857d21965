import type { SchemaType } from '../../model/schema.ts'
import type { StoredSchema } from '../stored-schema.ts'

/** Writes values of one schema. */
export interface Encoder {
  /** What stands between schema id and payload; empty but for Protobuf. */
  readonly messageIndexes: Uint8Array
  /**
   * Encodes a value behind a prefix, into a buffer of its own.
   *
   * @throws SerdeError INVALID_VALUE, naming the path and what was found there
   */
  encode(value: unknown, prefix: Uint8Array): Buffer
}

/** Where the message indexes of a payload stand when they are in a record header. */
export interface IndexSource {
  readonly bytes: Uint8Array
  readonly start: number
}

/** Reads values of one writer schema. */
export interface Decoder {
  /**
   * Decodes what stands behind the schema id.
   *
   * @param indexes absent: message indexes, if the format has any, start the payload
   * @throws SerdeError INVALID_BODY, or WireFault for broken message indexes
   */
  decode(payload: Buffer, start: number, indexes?: IndexSource): unknown
}

/** Which message of a Protobuf file: its full name, or its place, counted as written. Serde 1.4. */
export type MessageChoice = string | readonly number[]

/** A format as serializers hold it: its library is loaded with the first schema. */
export interface CodecSource {
  readonly schemaType: SchemaType

  /** Which message of a schema a value is; `undefined` where a schema has only one. */
  messageNameOf(value: unknown): string | undefined

  /**
   * Which message of its schema a payload is; absent where a schema has only one, or where the
   * application has said which.
   *
   * @throws WireFault for broken message indexes
   */
  messagePathOf?(bytes: Uint8Array, start: number): readonly number[]

  load(): Promise<Codec>
}

/** Turns schemas of one type into encoders and decoders. Made once per serializer. */
export interface Codec {
  /**
   * The name that record strategies use; `undefined` when the schema has none.
   *
   * @throws SerdeError UNUSABLE_SCHEMA or INVALID_MESSAGE_INDEXES
   * @see Serde 3.1
   */
  recordName(schemaText: string, message: MessageChoice | undefined): string | undefined

  /**
   * Which of some names a schema text refers to, in the order of their first use.
   *
   * @throws SerdeError UNUSABLE_SCHEMA
   */
  referredNames(schemaText: string, names: readonly string[]): readonly string[]

  /** @throws SerdeError UNUSABLE_SCHEMA or UNKNOWN_MESSAGE */
  encoder(schema: StoredSchema, messageName: string | undefined): Encoder

  /**
   * @param reader what the application wants to see; absent: the writer's own shape
   * @throws SerdeError UNUSABLE_SCHEMA
   */
  decoder(writer: StoredSchema, reader: StoredSchema | undefined): Decoder
}

/** For formats whose schemas hold one message. */
export const noMessageIndexes = new Uint8Array()
