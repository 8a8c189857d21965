import { createHash } from 'node:crypto'
import type { RegisterSchemaResponse, SubjectSchemaBody } from '../rest/bodies.ts'
import type { SchemaHandle } from '../wire/frame.ts'
import { JoinedCache } from './joined-cache.ts'
import type { OwnSchema } from './own-schema.ts'
import { toRequest } from './own-schema.ts'
import { resolveClosure } from './reference-closure.ts'
import type { ReferenceClosure, ReferencePointer } from './reference-closure.ts'
import { RegistryApi } from './registry-api.ts'
import {
  contextQualifier,
  DEFAULT_QUALIFIER,
  qualifierOf,
  qualifyIn,
  withQualifiedReferences,
} from './registry-context.ts'
import { Snapshot } from './snapshot.ts'
import { toStoredSchema } from './stored-schema.ts'
import type { StoredSchema } from './stored-schema.ts'
import { readUrls } from './transport/registry-urls.ts'
import type { TransportOptions } from './transport/transport.ts'

/** How the registry is reached and what is remembered of it. */
export interface RegistryClientOptions extends TransportOptions {
  /** Where ids and unqualified subjects live, such as `.staging`. Default: the default context. */
  readonly context?: string
  /** Entries of each cache. Default 10 000. */
  readonly cacheSize?: number
  /** Entries of the cache of latest versions. Default: `cacheSize`. */
  readonly latestCacheSize?: number
  /** How many unknown ids, subjects or schemas each cache remembers. Default: `cacheSize`. */
  readonly missingCacheSize?: number
  /** How long "latest" is believed before it is refreshed in the background. Default 60 000. */
  readonly latestTtlMs?: number
  /** How long an unknown id is not asked for again. Default 5000. */
  readonly missingIdTtlMs?: number
  /** How long a schema that is not registered is not looked up again. Default 5000. */
  readonly missingSchemaTtlMs?: number
  /** The same for subjects and versions. Default 30 000. */
  readonly missingSubjectTtlMs?: number
  /**
   * A file that keeps the schemas seen, so that a consumer starts and reads while the registry is
   * down. Ignored when it was written for another registry.
   */
  readonly snapshotFile?: string
}

/** How a schema of one's own is registered or looked up. */
export interface OwnSchemaQuery {
  readonly normalize?: boolean
}

/**
 * The registry as serializers need it: what never changes is asked for once, what changes is
 * believed for a while, and concurrent questions are one request.
 *
 * The operations inherited from {@link RegistryApi} go to the registry every time.
 *
 * @see Serde 4.2
 */
export class RegistryClient extends RegistryApi {
  readonly #now: () => number
  readonly #context: string
  readonly #byId: JoinedCache<StoredSchema>
  readonly #byGuid: JoinedCache<StoredSchema>
  readonly #versions: JoinedCache<SubjectSchemaBody>
  readonly #latest: JoinedCache<StoredSchema>
  readonly #own: JoinedCache<StoredSchema>
  readonly #snapshot: Snapshot | undefined

  constructor(options: RegistryClientOptions) {
    super(options)
    const now = options.now ?? Date.now
    const max = options.cacheSize ?? 10_000
    const maxMisses = options.missingCacheSize ?? max
    const missTtlMs = options.missingSubjectTtlMs ?? 30_000
    const missingId = { max, maxMisses, now, missTtlMs: options.missingIdTtlMs ?? 5000 }
    const missingSchema = { ...missingId, missTtlMs: options.missingSchemaTtlMs ?? 5000 }
    this.#now = now
    this.#context = contextQualifier(options.context)
    this.#byId = new JoinedCache(missingId)
    this.#byGuid = new JoinedCache(missingId)
    this.#versions = new JoinedCache({ max, maxMisses, now, missTtlMs })
    this.#own = new JoinedCache(missingSchema)
    this.#latest = new JoinedCache({
      max: options.latestCacheSize ?? max,
      maxMisses,
      now,
      missTtlMs,
      ttlMs: options.latestTtlMs ?? 60_000,
      isBehind: (held, answer) => (held.version ?? 0) < (answer.version ?? 0),
    })
    if (options.snapshotFile !== undefined) {
      // Ids mean nothing elsewhere; passwords have no place on disk.
      const registry = `${readUrls(options.url, undefined).urls.join()} ${this.#context}`
      this.#snapshot = new Snapshot(options.snapshotFile, registry, {
        ids: this.#byId,
        guids: this.#byGuid,
      })
    }
  }

  /** A schema that is already known; never asks. */
  peek(handle: SchemaHandle, context?: string): StoredSchema | undefined {
    return handle.kind === 'id'
      ? this.#byId.peek(this.#idKey(handle.schemaId, this.#qualifierOf(context)))
      : this.#byGuid.peek(handle.guid)
  }

  /**
   * The schema that a message names.
   *
   * @param context where an id counts; absent: the client's own
   * @throws RequestError; 404 when the id or guid is unknown
   */
  schemaOf(handle: SchemaHandle, context?: string): Promise<StoredSchema> {
    return handle.kind === 'id'
      ? this.schemaById(handle.schemaId, context)
      : this.schemaByGuid(handle.guid)
  }

  /**
   * @param context where the id counts; absent: the client's own
   * @throws RequestError
   */
  schemaById(schemaId: number, context?: string): Promise<StoredSchema> {
    const qualifier = this.#qualifierOf(context)
    return this.#byId.load(this.#idKey(schemaId, qualifier), async () => {
      const query = qualifier === '' ? {} : { subject: qualifier }
      const body = await this.getSchemaById(schemaId, query)
      return this.#keep({ ...(await this.#complete(body, qualifier)), schemaId }, qualifier)
    })
  }

  /** @throws RequestError */
  schemaByGuid(guid: string): Promise<StoredSchema> {
    return this.#byGuid.load(guid, async () =>
      this.#keep({ ...(await this.#complete(await this.getSchemaByGuid(guid))), guid }, undefined),
    )
  }

  /** @throws RequestError */
  latestSchema(subject: string): Promise<StoredSchema> {
    const qualified = this.qualify(subject)
    return this.#latest.load(subject, async () =>
      this.#complete(await this.getVersion(qualified, 'latest'), qualifierOf(qualified)),
    )
  }

  /**
   * The latest version as known, refreshed in the background when it is old; never asks first.
   *
   * @param properties as in {@link schemaWithMetadata}
   */
  peekLatest(
    subject: string,
    properties?: Readonly<Record<string, string>>,
  ): StoredSchema | undefined {
    const key = latestKey(subject, properties)
    if (this.#latest.isStale(key)) {
      const asked =
        properties === undefined
          ? this.latestSchema(subject)
          : this.schemaWithMetadata(subject, properties)
      asked.catch(() => undefined)
    }
    return this.#latest.peek(key)
  }

  /**
   * The latest version whose metadata has all of the given properties.
   *
   * @throws RequestError
   */
  schemaWithMetadata(
    subject: string,
    properties: Readonly<Record<string, string>>,
  ): Promise<StoredSchema> {
    const qualified = this.qualify(subject)
    return this.#latest.load(latestKey(subject, properties), async () =>
      this.#complete(
        await this.getVersionWithMetadata(qualified, properties),
        qualifierOf(qualified),
      ),
    )
  }

  /** @throws RequestError; 409 when it is incompatible */
  registerSchema(
    subject: string,
    own: OwnSchema,
    query: OwnSchemaQuery = {},
  ): Promise<StoredSchema> {
    return this.#own.load(keyOf('register', subject, own, query), async () => {
      const answer = await this.register(this.qualify(subject), toRequest(own), query)
      const stored = await this.#completeOwn(subject, await this.#described(subject, answer), own)
      // It may have been missed a moment ago.
      this.#own.delete(keyOf('lookUp', subject, own, query))
      this.#noteLatest(subject, stored)
      const marked = JSON.stringify([subject]).slice(0, -1)
      for (const key of this.#latest.keysWith(`${marked},`)) {
        const [, properties] = JSON.parse(key) as [string, Readonly<Record<string, string>>]
        if (hasProperties(stored, properties)) this.#noteLatest(key, stored)
      }
      return stored
    })
  }

  /** @throws RequestError; 404 when the subject has no such schema */
  lookUpSchema(subject: string, own: OwnSchema, query: OwnSchemaQuery = {}): Promise<StoredSchema> {
    return this.#own.load(keyOf('lookUp', subject, own, query), async () =>
      this.#completeOwn(
        subject,
        await this.lookUp(this.qualify(subject), toRequest(own), query),
        own,
      ),
    )
  }

  /**
   * The closure of references, dependencies first.
   *
   * @param context that of the one who refers; absent: the client's own
   * @throws RequestError
   */
  resolveReferences(
    references: readonly ReferencePointer[],
    context?: string,
  ): Promise<ReferenceClosure> {
    const qualifier = this.#qualifierOf(context)
    return resolveClosure(references, async (reference) => {
      const subject = qualifyIn(qualifier, reference.subject)
      const body = await this.#versions.load(JSON.stringify([subject, reference.version]), () =>
        this.getVersion(subject, reference.version, { deleted: true }),
      )
      // Asked for from another context, the default one must be named, too.
      const home = qualifierOf(subject) || (qualifier === '' ? '' : DEFAULT_QUALIFIER)
      return withQualifiedReferences(body, home)
    })
  }

  /** Milliseconds since the epoch, by the clock that the client was given. */
  now(): number {
    return this.#now()
  }

  /** Puts a subject into this client's context, unless it names one itself. */
  qualify(subject: string): string {
    return qualifyIn(this.#context, subject)
  }

  /** Writes the snapshot, if there is one; the client stays usable. */
  async close(): Promise<void> {
    await this.#snapshot?.save()
  }

  async #complete(
    body: Parameters<typeof toStoredSchema>[0],
    context?: string,
  ): Promise<StoredSchema> {
    return toStoredSchema(body, await this.resolveReferences(body.references ?? [], context))
  }

  #qualifierOf(context: string | undefined): string {
    return context === undefined ? this.#context : contextQualifier(context)
  }

  /** Ids of the own context go without it, so that snapshots stay readable. */
  #idKey(schemaId: number, qualifier: string): string {
    return qualifier === this.#context ? String(schemaId) : `${qualifier}${schemaId}`
  }

  /** Old registries answer with the id alone; rules may have come from the version before. */
  async #described(
    subject: string,
    answer: RegisterSchemaResponse,
  ): Promise<RegisterSchemaResponse> {
    if (answer.schema !== undefined) return answer
    const known = await this.schemaById(answer.id, qualifierOf(this.qualify(subject)))
    const { metadata, ruleSet } = known
    return {
      ...answer,
      ...(metadata === undefined ? {} : { metadata }),
      ...(ruleSet === undefined ? {} : { ruleSet }),
    }
  }

  /** Registries answer with little: what is missing is what was sent. */
  #completeOwn(
    subject: string,
    body: RegisterSchemaResponse,
    own: OwnSchema,
  ): Promise<StoredSchema> {
    const { schemaText, ...sent } = own
    const context = qualifierOf(this.qualify(subject))
    return this.#complete({ ...sent, schema: schemaText, subject, ...body }, context)
  }

  /** @param key of the cache: the subject's latest, or its latest with certain metadata */
  #noteLatest(key: string, registered: StoredSchema): void {
    const held = this.#latest.peek(key)?.version ?? 0
    // Where none is known, it may be an old version that was registered again.
    const isComparable = held > 0 || this.#latest.isAsked(key)
    if (!isComparable || registered.version === undefined) this.#latest.delete(key)
    else if (held <= registered.version) this.#latest.set(key, registered)
  }

  /** @param qualifier that of the id's context, when it is known */
  #keep(schema: StoredSchema, qualifier: string | undefined): StoredSchema {
    if (schema.schemaId !== undefined && qualifier !== undefined) {
      this.#byId.set(this.#idKey(schema.schemaId, qualifier), schema)
    }
    if (schema.guid !== undefined) this.#byGuid.set(schema.guid, schema)
    this.#snapshot?.changed()
    return schema
  }
}

function latestKey(
  subject: string,
  properties: Readonly<Record<string, string>> | undefined,
): string {
  return properties === undefined ? subject : JSON.stringify([subject, properties])
}

function hasProperties(
  { metadata }: StoredSchema,
  properties: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(properties).every(([name, value]) => metadata?.properties?.[name] === value)
}

/** Hashed, so that the cache does not hold every schema text twice. */
function keyOf(kind: string, subject: string, own: OwnSchema, query: OwnSchemaQuery): string {
  const text = JSON.stringify([kind, subject, toRequest(own), query.normalize ?? false])
  return createHash('sha256').update(text).digest('base64')
}
