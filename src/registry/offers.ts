import type { Lifecycle } from '../model/association.ts'
import type { Metadata } from '../model/metadata.ts'
import type { Page } from '../model/page.ts'
import type { RuleSet } from '../model/rule-set.ts'
import type { SchemaTags } from '../model/schema-tags.ts'
import type { SubjectPrefix } from '../model/subject.ts'

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

/** How to register. `normalize` and `force` as queried; `format` shapes the answer. Rest-api 2.4. */
export interface RegisterOptions extends Caller {
  /** The subject as the request wrote it; only its refusal quotes that. */
  readonly subjectAsSent?: string | undefined
  readonly normalize: boolean
  readonly force: boolean
  readonly format: string
}

/** How to look up: `deleted` matches soft-deleted versions, too. Rest-api 2.3. */
export interface LookUpOptions {
  readonly normalize: boolean
  readonly format: string
  readonly deleted: boolean
}

/** How to read one version. `format` and `referenceFormat` in any letter case. Rest-api 2.4. */
export interface ReadVersionOptions {
  readonly format: string
  readonly referenceFormat: string
  readonly deleted: boolean
  readonly findTags: readonly string[]
}

/** How to read by id. `fetchMaxId` adds the highest id handed out in the context. Rest-api 2.2. */
export interface ReadByIdOptions {
  readonly format: string
  readonly referenceFormat: string
  readonly findTags: readonly string[]
  readonly fetchMaxId: boolean
}

/** Which version numbers to list: `deletedAsNegative` beats `deletedOnly` beats `deleted`. */
export interface ListVersionsOptions {
  readonly deleted: boolean
  readonly deletedOnly: boolean
  readonly deletedAsNegative: boolean
}

/** Which schemas to list. Rest-api 2.2, `GET /schemas`. */
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
