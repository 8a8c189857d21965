import type { Place } from '../model/place.ts'

/** Wire shapes of the REST protocol, as they stand in JSON. Rest-api 2.0. */

export interface ReferenceBody {
  readonly name: string
  readonly subject: string
  readonly version: number
}

export interface MetadataBody {
  readonly tags?: Readonly<Record<string, readonly string[]>>
  readonly properties?: Readonly<Record<string, string>>
  readonly sensitive?: readonly string[]
}

export interface RuleBody {
  readonly name?: string
  readonly doc?: string
  readonly kind?: string
  readonly mode?: string
  readonly type?: string
  readonly tags?: readonly string[]
  readonly params?: Readonly<Record<string, string>>
  readonly expr?: string
  readonly onSuccess?: string
  readonly onFailure?: string
  readonly disabled?: boolean
}

export interface RuleSetBody {
  readonly migrationRules?: readonly RuleBody[]
  readonly domainRules?: readonly RuleBody[]
  readonly encodingRules?: readonly RuleBody[]
  readonly enableAt?: string
}

export interface SchemaTagsBody {
  readonly schemaEntity: {
    readonly entityPath: string
    readonly entityType: 'sr_record' | 'sr_field'
  }
  readonly tags: readonly string[]
}

/** Body of register, lookup and compatibility. */
export interface RegisterSchemaRequest {
  readonly schema?: string
  readonly schemaType?: string
  readonly references?: readonly ReferenceBody[]
  readonly metadata?: MetadataBody | null
  readonly ruleSet?: RuleSetBody | null
  readonly version?: number
  readonly id?: number
  readonly schemaTagsToAdd?: readonly SchemaTagsBody[]
  readonly schemaTagsToRemove?: readonly SchemaTagsBody[]
  readonly propagateSchemaTags?: boolean
}

/** What every answer that describes a schema has in common. */
interface SchemaBody {
  readonly guid?: string
  readonly schemaType?: string
  readonly references?: readonly ReferenceBody[]
  readonly metadata?: MetadataBody
  readonly ruleSet?: RuleSetBody
  readonly schema?: string
  /** Milliseconds since the epoch. */
  readonly ts?: number
  readonly deleted?: boolean
}

export interface RegisterSchemaResponse extends SchemaBody {
  readonly id: number
  readonly version?: number
}

/** By version, lookup, metadata search. */
export interface SubjectSchemaBody extends SchemaBody {
  /** Absent for the subject without a name. Rest-api 1.4, 1.5. */
  readonly subject?: string
  readonly version: number
  readonly id: number
  readonly schemaTags?: readonly SchemaTagsBody[]
}

/** One item of `GET /schemas`. */
export interface ListedSchemaBody extends SubjectSchemaBody {
  /** Subjects whose config names this one as their alias; with `aliases=true`. */
  readonly aliases?: readonly string[]
  /** With an association filter. */
  readonly associations?: readonly AssociationBody[]
}

/** By id and by guid. */
export interface SchemaStringBody extends SchemaBody {
  readonly subject?: string
  readonly version?: number
  readonly schemaTags?: readonly SchemaTagsBody[]
  readonly maxId?: number
}

export interface SubjectVersionBody {
  readonly subject: string
  readonly version: number
}

export interface ContextIdBody {
  readonly context: string
  readonly id: number
}

/** One difference with its places, beside the reference's `messages`. Design 4. */
export interface IncompatibilityBody {
  readonly kind: string
  readonly path: string
  readonly direction: 'new-reads-old' | 'old-reads-new'
  /** The registered version compared with; absent when comparing files. */
  readonly version?: number
  readonly message: string
  /** Present and true when neither verdict could be proven (sound rule book). */
  readonly undecided?: boolean
  readonly reader?: Place
  readonly writer?: Place
  readonly hint?: string
}

export interface CompatibilityBody {
  readonly is_compatible: boolean
  readonly messages?: readonly string[]
  readonly incompatibilities?: readonly IncompatibilityBody[]
}

/** Members of a config that GET and PUT share; the level has another name in each. */
interface ConfigMembers {
  readonly alias?: string
  readonly aliasForDeks?: string
  readonly normalize?: boolean
  readonly validateFields?: boolean
  readonly validateNewSchemas?: boolean
  readonly validateRules?: boolean
  readonly compatibilityPolicy?: string
  readonly compatibilityGroup?: string
  readonly defaultMetadata?: MetadataBody
  readonly overrideMetadata?: MetadataBody
  readonly defaultRuleSet?: RuleSetBody
  readonly overrideRuleSet?: RuleSetBody
  /** Ours: which rule book decides. */
  readonly strictness?: string
  /** Ours: Protobuf source rules to enforce. */
  readonly protobufRules?: string
}

export interface ConfigBody extends ConfigMembers {
  readonly compatibilityLevel?: string
}

/** Request and answer of PUT; `null` clears a member. */
export type ConfigUpdateBody = {
  readonly [K in keyof ConfigMembers]?: ConfigMembers[K] | null
} & { readonly compatibility?: string | null }

export interface ModeBody {
  readonly mode?: string | null
}

/** What is set on a subject or context, as it is stored; `:.:` stands for everything. */
export interface SettingsBody {
  readonly subject: string
  readonly config?: ConfigBody
  readonly mode?: string
}

export interface ErrorBody {
  readonly error_code: number
  readonly message: string
  readonly incompatibilities?: readonly IncompatibilityBody[]
}

export interface AssociationBody {
  readonly subject: string
  readonly guid: string
  readonly resourceName: string
  readonly resourceNamespace: string
  readonly resourceId: string
  readonly resourceType: string
  readonly associationType: string
  readonly lifecycle: string
  /** Only when it differs from the lifecycle's default. */
  readonly frozen?: boolean
  readonly createTs?: number
  readonly updateTs?: number
}

/** Body of creating and upserting associations. Rest-api 2.10. */
export interface AssociationRequestBody {
  readonly resourceName?: string
  readonly resourceNamespace?: string
  readonly resourceId?: string
  readonly resourceType?: string
  readonly associations?: readonly OfferedAssociationBody[]
}

export interface OfferedAssociationBody {
  readonly subject?: string
  readonly associationType?: string
  readonly lifecycle?: string
  readonly frozen?: boolean
  readonly schema?: RegisterSchemaRequest
  readonly normalize?: boolean
}

export interface AssociationResponseBody {
  readonly resourceName?: string
  readonly resourceNamespace?: string
  readonly resourceId?: string
  readonly resourceType?: string
  /** Only what the call wrote. */
  readonly associations?: readonly {
    readonly subject: string
    readonly associationType: string
    readonly lifecycle: string
    readonly frozen: boolean
    readonly schema?: SubjectSchemaBody
  }[]
}

/** Answer of the batch operations: one result a request, in their order. */
export interface AssociationBatchBody {
  readonly results: readonly (
    | { readonly result: AssociationResponseBody }
    | { readonly error: ErrorBody }
  )[]
}
