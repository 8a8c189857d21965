import type { Association, AssociationFilter } from '../model/association.ts'
import type { Config, ConfigUpdate, EffectiveConfig } from '../model/config.ts'
import type { Mode } from '../model/mode.ts'
import type { Page } from '../model/page.ts'
import type { QualifiedSubject, SubjectPrefix } from '../model/subject.ts'
import type { VersionRequest } from '../model/version.ts'
import type { CompatibilityAnswer, SchemaAnswer } from './answers.ts'
import type {
  AssociationAnswer,
  AssociationMutation,
  AssociationOptions,
  AssociationQuery,
  AssociationRequest,
  AssociationResult,
  DeleteAssociationsOptions,
} from './association-shapes.ts'
import type { SettingsAnswer } from './list-settings.ts'
import type {
  Caller,
  ListSchemasFilter,
  ListVersionsOptions,
  LookUpOptions,
  ReadByIdOptions,
  ReadVersionOptions,
  RegisterOptions,
  SchemaOffer,
  TagRequest,
} from './offers.ts'

/**
 * The use cases, as HTTP and embedders see them. Every method throws RegistryError, and nothing
 * else that a caller could have caused.
 *
 * Subjects arrive parsed; aliases are resolved by the caller through {@link Registry.resolveAlias}.
 */
export interface Registry {
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

  listSubjects(
    prefix: SubjectPrefix,
    deleted: 'live' | 'all' | 'deleted-only',
    page: Page,
  ): Promise<readonly string[]>
  listSchemas(filter: ListSchemasFilter): Promise<readonly SchemaAnswer[]>
  listContexts(prefix: string, page: Page): Promise<readonly string[]>

  deleteSubject(
    name: QualifiedSubject,
    permanent: boolean,
    caller: Caller,
  ): Promise<readonly number[]>

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

  /**
   * A scope with an empty subject is the context itself, that of `.` the global one.
   *
   * @returns what is stored; with `defaultToGlobal` what is in force
   */
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
  /** Ours: everything that is set, with or without versions. */
  listSettings(page: Page): Promise<readonly SettingsAnswer[]>
  effectiveConfig(name: QualifiedSubject): Promise<EffectiveConfig>
  /** The subject an alias leads to, or the subject itself. Rest-api 3.3. */
  resolveAlias(name: QualifiedSubject, use: 'schemas' | 'deks'): Promise<QualifiedSubject>

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

  /** Kafka-cluster-like identity, for `/v1/metadata/id`. */
  readonly clusterId: string
  /** @throws STORE_UNAVAILABLE */
  ping(): Promise<void>
  /**
   * Calls back with what a write touched, or `undefined` when anything may have changed; own writes
   * before they resolve. For caches of ready answers.
   *
   * @returns stops calling back
   */
  onChange(listener: (touched: Touched | undefined) => void): () => void
}

/** What a write touched. */
export interface Touched {
  /** With an empty subject: the context, on which subjects without settings of their own depend. */
  readonly name: QualifiedSubject
  /** Ids in that context whose answers may have changed. */
  readonly schemaIds: readonly number[]
}
