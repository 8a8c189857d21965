import type { SchemaReference } from '../model/schema.ts'
import type { Role } from '../wire/headers.ts'
import type { Codec, CodecSource } from './codecs/codec.ts'
import type { DecoderTable } from './decoder-table.ts'
import type { RegistryClient } from './registry-client.ts'
import { isNotFound } from './request-error.ts'
import { SerdeError } from './serde-error.ts'
import type { StoredSchema } from './stored-schema.ts'
import type { SubjectNamer } from './subject-name-strategy.ts'

/**
 * What the application wants to read with, when not with the writer's schema: the subject's latest
 * version, the latest one with certain metadata, or a schema of its own.
 */
export type ReaderSchema =
  | 'latest'
  | { readonly metadata: Readonly<Record<string, string>> }
  | { readonly schemaText: string; readonly references?: readonly SchemaReference[] }

type OwnChoice = Extract<ReaderSchema, { readonly schemaText: string }>
type LatestChoice = Exclude<ReaderSchema, OwnChoice>

/** What finding a reader schema takes. */
export interface ReaderRoom {
  readonly client: RegistryClient
  readonly source: CodecSource
  readonly namer: SubjectNamer
  readonly role: Role
}

/** Finds the schema that a deserializer reads with. */
export class ReaderFinder {
  readonly #choice: ReaderSchema | undefined
  readonly #room: ReaderRoom
  #own: Promise<StoredSchema> | undefined

  /** @param choice absent: values have the shape that their writer gave them */
  constructor(choice: ReaderSchema | undefined, room: ReaderRoom) {
    this.#choice = choice
    this.#room = room
  }

  /** Whether there is anything to find. */
  get isAsked(): boolean {
    return this.#choice !== undefined
  }

  /** Whether what is found depends on the topic, and on what is registered meanwhile. */
  get readsLatest(): boolean {
    return this.#choice !== undefined && !isOwn(this.#choice)
  }

  /**
   * @param table of the decoders to be made, which learns what they are made for
   * @throws SerdeError MISSING_RECORD_NAME, AMBIGUOUS_ASSOCIATION, UNUSABLE_SCHEMA, UNKNOWN_SCHEMA
   * @throws RequestError
   */
  async find(
    codec: Codec,
    table: DecoderTable,
    topic: string,
    writer: StoredSchema,
  ): Promise<StoredSchema | undefined> {
    const choice = this.#choice
    if (choice === undefined) return undefined
    try {
      if (isOwn(choice)) return await (this.#own ??= this.#resolveOwn(choice))
      return await this.#latest(choice, codec, table, topic, writer)
    } catch (cause) {
      // A registry that was away for a moment must not be away for good.
      this.#own = undefined
      if (!isNotFound(cause)) throw cause
      const reason = `the reader schema cannot be had: ${cause.message}`
      throw new SerdeError('UNKNOWN_SCHEMA', reason, { cause })
    }
  }

  async #latest(
    choice: LatestChoice,
    codec: Codec,
    table: DecoderTable,
    topic: string,
    { schemaText }: StoredSchema,
  ): Promise<StoredSchema> {
    const { client, source, namer, role } = this.#room
    const recordName = namer.needsRecordName
      ? codec.recordName(schemaText, table.message ?? source.messageNameOf(undefined))
      : undefined
    const { schemaType } = source
    const subject = await namer.subjectOf({ topic, role, schemaType, recordName, schemaText })
    const properties = choice === 'latest' ? undefined : choice.metadata
    const latest =
      properties === undefined
        ? await client.latestSchema(subject)
        : await client.schemaWithMetadata(subject, properties)
    table.readWith({ subject, properties, latest })
    return latest
  }

  async #resolveOwn(own: OwnChoice): Promise<StoredSchema> {
    const { client, source } = this.#room
    const references = await client.resolveReferences(own.references ?? [])
    return { schemaType: source.schemaType, schemaText: own.schemaText, references }
  }
}

function isOwn(choice: ReaderSchema): choice is OwnChoice {
  return choice !== 'latest' && 'schemaText' in choice
}
