import type {
  Association,
  AssociationFilter,
  AssociationType,
  Lifecycle,
} from '../model/association.ts'
import type { Config, ConfigUpdate, EffectiveConfig } from '../model/config.ts'
import type { Metadata } from '../model/metadata.ts'
import type { Mode } from '../model/mode.ts'
import type { Page } from '../model/page.ts'
import type { Place } from '../model/place.ts'
import type { Direction } from '../model/compatibility-level.ts'
import type { RuleSet } from '../model/rule-set.ts'
import type { SchemaContent } from '../model/schema.ts'
import type { SchemaTags } from '../model/schema-tags.ts'
import type { QualifiedSubject, SubjectPrefix } from '../model/subject.ts'
import type { VersionRequest } from '../model/version.ts'

/**
 * The use cases, as HTTP and embedders see them. Every method throws RegistryError, and nothing
 * else that a caller could have caused.
 *
 * Subjects arrive parsed; aliases are resolved by the caller through {@link Registry.resolveAlias}.
 */
export interface Registry {
  // --- schemas under a subject -------------------------------------------------------------
  registerSchema(
    name: QualifiedSubject,
    offer: SchemaOffer,
    options: RegisterOptions,
  ): Promise<SchemaAnswer>
  /** Rest-api 3.6, `POST /subjects/{s}`. */
  lookUpSchema(
    name: QualifiedSubject,
    offer: SchemaOffer,
    options: LookUpOptions,
  ): Promise<SchemaAnswer>
  readVersion(
    name: QualifiedSubject,
    version: VersionRequest,
    options: ReadVersionOptions,
  ): Promise<SchemaAnswer>
  listVersions(
    name: QualifiedSubject,
    options: ListVersionsOptions,
    page: Page,
  ): Promise<readonly number[]>
  listReferrers(
    name: QualifiedSubject,
    version: VersionRequest,
    includeDeleted: boolean,
    page: Page,
  ): Promise<readonly number[]>
  findByMetadata(
    name: QualifiedSubject,
    properties: ReadonlyMap<string, string>,
    options: LookUpOptions,
  ): Promise<SchemaAnswer>
  editTags(
    name: QualifiedSubject,
    version: VersionRequest,
    edit: TagRequest,
    caller: Caller,
  ): Promise<SchemaAnswer>
  checkCompatibility(
    name: QualifiedSubject,
    version: VersionRequest | 'all',
    offer: SchemaOffer,
    options: { readonly normalize: boolean; readonly verbose: boolean },
  ): Promise<CompatibilityAnswer>

  // --- schemas by id and guid --------------------------------------------------------------
  /** `name` as of the query parameter `subject`; `undefined` and an empty subject mean the context alone. */
  readById(
    schemaId: number,
    name: QualifiedSubject | undefined,
    options: ReadByIdOptions,
  ): Promise<SchemaAnswer>
  readByGuid(guid: string, format: string): Promise<SchemaAnswer>
  listIdsOfGuid(guid: string): Promise<readonly { readonly context: string; readonly id: number }[]>
  /** One entry per subject. Rest-api 2.2, `/schemas/ids/{id}/subjects|versions`. */
  listUsesOfId(
    schemaId: number,
    name: QualifiedSubject | undefined,
    includeDeleted: boolean,
    page: Page,
  ): Promise<readonly { readonly subject: string; readonly version: number }[]>

  // --- lists -------------------------------------------------------------------------------
  listSubjects(
    prefix: SubjectPrefix,
    deleted: 'live' | 'all' | 'deleted-only',
    page: Page,
  ): Promise<readonly string[]>
  listSchemas(filter: ListSchemasFilter): Promise<readonly SchemaAnswer[]>
  listContexts(prefix: string, page: Page): Promise<readonly string[]>

  // --- deletion and restoring --------------------------------------------------------------
  deleteSubject(
    name: QualifiedSubject,
    permanent: boolean,
    caller: Caller,
  ): Promise<readonly number[]>
  /** `asked` is the segment as sent, for messages. */
  deleteVersion(
    name: QualifiedSubject,
    version: VersionRequest,
    permanent: boolean,
    caller: Caller,
  ): Promise<number>
  /** Ours: brings soft-deleted versions back; answers the numbers restored. */
  restoreSubject(name: QualifiedSubject, caller: Caller): Promise<readonly number[]>
  restoreVersion(name: QualifiedSubject, version: number, caller: Caller): Promise<number>
  deleteContext(context: string, caller: Caller): Promise<void>

  // --- config and mode: an empty subject means the context, `.` the global one ---------------
  /** @returns what is stored; with `defaultToGlobal` what is in force. */
  readConfig(scope: QualifiedSubject, defaultToGlobal: boolean): Promise<Config>
  /** @returns the merged record, as stored */
  updateConfig(scope: QualifiedSubject, update: ConfigUpdate, caller: Caller): Promise<Config>
  /** @returns what was in force before */
  deleteConfig(scope: QualifiedSubject, caller: Caller): Promise<Config>
  readMode(scope: QualifiedSubject, defaultToGlobal: boolean): Promise<Mode>
  /** @param mode as sent: any letter case; `null` removes. @throws INVALID_MODE ... in the order of rest-api 2.7 */
  updateMode(
    scope: QualifiedSubject,
    mode: string | null,
    force: boolean,
    caller: Caller,
  ): Promise<void>
  /** @returns the mode that was set; `undefined` only with `recursive` on a context without one */
  deleteMode(scope: QualifiedSubject, recursive: boolean, caller: Caller): Promise<Mode | undefined>
  effectiveConfig(name: QualifiedSubject): Promise<EffectiveConfig>
  /** The subject an alias leads to, or the subject itself. Rest-api 3.3. */
  resolveAlias(name: QualifiedSubject, use: 'schemas' | 'deks'): Promise<QualifiedSubject>

  // --- associations. Rest-api 2.10, 3.14 -----------------------------------------------------
  listAssociations(filter: AssociationFilter, page: Page): Promise<readonly Association[]>
  createAssociations(
    request: AssociationRequest,
    options: AssociationOptions,
    caller: Caller,
  ): Promise<AssociationAnswer>
  upsertAssociations(
    request: AssociationRequest,
    options: AssociationOptions,
    caller: Caller,
  ): Promise<AssociationAnswer>
  deleteAssociations(
    resourceId: string,
    options: DeleteAssociationsOptions,
    caller: Caller,
  ): Promise<void>
  batchGetAssociations(
    requests: readonly AssociationQuery[] | undefined,
    includeSchemas: boolean,
  ): Promise<readonly AssociationResult[]>
  batchMutateAssociations(
    requests: readonly AssociationMutation[] | undefined,
    options: AssociationOptions,
    caller: Caller,
  ): Promise<readonly AssociationResult[]>

  // --- the server itself ---------------------------------------------------------------------
  /** Kafka-cluster-like identity, for `/v1/metadata/id`. */
  readonly clusterId: string
  /** @throws STORE_UNAVAILABLE */
  ping(): Promise<void>
  /**
   * Calls back with the (context, id) pairs whose by-id answers may have changed, or `undefined`
   * when all may have; own writes before they resolve. For caches of ready answers.
   */
  onSchemaIdsChanged(
    listener: (
      changed: { readonly context: string; readonly schemaIds: readonly number[] } | undefined,
    ) => void,
  ): () => void
}

/** Who asks, for the change log. */
export interface Caller {
  readonly principal: string | undefined
}

/** A reference as sent; completeness is the registry's business (42201). */
export interface OfferedReference {
  readonly name: string | undefined
  readonly subject: string | undefined
  /** -1: latest. */
  readonly version: number | undefined
}

/** A schema as offered for registration, lookup or a check. */
export interface SchemaOffer {
  /** Absent or blank: inherit the latest text (register only). */
  readonly schemaText: string | undefined
  /** As sent; absent means AVRO. */
  readonly schemaType: string | undefined
  readonly references: readonly OfferedReference[]
  /** Absent inherits, empty does not. */
  readonly metadata: Metadata | undefined
  readonly ruleSet: RuleSet | undefined
  /** 0: any or next; -1: compare with the latest only. */
  readonly version: number
  /** `undefined`: allocate. */
  readonly schemaId: number | undefined
  readonly tagsToAdd: readonly SchemaTags[]
  readonly tagsToRemove: readonly SchemaTags[]
  readonly propagateTags: boolean
}

export interface RegisterOptions extends Caller {
  readonly normalize: boolean
  readonly force: boolean
  readonly format: string
}
export interface LookUpOptions {
  readonly normalize: boolean
  readonly format: string
  readonly deleted: boolean
}
export interface ReadVersionOptions {
  readonly format: string
  readonly referenceFormat: string
  readonly deleted: boolean
  readonly findTags: readonly string[]
}
export interface ReadByIdOptions {
  readonly format: string
  readonly referenceFormat: string
  readonly findTags: readonly string[]
  readonly fetchMaxId: boolean
}
export interface ListVersionsOptions {
  readonly deleted: boolean
  readonly deletedOnly: boolean
  readonly deletedAsNegative: boolean
}
export interface ListSchemasFilter {
  readonly prefix: SubjectPrefix
  readonly aliases: boolean
  readonly deleted: boolean
  readonly latestOnly: boolean
  readonly ruleType: string | undefined
  readonly resourceType: string | undefined
  readonly associationTypes: readonly string[]
  readonly lifecycles: readonly ('NONE' | Lifecycle)[]
  readonly page: Page
}

/** Body of `POST …/versions/{version}/tags`. */
export interface TagRequest {
  readonly newVersion: number | undefined
  readonly tagsToAdd: readonly SchemaTags[]
  readonly tagsToRemove: readonly SchemaTags[]
  readonly metadata: Metadata | undefined
  readonly ruleSet: RuleSet | undefined
  readonly rulesToMerge: RuleSet | undefined
  readonly rulesToRemove: readonly string[]
}

/** A schema as answers describe it; each operation shows the members that are present. */
export interface SchemaAnswer {
  /** Printed. */
  readonly subject?: string
  readonly version?: number
  readonly schemaId: number
  readonly guid: string
  /** `schemaText` in the format asked for; reference subjects as asked for. */
  readonly content: SchemaContent
  /** Milliseconds; present only where the answer is a stored record. */
  readonly writtenAt?: number
  readonly deleted?: boolean
  readonly schemaTags?: readonly SchemaTags[]
  readonly maxId?: number
  readonly aliases?: readonly string[]
  readonly associations?: readonly Association[]
}

/** One difference in the answer's own words. Design 4. */
export interface Incompatibility {
  readonly kind: string
  readonly path: string
  readonly direction: Direction
  readonly version?: number
  readonly message: string
  readonly undecided?: boolean
  readonly reader?: Place
  readonly writer?: Place
  readonly hint?: string
}

export interface CompatibilityAnswer {
  readonly compatible: boolean
  /** The reference's list, byte for byte. */
  readonly messages: readonly string[]
  readonly incompatibilities: readonly Incompatibility[]
}

export interface AssociationOptions {
  /** `.ctx` form of the query parameter `context`; the default context when absent. */
  readonly context: string | undefined
  readonly dryRun: boolean
}
export interface DeleteAssociationsOptions {
  readonly resourceType: string | undefined
  readonly associationTypes: readonly string[]
  readonly cascadeLifecycle: boolean
  readonly dryRun: boolean
}
export interface OfferedAssociation {
  readonly subject: string | undefined
  readonly associationType: string | undefined
  readonly lifecycle: Lifecycle | undefined
  readonly frozen: boolean | undefined
  readonly schema: SchemaOffer | undefined
  readonly normalize: boolean
}
export interface AssociationRequest {
  readonly resourceName: string | undefined
  readonly resourceNamespace: string | undefined
  readonly resourceId: string | undefined
  readonly resourceType: string | undefined
  readonly associations: readonly OfferedAssociation[] | undefined
}
export interface AnsweredAssociation {
  readonly subject: string
  readonly associationType: AssociationType
  readonly lifecycle: Lifecycle
  readonly frozen: boolean
  /** Only if registered by this call (or asked for in a batch get). */
  readonly schema?: SchemaAnswer
}
export interface AssociationAnswer {
  readonly resourceName: string
  readonly resourceNamespace: string
  readonly resourceId: string | undefined
  readonly resourceType: string
  /** Only what this call wrote; empty after an idempotent repeat or a dry run. */
  readonly associations: readonly AnsweredAssociation[]
}
export interface AssociationQuery {
  readonly resourceName: string | undefined
  readonly resourceNamespace: string | undefined
  readonly resourceId: string | undefined
  readonly resourceType: string | undefined
  readonly associationTypes: readonly string[]
  readonly lifecycle: Lifecycle | undefined
}
export type AssociationOperation =
  | ({ readonly opType: 'CREATE' | 'UPSERT' } & OfferedAssociation)
  | {
      readonly opType: 'DELETE'
      readonly associationType: string | undefined
      readonly cascadeLifecycle: boolean
    }
export interface AssociationMutation extends Omit<AssociationRequest, 'associations'> {
  readonly operations: readonly AssociationOperation[] | undefined
}
/** One item of a batch: positional. */
export type AssociationResult =
  | { readonly result: AssociationAnswer }
  | { readonly error: { readonly code: number; readonly message: string } }

/** Names a kind of server; everything a registry needs to know beside its store. */
export interface RegistrySettings {
  /** Server default level. */
  readonly compatibilityLevel: EffectiveConfig['compatibilityLevel']
  readonly modeMutability: boolean
  readonly validateFields: boolean
  readonly validateNewSchemas: boolean
  readonly rejectEmptySubject: boolean
  readonly strictReferenceVersions: boolean
  /** `drop` discards rule sets as the reference's open-source server does. Rest-api 3.12. */
  readonly ruleSets: 'store' | 'drop'
}
