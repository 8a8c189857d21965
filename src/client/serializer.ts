import type { MetadataBody, RuleSetBody } from '../rest/bodies.ts'
import type { SchemaReference } from '../model/schema.ts'
import { writePrefix } from '../wire/frame.ts'
import type { RecordHeaders, Role } from '../wire/headers.ts'
import { writeSchemaHeader } from '../wire/headers.ts'
import { noMessageIndexes } from './codecs/codec.ts'
import type { Codec, CodecSource, Encoder } from './codecs/codec.ts'
import { bindOwnImports } from './imported-schemas.ts'
import type { ImportOptions } from './imported-schemas.ts'
import type { OwnSchema } from './own-schema.ts'
import type { RegistryClient } from './registry-client.ts'
import type { ContextNameStrategy } from './registry-context.ts'
import { chooseSchema, followsLatest, needsOwnSchema, needsSubject } from './schema-choice.ts'
import type { SchemaChoice } from './schema-choice.ts'
import { located, SerdeError } from './serde-error.ts'
import type { StoredSchema } from './stored-schema.ts'
import { SubjectNamer } from './subject-name-strategy.ts'
import type { SubjectNameStrategy } from './subject-name-strategy.ts'
import { checkRuleOptions, checkRulesForWriting } from './unexecuted-rules.ts'
import type { RuleOptions } from './unexecuted-rules.ts'

/** What serializers of all formats have in common. */
export interface SerializerOptions extends ImportOptions, RuleOptions {
  readonly client: RegistryClient
  /** Default `value`. */
  readonly role?: Role
  /** Default `lookup`: production code registers nothing by accident. */
  readonly schema?: SchemaChoice
  /** The own schema; needed for `register` and `lookup`. */
  readonly schemaText?: string
  readonly references?: readonly SchemaReference[]
  readonly metadata?: MetadataBody
  readonly ruleSet?: RuleSetBody
  /** Copies the tags of the version before when a schema is registered. Default false. */
  readonly propagateSchemaTags?: boolean
  /** Lets the registry normalise the own schema. Default false. */
  readonly normalize?: boolean
  /** Default `TOPIC`. */
  readonly subjectNameStrategy?: SubjectNameStrategy
  /** Default: the client's context for every topic. */
  readonly contextNameStrategy?: ContextNameStrategy
  /** Where the schema is named: before the payload, or by guid in a record header. */
  readonly location?: 'prefix' | 'header'
}

/** Everything that one topic (and message name) needs, found once. */
interface Binding {
  readonly subject: string
  readonly schema: StoredSchema
  readonly encoder: Encoder
  /** In front of the payload; empty in header mode. */
  readonly prefix: Uint8Array
  readonly header: Buffer | undefined
}

/** Topics times message names that are kept; more are found again. */
const MAX_BINDINGS = 10_000

/**
 * Values in, framed bytes out: the half of a serializer that all formats share.
 *
 * The hot path is a lookup by topic, the codec and a copy; no promise, no network, no parsing.
 */
export class Serializer<T> {
  readonly #source: CodecSource
  readonly #options: SerializerOptions
  readonly #own: OwnSchema | undefined
  readonly #role: Role
  readonly #choice: SchemaChoice
  readonly #namer: SubjectNamer
  readonly #bindings = new Map<string, Binding>()
  readonly #pending = new Map<string, Promise<Binding>>()
  // The last binding found, so that a run of records of one topic costs two comparisons.
  #lastTopic: string | undefined
  #lastMessage: string | undefined
  #lastBinding: Binding | undefined

  /** @throws SerdeError INVALID_OPTIONS */
  protected constructor(source: CodecSource, options: SerializerOptions) {
    this.#source = source
    this.#options = options
    this.#role = options.role ?? 'value'
    this.#choice = options.schema ?? 'lookup'
    this.#namer = new SubjectNamer(
      options.client,
      options.subjectNameStrategy,
      options.contextNameStrategy,
    )
    this.#own = ownSchema(source, options)
    checkRuleOptions(options)
    if (needsOwnSchema(this.#choice) && this.#own === undefined) {
      throw new SerdeError(
        'INVALID_OPTIONS',
        `schema: '${this.#choice}' needs the schema to ${this.#choice === 'register' ? 'register' : 'look up'}: pass schemaText`,
      )
    }
  }

  /**
   * Encodes a value whose schema is known already, which it is from the first value of a topic on.
   *
   * @param headers needed in header mode; the schema header is put into it
   * @returns `null`, a tombstone, for `null` and `undefined`
   * @throws SerdeError NOT_PREPARED before the schema is known; see {@link prepare}
   */
  serialize(topic: string, value: T, headers?: RecordHeaders): Buffer
  serialize(topic: string, value: T | null | undefined, headers?: RecordHeaders): Buffer | null
  serialize(topic: string, value: T | null | undefined, headers?: RecordHeaders): Buffer | null {
    if (value === null || value === undefined) return null
    const binding = this.#known(topic, this.#source.messageNameOf(value))
    if (binding !== undefined) return this.#write(topic, binding, value, headers)
    throw new SerdeError(
      'NOT_PREPARED',
      'the schema is not known yet: call serializeAsync, or await prepare() before',
      { topic, role: this.#role },
    )
  }

  /**
   * The same, asking the registry first where it must.
   *
   * @returns a promise only when it had to wait: `await` suits both
   * @throws SerdeError
   * @throws RequestError
   */
  serializeAsync(topic: string, value: T, headers?: RecordHeaders): Buffer | Promise<Buffer>
  serializeAsync(
    topic: string,
    value: T | null | undefined,
    headers?: RecordHeaders,
  ): Buffer | null | Promise<Buffer | null>
  serializeAsync(
    topic: string,
    value: T | null | undefined,
    headers?: RecordHeaders,
  ): Buffer | null | Promise<Buffer | null> {
    if (value === null || value === undefined) return null
    const messageName = this.#source.messageNameOf(value)
    const binding = this.#known(topic, messageName)
    if (binding !== undefined) return this.#write(topic, binding, value, headers)
    return this.#bind(topic, messageName).then((found) => this.#write(topic, found, value, headers))
  }

  /**
   * Finds the schema of a topic, so that {@link serialize} can be called.
   *
   * @param sample a value like those to come; needed only where values say which message they are
   */
  async prepare(topic: string, sample?: T): Promise<void> {
    if (this.isPrepared(topic, sample)) return
    await this.#bind(topic, this.#source.messageNameOf(sample))
  }

  /** Whether {@link serialize} can be called. */
  isPrepared(topic: string, sample?: T | null): boolean {
    return sample === null || this.#known(topic, this.#source.messageNameOf(sample)) !== undefined
  }

  /** Encodes many values, waiting at most once per topic and message. */
  async serializeBatch(
    records: readonly { readonly topic: string; readonly value: T | null }[],
  ): Promise<readonly (Buffer | null)[]> {
    return Promise.all(records.map(async ({ topic, value }) => this.serializeAsync(topic, value)))
  }

  #known(topic: string, messageName: string | undefined): Binding | undefined {
    if (topic !== this.#lastTopic || messageName !== this.#lastMessage) {
      this.#lastTopic = topic
      this.#lastMessage = messageName
      this.#lastBinding = this.#bindings.get(keyOf(topic, messageName))
    }
    const binding = this.#lastBinding
    if (binding !== undefined && followsLatest(this.#choice)) {
      // The old version serves until the new one is bound.
      if (this.#latest(binding.subject) !== binding.schema)
        this.#follow(topic, messageName, binding)
    }
    return binding
  }

  #write(topic: string, binding: Binding, value: T, headers: RecordHeaders | undefined): Buffer {
    try {
      if (binding.header !== undefined) {
        if (headers === undefined) {
          throw new SerdeError('MISSING_HEADERS', 'header mode needs the headers of the record')
        }
        const payload = binding.encoder.encode(value, binding.prefix)
        writeSchemaHeader(headers, this.#role, binding.header)
        return payload
      }
      return binding.encoder.encode(value, binding.prefix)
    } catch (thrown) {
      throw located(thrown, { topic, role: this.#role, ...idOf(binding.schema) })
    }
  }

  #bind(topic: string, messageName: string | undefined): Promise<Binding> {
    const key = keyOf(topic, messageName)
    const pending = this.#pending.get(key)
    if (pending !== undefined) return pending
    const asked = this.#find(topic, messageName)
      .then((binding) => {
        this.#keep(key, binding)
        return binding
      })
      .finally(() => this.#pending.delete(key))
    this.#pending.set(key, asked)
    return asked
  }

  #latest(subject: string): StoredSchema | undefined {
    const choice = this.#choice
    const isMarked = typeof choice === 'object' && 'metadata' in choice
    return this.#options.client.peekLatest(subject, isMarked ? choice.metadata : undefined)
  }

  /** In the background; a registry that is away for a moment changes nothing. */
  #follow(topic: string, messageName: string | undefined, old: Binding): void {
    this.#bind(topic, messageName).catch((fault: unknown) => {
      if (!(fault instanceof SerdeError)) return
      // A version that cannot be written with must not be passed over in silence.
      const encoder: Encoder = {
        messageIndexes: noMessageIndexes,
        encode() {
          throw fault
        },
      }
      const schema = this.#latest(old.subject) ?? old.schema
      this.#keep(keyOf(topic, messageName), { ...old, schema, encoder })
    })
  }

  #keep(key: string, binding: Binding): void {
    if (this.#bindings.size >= MAX_BINDINGS) this.#bindings.clear()
    this.#bindings.set(key, binding)
    this.#lastTopic = undefined
  }

  async #find(topic: string, messageName: string | undefined): Promise<Binding> {
    const { client, normalize = false } = this.#options
    try {
      const codec = await this.#source.load()
      const subject = await this.#subjectOf(codec, topic, messageName)
      const schema = await chooseSchema({
        client,
        choice: this.#choice,
        subject,
        context: this.#namer.contextOf(topic),
        own: await this.#bindImports(codec, topic),
        normalize,
      })
      if (schema.schemaType !== this.#source.schemaType) {
        throw new SerdeError(
          'WRONG_SCHEMA_TYPE',
          `${nameOf(subject, schema)} of type ${schema.schemaType}, not ${this.#source.schemaType}`,
        )
      }
      checkRulesForWriting(schema, this.#options)
      const encoder = codec.encoder(schema, messageName)
      return { subject, schema, encoder, ...this.#naming(schema, encoder) }
    } catch (thrown) {
      throw located(thrown, { topic, role: this.#role })
    }
  }

  async #bindImports(codec: Codec, topic: string): Promise<OwnSchema | undefined> {
    const [own, choice] = [this.#own, this.#choice]
    if (own === undefined || !needsOwnSchema(choice)) return own
    const { normalize = false, ...options } = this.#options
    const qualify = (subject: string): string => this.#namer.qualify(topic, subject)
    return bindOwnImports({ ...options, codec, own, choice, topic, normalize, qualify })
  }

  async #subjectOf(codec: Codec, topic: string, messageName: string | undefined): Promise<string> {
    if (!needsSubject(this.#choice)) return ''
    const recordName =
      this.#own !== undefined && this.#namer.needsRecordName
        ? codec.recordName(this.#own.schemaText, messageName)
        : messageName
    const { schemaType } = this.#source
    const schemaText = this.#own?.schemaText
    return this.#namer.subjectOf({ topic, role: this.#role, schemaType, recordName, schemaText })
  }

  #naming(schema: StoredSchema, encoder: Encoder): Pick<Binding, 'prefix' | 'header'> {
    const { messageIndexes } = encoder
    if (this.#options.location === 'header') {
      if (schema.guid === undefined) {
        throw new SerdeError(
          'MISSING_GUID',
          'the registry gives no guid for this schema (it predates guids), so header mode cannot name it',
        )
      }
      const guidFrame = writePrefix({ kind: 'guid', guid: schema.guid })
      return { prefix: new Uint8Array(), header: Buffer.concat([guidFrame, messageIndexes]) }
    }
    if (schema.schemaId === undefined) {
      throw new SerdeError('UNKNOWN_SCHEMA', 'the registry gives no id for this schema')
    }
    const idFrame = writePrefix({ kind: 'id', schemaId: schema.schemaId })
    return { prefix: Buffer.concat([idFrame, messageIndexes]), header: undefined }
  }
}

function keyOf(topic: string, messageName: string | undefined): string {
  return messageName === undefined ? topic : `${topic}\0${messageName}`
}

function ownSchema(source: CodecSource, options: SerializerOptions): OwnSchema | undefined {
  if (options.schemaText === undefined) return undefined
  return {
    schemaType: source.schemaType,
    schemaText: options.schemaText,
    ...(options.references === undefined ? {} : { references: options.references }),
    ...(options.metadata === undefined ? {} : { metadata: options.metadata }),
    ...(options.ruleSet === undefined ? {} : { ruleSet: options.ruleSet }),
    ...(options.propagateSchemaTags === true ? { propagateSchemaTags: true } : {}),
  }
}

/** A fixed schema has no subject to blame. */
function nameOf(subject: string, { schemaId, guid }: StoredSchema): string {
  if (subject !== '') return `subject '${subject}' holds a schema`
  return `the schema of ${schemaId === undefined ? `guid ${guid}` : `id ${schemaId}`} is`
}

function idOf(schema: StoredSchema): { readonly schemaId?: number } {
  return schema.schemaId === undefined ? {} : { schemaId: schema.schemaId }
}
