import type { SchemaHandle } from '../wire/frame.ts'
import type { Decoder, MessageChoice } from './codecs/codec.ts'
import type { RegistryClient } from './registry-client.ts'
import type { StoredSchema } from './stored-schema.ts'

/** Writer schemas kept compiled; past that, the table starts over. */
const MAX_DECODERS = 10_000

/** Messages come faster than a registry should be asked. */
const ASK_AGAIN_MS = 1000

/** A reader schema that is the latest of its subject, or the latest with certain metadata. */
export interface LatestReader {
  readonly subject: string
  readonly properties: Readonly<Record<string, string>> | undefined
  readonly latest: StoredSchema
}

/** Compiled decoders by writer schema, all for the same reader schema. */
export class DecoderTable {
  /** Absent: for any. */
  readonly message: MessageChoice | undefined
  /** Plain, for the hot path; key 0 is never set. */
  readonly byId = new Map<number, Decoder>()
  readonly #byGuid = new Map<string, Decoder>()
  readonly #readers = new Map<string, LatestReader>()
  /** When a latest version that is not known any more was asked for. */
  #askedAt = Number.NEGATIVE_INFINITY
  /** Those made for the reader schema before, until the new ones are there. */
  #retired: DecoderTable | undefined

  /** @param message the only one whose payloads are decoded by it */
  constructor(message?: MessageChoice) {
    this.message = message
  }

  find(handle: SchemaHandle): Decoder | undefined {
    return handle.kind === 'id' ? this.byId.get(handle.schemaId) : this.#byGuid.get(handle.guid)
  }

  findRetired(handle: SchemaHandle): Decoder | undefined {
    return this.#retired?.find(handle)
  }

  keep(handle: SchemaHandle, decoder: Decoder): void {
    if (this.byId.size + this.#byGuid.size >= MAX_DECODERS) this.#clear()
    if (handle.kind === 'id') this.byId.set(handle.schemaId, decoder)
    else this.#byGuid.set(handle.guid, decoder)
  }

  /** Notes that decoders are made for the latest version of a subject. */
  readWith(reader: LatestReader): void {
    this.#readers.set(reader.subject, reader)
  }

  /** Sets all decoders aside when one of those subjects has a newer version. */
  followLatest(client: RegistryClient): void {
    for (const reader of this.#readers.values()) {
      const { subject, properties, latest: before } = reader
      const latest = client.peekLatest(subject, properties)
      if (latest === undefined) this.#askAgain(client, reader)
      if (latest === undefined || latest === before) continue
      const retired = new DecoderTable()
      for (const [schemaId, decoder] of this.byId) retired.byId.set(schemaId, decoder)
      for (const [guid, decoder] of this.#byGuid) retired.#byGuid.set(guid, decoder)
      this.#clear()
      this.#retired = retired
      return
    }
  }

  /** A subject that was deleted may come back, one that the cache had no place for has not gone. */
  #askAgain(client: RegistryClient, reader: LatestReader): void {
    const now = client.now()
    if (now - this.#askedAt < ASK_AGAIN_MS) return
    this.#askedAt = now
    const { subject, properties } = reader
    // To the end: one that is gone for good must not be the only one that is asked for.
    this.#readers.delete(subject)
    this.#readers.set(subject, reader)
    const asked =
      properties === undefined
        ? client.latestSchema(subject)
        : client.schemaWithMetadata(subject, properties)
    asked.catch(() => undefined)
  }

  #clear(): void {
    this.byId.clear()
    this.#byGuid.clear()
    this.#readers.clear()
    this.#retired = undefined
  }
}
