import { ID_PREFIX_BYTES, peekSchemaId, unframe } from '../wire/frame.ts'
import type { SchemaHandle } from '../wire/frame.ts'
import { readSchemaHeader } from '../wire/headers.ts'
import type { RecordHeaders, Role } from '../wire/headers.ts'
import type { Codec, CodecSource, Decoder, IndexSource } from './codecs/codec.ts'
import { DecoderTable } from './decoder-table.ts'
import type { RegistryClient } from './registry-client.ts'
import type { MessageToRead, ReadResult } from './read-result.ts'
import type { ContextNameStrategy } from './registry-context.ts'
import { ReaderFinder } from './reader-schema.ts'
import type { ReaderSchema } from './reader-schema.ts'
import { isNotFound } from './request-error.ts'
import { located, SerdeError } from './serde-error.ts'
import type { StoredSchema } from './stored-schema.ts'
import { SubjectNamer } from './subject-name-strategy.ts'
import type { SubjectNameStrategy } from './subject-name-strategy.ts'
import { checkRuleOptions, checkRulesForReading } from './unexecuted-rules.ts'
import type { RuleOptions } from './unexecuted-rules.ts'

/** What deserializers of all formats have in common. */
export interface DeserializerOptions extends RuleOptions {
  readonly client: RegistryClient
  /** Default `value`. */
  readonly role?: Role
  /** Absent: values have the shape that their writer gave them. */
  readonly readerSchema?: ReaderSchema
  /** Names the subject of `latest`. Default `TOPIC`. */
  readonly subjectNameStrategy?: SubjectNameStrategy
  /** Where ids and subjects of a topic live. Default: the client's context for every topic. */
  readonly contextNameStrategy?: ContextNameStrategy
  /** Reads a payload without bytes as null instead of refusing it. Default false. */
  readonly emptyAsNull?: boolean
}

/** A payload with the frame taken apart. */
interface Opened {
  readonly handle: SchemaHandle
  readonly start: number
  readonly indexes: IndexSource | undefined
}

/** Topics and messages whose decoders are kept apart; past that, the tables are made anew. */
const MAX_TABLES = 10_000

/**
 * Framed bytes in, values out: the half of a deserializer that all formats share.
 *
 * Reads both magic bytes, before the payload and in headers. The hot path is five bytes, a lookup
 * by number and the codec.
 */
export class Deserializer<T> {
  readonly #source: CodecSource
  #codec: Codec | undefined
  readonly #options: DeserializerOptions
  readonly #role: Role
  readonly #namer: SubjectNamer
  /** One per topic where decoders depend on it, else a single one. */
  readonly #isPerTopic: boolean
  readonly #reader: ReaderFinder
  /** One per message as well: each has a subject of its own. Serde 3.1. */
  readonly #isPerMessage: boolean
  readonly #tables = new Map<string, DecoderTable>()
  #lastKey: string | undefined
  #lastTable = new DecoderTable()

  protected constructor(source: CodecSource, options: DeserializerOptions) {
    this.#source = source
    this.#options = options
    this.#role = options.role ?? 'value'
    this.#namer = new SubjectNamer(
      options.client,
      options.subjectNameStrategy,
      options.contextNameStrategy,
    )
    this.#reader = new ReaderFinder(options.readerSchema, {
      client: options.client,
      source,
      namer: this.#namer,
      role: this.#role,
    })
    const { readsLatest } = this.#reader
    this.#isPerTopic = readsLatest || options.contextNameStrategy !== undefined
    this.#isPerMessage =
      readsLatest && this.#namer.needsRecordName && source.messagePathOf !== undefined
    checkRuleOptions(options)
  }

  /**
   * Decodes a message whose schema is known already.
   *
   * @param headers pass them when the topic may have been written in header mode
   * @returns null for a tombstone
   * @throws SerdeError NOT_PREPARED before the schema is known; see {@link prepare}
   */
  deserialize(topic: string, payload: Uint8Array | null, headers?: RecordHeaders): T | null {
    if (payload === null || this.#isEmpty(payload)) return null
    const bytes = asBuffer(payload)
    const table = this.#tableOf(topic, bytes, headers)
    if (headers === undefined || readSchemaHeader(headers, this.#role) === undefined) {
      const decoder = table.byId.get(peekSchemaId(bytes))
      if (decoder !== undefined) {
        return this.#read(topic, decoder, bytes, ID_PREFIX_BYTES, undefined)
      }
    }
    const { handle, start, indexes } = this.#open(topic, bytes, headers)
    const decoder = table.find(handle) ?? this.#compileKnown(table, handle, topic)
    if (decoder !== undefined) return this.#read(topic, decoder, bytes, start, indexes)
    const retired = table.findRetired(handle)
    if (retired === undefined) {
      throw new SerdeError(
        'NOT_PREPARED',
        'the schema is not known yet: call deserializeAsync, or await prepare() before',
        { topic, role: this.#role },
      )
    }
    // The reader schema before serves until the new one is compiled in.
    this.#load(table, handle, topic).catch(() => undefined)
    return this.#read(topic, retired, bytes, start, indexes)
  }

  /**
   * The same, asking the registry first where it must.
   *
   * @returns a promise only when it had to wait: `await` suits both
   * @throws SerdeError
   * @throws RequestError
   */
  deserializeAsync(
    topic: string,
    payload: Uint8Array | null,
    headers?: RecordHeaders,
  ): T | null | Promise<T | null> {
    if (payload === null || this.#isEmpty(payload)) return null
    const bytes = asBuffer(payload)
    const table = this.#tableOf(topic, bytes, headers)
    const opened = this.#open(topic, bytes, headers)
    const known = table.find(opened.handle) ?? this.#compileKnown(table, opened.handle, topic)
    if (known !== undefined) return this.#read(topic, known, bytes, opened.start, opened.indexes)
    return this.#load(table, opened.handle, topic).then((decoder) =>
      this.#read(topic, decoder, bytes, opened.start, opened.indexes),
    )
  }

  /** Fetches the schema of a message, so that {@link deserialize} can be called. */
  async prepare(topic: string, payload: Uint8Array | null, headers?: RecordHeaders): Promise<void> {
    if (payload === null || this.#isEmpty(payload)) return
    const bytes = asBuffer(payload)
    const { handle } = this.#open(topic, bytes, headers)
    const table = this.#tableOf(topic, bytes, headers)
    if (table.find(handle) === undefined) await this.#load(table, handle, topic)
  }

  /**
   * Whether {@link deserialize} can be called.
   *
   * @throws SerdeError on a message that is not framed
   */
  isPrepared(topic: string, payload: Uint8Array | null, headers?: RecordHeaders): boolean {
    if (payload === null || this.#isEmpty(payload)) return true
    const bytes = asBuffer(payload)
    const { handle } = this.#open(topic, bytes, headers)
    return this.#tableOf(topic, bytes, headers).find(handle) !== undefined
  }

  /**
   * Decodes many messages: fetches all unknown schemas at once, then decodes in one go.
   *
   * @returns a result for every message, failed ones with their bytes; never throws
   */
  async deserializeBatch(messages: readonly MessageToRead[]): Promise<readonly ReadResult<T>[]> {
    const failures = await Promise.all(
      messages.map(({ topic, payload, headers }) =>
        this.prepare(topic, payload, headers).then(
          () => undefined,
          (error: unknown) => ({ ok: false as const, error, payload }),
        ),
      ),
    )
    return messages.map(({ topic, payload, headers }, index) => {
      const failure = failures[index]
      if (failure !== undefined) return failure
      try {
        return { ok: true, value: this.deserialize(topic, payload, headers) }
      } catch (error) {
        return { ok: false, error, payload }
      }
    })
  }

  #isEmpty(payload: Uint8Array): boolean {
    return payload.length === 0 && this.#options.emptyAsNull === true
  }

  #tableOf(topic: string, payload: Buffer, headers: RecordHeaders | undefined): DecoderTable {
    if (!this.#isPerTopic) return this.#lastTable
    const message = this.#isPerMessage ? this.#messageOf(topic, payload, headers) : undefined
    const key = message === undefined ? topic : `${message.join()} ${topic}`
    if (key !== this.#lastKey) {
      let table = this.#tables.get(key)
      if (table === undefined) {
        if (this.#tables.size >= MAX_TABLES) this.#tables.clear()
        this.#tables.set(key, (table = new DecoderTable(message)))
      }
      this.#lastKey = key
      this.#lastTable = table
    }
    const table = this.#lastTable
    if (this.#reader.readsLatest) table.followLatest(this.#options.client)
    return table
  }

  #messageOf(
    topic: string,
    payload: Buffer,
    headers: RecordHeaders | undefined,
  ): readonly number[] | undefined {
    const { start, indexes } = this.#open(topic, payload, headers)
    try {
      return this.#source.messagePathOf?.(indexes?.bytes ?? payload, indexes?.start ?? start)
    } catch (thrown) {
      throw located(thrown, { topic, role: this.#role })
    }
  }

  #open(topic: string, payload: Buffer, headers: RecordHeaders | undefined): Opened {
    try {
      const header = headers === undefined ? undefined : readSchemaHeader(headers, this.#role)
      if (header === undefined) {
        const { handle, end } = unframe(payload)
        return { handle, start: end, indexes: undefined }
      }
      const { handle, end } = unframe(header)
      return { handle, start: 0, indexes: { bytes: header, start: end } }
    } catch (thrown) {
      throw located(thrown, { topic, role: this.#role })
    }
  }

  #read(
    topic: string,
    decoder: Decoder,
    payload: Buffer,
    start: number,
    indexes: IndexSource | undefined,
  ): T {
    try {
      return decoder.decode(payload, start, indexes) as T
    } catch (thrown) {
      const schemaId = indexes === undefined ? peekSchemaId(payload) : 0
      throw located(thrown, {
        topic,
        role: this.#role,
        firstBytes: payload.toString('hex', 0, 16),
        ...(schemaId === 0 ? {} : { schemaId }),
      })
    }
  }

  /** Without waiting: possible when the client holds the schema and no reader must be found. */
  #compileKnown(table: DecoderTable, handle: SchemaHandle, topic: string): Decoder | undefined {
    if (this.#reader.isAsked) return undefined
    const codec = this.#codec
    const writer = this.#options.client.peek(handle, this.#namer.contextOf(topic))
    if (codec === undefined || writer === undefined) return undefined
    return this.#compile(codec, table, handle, writer, undefined)
  }

  async #load(table: DecoderTable, handle: SchemaHandle, topic: string): Promise<Decoder> {
    try {
      const context = this.#namer.contextOf(topic)
      const writer = await this.#options.client.schemaOf(handle, context)
      const codec = (this.#codec ??= await this.#source.load())
      const reader = await this.#reader.find(codec, table, topic, writer)
      return table.find(handle) ?? this.#compile(codec, table, handle, writer, reader)
    } catch (thrown) {
      if (!isNotFound(thrown)) throw located(thrown, { topic, role: this.#role })
      const name = handle.kind === 'id' ? `id ${handle.schemaId}` : `guid ${handle.guid}`
      throw new SerdeError('UNKNOWN_SCHEMA', `the registry knows no schema of ${name}`, {
        topic,
        role: this.#role,
        cause: thrown,
        ...(handle.kind === 'id' ? { schemaId: handle.schemaId } : {}),
      })
    }
  }

  /** A schema that cannot be used gives a decoder that says so, so that it is not tried again. */
  #compile(
    codec: Codec,
    table: DecoderTable,
    handle: SchemaHandle,
    writer: StoredSchema,
    reader: StoredSchema | undefined,
  ): Decoder {
    const decoder = this.#decoderFor(codec, writer, reader)
    table.keep(handle, decoder)
    return decoder
  }

  #decoderFor(codec: Codec, writer: StoredSchema, reader: StoredSchema | undefined): Decoder {
    try {
      const wrong = [writer, reader].find(
        (schema) => schema !== undefined && schema.schemaType !== this.#source.schemaType,
      )
      if (wrong !== undefined) {
        throw new SerdeError(
          'WRONG_SCHEMA_TYPE',
          `the schema is of type ${wrong.schemaType}, not ${this.#source.schemaType}`,
        )
      }
      const latest = this.#reader.readsLatest ? reader : undefined
      checkRulesForReading(writer, latest, this.#options)
      return codec.decoder(writer, reader)
    } catch (fault) {
      return {
        decode(): never {
          throw fault
        },
      }
    }
  }
}

/** By a method that only they have: `instanceof` walks prototypes, a tenth of reading a message. */
function isBuffer(bytes: Uint8Array): bytes is Buffer {
  return (bytes as Partial<Buffer>).readUInt32BE !== undefined
}

function asBuffer(payload: Uint8Array): Buffer {
  return isBuffer(payload)
    ? payload
    : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
}
