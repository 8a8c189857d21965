import type { Association, AssociationFilter } from '../model/association.ts'
import type { Config } from '../model/config.ts'
import type { Mode } from '../model/mode.ts'
import type { Page } from '../model/page.ts'
import type { VersionRecord } from '../model/version-record.ts'
import type { SchemaContent } from '../model/schema.ts'
import type { QualifiedSubject, SubjectPrefix } from '../model/subject.ts'

/**
 * What the registry asks of storage, in model words.
 *
 * Writes are optimistic: a use case reads facts, decides, and hands over a plan together with the
 * revisions it decided upon. The store locks the subject, refuses the plan when a revision has
 * moved (`moved`: read again and decide anew), and otherwise carries it out, with its row in the
 * change log, in one transaction. So two racing plans can never both land on the same facts.
 * An acknowledged write is durable.
 *
 * Every method throws RegistryError STORE_UNAVAILABLE when the database is away, every write
 * SCHEMA_TOO_LARGE when it refuses the size of a record.
 */
export interface Store {
  readonly subjects: SubjectStore
  readonly schemas: SchemaStore
  readonly settings: SettingsStore
  readonly lists: ListStore
  readonly associations: AssociationStore
  readonly changes: ChangeFeed
  /** A random UUID made with the database; what `/v1/metadata/id` shows as cluster. */
  readonly clusterId: string
  /** @throws RegistryError STORE_UNAVAILABLE */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Everything about one subject that can change. */
export interface SubjectState {
  readonly name: QualifiedSubject
  /**
   * 0: the store has never heard of it. Moves with every write to versions, config, mode or
   * associations.
   */
  readonly revision: number
  /** Ascending, soft-deleted ones included. */
  readonly versions: readonly VersionRecord[]
  readonly config: Config | undefined
  readonly mode: Mode | undefined
}

/** Contexts and what is set on them; subjects without settings of their own depend on it. */
export interface ScopeState {
  /** Moves with every write to a context's config, mode or existence. */
  readonly revision: number
  /** Names of contexts that ever held a schema, `.` first, then in code-unit order. */
  readonly contexts: readonly string[]
  /** By context name; `.` is the global config, `.__GLOBAL` the one above all. */
  readonly configs: ReadonlyMap<string, Config>
  readonly modes: ReadonlyMap<string, Mode>
}

/** The revisions a plan was decided upon. */
export interface Basis {
  readonly subjectRevision: number
  readonly scopeRevision: number
}

/** Who writes, for the change log. */
export interface Writer {
  readonly principal: string | undefined
}

/** A content as handed over for storing. */
export interface NewContent {
  readonly guid: string
  readonly content: SchemaContent
  /** As it arrived, byte for byte. */
  readonly submittedText: string
  /** The canonical text is not the one of the submitted text, but of its normal form. */
  readonly normalized: boolean
}

/** What became of a plan, for those that were made upon it before that was known. */
export interface Fate {
  failed: boolean
}

/** Plan of one registration. */
export interface VersionPlan extends Basis, Writer {
  readonly name: QualifiedSubject
  /** Set by the store; of no use to plans that nobody counts upon. */
  readonly fate?: Fate
  /**
   * The fate of the plan that this one counts upon, if it had not landed then. When it fails, this
   * one is `moved`: the revision alone does not tell who took the subject there.
   */
  readonly follows?: Fate | undefined
  readonly schema: NewContent
  /** `allocate` takes the id the context already has for this content, else the next one. */
  readonly schemaId: 'allocate' | number
  readonly version: number
  /** IMPORT only: an existing record of that number is replaced. */
  readonly overwrite: boolean
  /** Soft-deleted versions of the subject to remove in the same breath. Referenced ones are kept. */
  readonly purge: readonly number[]
  /** Targets of the schema's references, resolved. */
  readonly references: readonly ReferenceTarget[]
  /** Refuse when a target is soft-deleted (it may have become so since it was read). */
  readonly activeReferencesOnly: boolean
}

/** A version that others may point at. */
export interface ReferenceTarget {
  readonly name: QualifiedSubject
  readonly version: number
}

export type VersionWritten =
  | {
      readonly kind: 'written'
      readonly record: VersionRecord
      readonly state: SubjectState
      /** What is stored of the content is what the plan brought; false where that is not known. */
      readonly isNewContent: boolean
    }
  | { readonly kind: 'moved' }
  /** The explicit id, or the id known for this content, stands for another content. */
  | { readonly kind: 'id-taken'; readonly schemaId: number }
  | { readonly kind: 'reference-gone'; readonly target: ReferenceTarget }

/** Plan of a soft or hard deletion, or of a restore. Versions must exist. */
export interface VersionsPlan extends Basis, Writer {
  readonly name: QualifiedSubject
  readonly versions: readonly number[]
  /** Whose references block: everybody's, or only those of other subjects. */
  readonly blockedBy: 'anyone' | 'others'
  /** Soft-deleting a single version rewrites its time, soft-deleting a subject does not. */
  readonly touch: boolean
}

export type VersionsWritten =
  | { readonly kind: 'written'; readonly state: SubjectState }
  | { readonly kind: 'moved' }
  /** The first of the versions, ascending, that is still referenced; nothing was written. */
  | { readonly kind: 'referenced'; readonly version: number }

export interface SubjectStore {
  /** Never fails for an unknown subject: revision 0, no versions. */
  read(name: QualifiedSubject): Promise<SubjectState>
  writeVersion(plan: VersionPlan): Promise<VersionWritten>
  /** Only referrers that are themselves live block. */
  softDelete(plan: VersionsPlan): Promise<VersionsWritten>
  /**
   * Soft-deleted referrers block too. The subject's config and mode go with its last version.
   * An id whose last use goes becomes unknown.
   */
  hardDelete(plan: VersionsPlan): Promise<VersionsWritten>
  /** Brings soft-deleted versions back with number, id and guid; never blocked by references. */
  restore(plan: VersionsPlan): Promise<VersionsWritten>
  /**
   * The first of the versions, ascending, that a schema points at.
   *
   * @param by whose references count; soft-deleted referrers only with `includeDeleted`
   */
  findReferenced(
    name: QualifiedSubject,
    versions: readonly number[],
    by: { readonly whom: 'anyone' | 'others'; readonly includeDeleted: boolean },
  ): Promise<number | undefined>
}

/** A content as stored. */
export type StoredContent = NewContent

/** One subject's use of a schema id: of several versions the one written last. */
export interface SchemaUse extends VersionRecord {
  readonly name: QualifiedSubject
}

/** A schema id and who uses it. */
export interface SchemaUses {
  readonly schemaId: number
  readonly guid: string
  /** One per subject, soft-deleted ones included, the oldest registration first; never empty. */
  readonly uses: readonly SchemaUse[]
}

export interface SchemaStore {
  readContent(guid: string): Promise<StoredContent | undefined>
  /**
   * Several contents by guid; those that are not there, or whose sealed metadata cannot be opened,
   * are left out.
   *
   * @throws RegistryError BAD_REQUEST when they are too large to be answered together
   */
  readContents(guids: readonly string[]): Promise<ReadonlyMap<string, StoredContent>>
  /** `undefined` when the context does not know the id, or nothing uses it any more. */
  readUses(context: string, schemaId: number): Promise<SchemaUses | undefined>
  /** The id a context knows a content by, while anything uses it. */
  findSchemaId(context: string, guid: string): Promise<number | undefined>
  /** Every context that knows the content, sorted by context, then id. */
  listIds(guid: string): Promise<readonly { context: string; schemaId: number }[]>
  /** Highest id handed out in the context; 0 when none. */
  readMaxId(context: string): Promise<number>
}

/** Where a setting stands: a subject, or with an empty subject the context itself. */
export type Scope = QualifiedSubject

export interface SettingsWrite extends Basis, Writer {
  readonly scope: Scope
}

export type SettingsWritten = { readonly kind: 'written' } | { readonly kind: 'moved' }

/** What is set on one subject or context. */
export interface SettingsRecord {
  readonly scope: Scope
  readonly config: Config | undefined
  readonly mode: Mode | undefined
}

export interface SettingsStore {
  readScopes(): Promise<ScopeState>
  /** Every scope on which something is set, with or without versions; by context, then subject. */
  list(page: Page): Promise<readonly SettingsRecord[]>
  /** `undefined` removes the record. `{}` is kept: a record without members differs from none. */
  writeConfig(
    write: SettingsWrite & { readonly config: Config | undefined },
  ): Promise<SettingsWritten>
  /** `undefined` removes the record. */
  writeMode(write: SettingsWrite & { readonly mode: Mode | undefined }): Promise<SettingsWritten>
  /** Removes the context's mode and the modes of all its subjects. */
  deleteModes(write: SettingsWrite): Promise<SettingsWritten>
  /**
   * Sets IMPORT after purging every soft-deleted version in scope; refuses while live ones exist.
   *
   * @param reach a subject, a context, or everything
   */
  enterImport(
    write: SettingsWrite & { readonly reach: 'subject' | 'context' | 'everything' },
  ): Promise<
    | SettingsWritten
    | { readonly kind: 'subjects-exist' }
    | { readonly kind: 'referenced'; readonly target: ReferenceTarget }
  >
  /** Removes an empty context (soft-deleted versions count) from the list; unknown ones are fine. */
  deleteContext(context: string, writer: Writer): Promise<'deleted' | 'not-empty'>
}

/** Soft-deleted ones left out, included, or alone. */
export type DeletedFilter = 'live' | 'all' | 'deleted-only'

export interface SchemaListFilter {
  readonly prefix: SubjectPrefix
  readonly deleted: boolean
  /** Only the highest included version of each subject. */
  readonly latestOnly: boolean
  /** Keep schemas having a rule of this type, in any list. Applied after `latestOnly`. */
  readonly ruleType: string | undefined
  /** Active as soon as one of its parts is given. Rest-api 2.2. */
  readonly associations:
    | {
        readonly resourceType: string | undefined
        readonly associationTypes: readonly string[]
        readonly lifecycles: readonly ('NONE' | 'STRONG' | 'WEAK')[]
      }
    | undefined
  /** Report subjects that are aliased by others, too. Rest-api 3.3. */
  readonly aliases: boolean
  readonly page: Page
}

/** A version on a list; its content is read by guid, as many of them are known already. */
export interface ListedVersion extends VersionRecord {
  readonly name: QualifiedSubject
  /** Printed subjects whose alias leads here. */
  readonly aliases: readonly string[]
  readonly associations: readonly Association[]
}

/** Lists, answered by indexed SQL, page by page. */
export interface ListStore {
  /** Sorted by printed name. `deleted-only`: subjects whose versions are all soft-deleted. */
  listSubjects(
    prefix: SubjectPrefix,
    deleted: DeletedFilter,
    page: Page,
  ): Promise<readonly QualifiedSubject[]>
  /** Sorted by printed subject, then version. */
  listSchemas(filter: SchemaListFilter): Promise<readonly ListedVersion[]>
  /** Ids of schemas that point at the version, sorted by context, then id. */
  listReferrers(
    target: ReferenceTarget,
    includeDeleted: boolean,
    page: Page,
  ): Promise<readonly number[]>
}

/** Plan of a change of associations; either all of it lands or nothing. */
export interface AssociationPlan extends Writer {
  readonly save: readonly Association[]
  /** Guids to remove. */
  readonly remove: readonly string[]
  /** The associations of the resource and subjects that the decision was based on, for the check. */
  readonly basedOn: readonly Pick<Association, 'guid' | 'updateTs'>[]
  /**
   * The subjects concerned, as the decision saw them: neither they nor their associations may have
   * changed since. The write moves their revisions, so that whoever decided upon them decides anew.
   */
  readonly subjects: readonly Pick<SubjectState, 'name' | 'revision'>[]
  readonly resourceId: string
}

export interface AssociationStore {
  /** Sorted by resourceName, resourceNamespace, resourceType, associationType, subject. */
  list(filter: AssociationFilter, page: Page): Promise<readonly Association[]>
  /** A strong association also answers `moved` when a schema points at its subject by now. */
  write(plan: AssociationPlan): Promise<{ readonly kind: 'written' } | { readonly kind: 'moved' }>
}

/** What a change touched; enough to throw away whatever was remembered about it. */
export interface Change {
  readonly sequence: number
  readonly action:
    | 'register'
    | 'soft-delete'
    | 'hard-delete'
    | 'restore'
    | 'config'
    | 'mode'
    | 'context'
    | 'association'
  /** The subject, or with an empty subject the context. */
  readonly name: QualifiedSubject
  readonly versions: readonly number[]
  /** Ids in the subject's context whose uses changed. */
  readonly schemaIds: readonly number[]
  /** Contents whose id in the subject's context came, changed or went. */
  readonly guids: readonly string[]
  /** Of the subject after the change, or with an empty subject of the scope. */
  readonly revision: number
}

/** The append-only log, followed. */
export interface ChangeFeed {
  /**
   * Calls the listener for every change of every process: own ones before the write resolves,
   * those of others within 100 ms. `undefined` means "anything may have changed" (the connection
   * was away): forget everything that can change.
   *
   * @returns stops listening
   */
  subscribe(listener: (change: Change | undefined) => void): () => void
}
