import { createHash } from 'node:crypto'
import type {
  ConfigBody,
  MetadataBody,
  ReferenceBody,
  RuleSetBody,
  SubjectSchemaBody,
} from '../../rest/bodies.ts'

/** Marks the files of `concordat export`, in their first line. */
export const EXPORT_FORMAT = 'concordat-export'
/** Raised when older readers would misread a file. */
export const EXPORT_FORMAT_VERSION = 1

/** One version of a subject, with all that makes it what it is. */
export interface SchemaRecord {
  readonly kind: 'schema'
  /** Context-qualified outside of the default context. */
  readonly subject: string
  readonly version: number
  readonly id: number
  readonly schemaType: string
  readonly schema: string
  readonly references?: readonly ReferenceBody[]
  readonly metadata?: MetadataBody
  readonly ruleSet?: RuleSetBody
  /** Only when true. */
  readonly deleted?: boolean
}

/** A config that was set on a subject, a context, or (`null`) globally. */
export interface ConfigRecord {
  readonly kind: 'config'
  readonly subject: string | null
  readonly config: ConfigBody
}

/** A mode that was set on a subject, a context, or (`null`) globally. */
export interface ModeRecord {
  readonly kind: 'mode'
  readonly subject: string | null
  readonly mode: string
}

export type SettingRecord = ConfigRecord | ModeRecord

/** A link between a resource, such as a topic, and a subject. Rest-api 2.10. */
export interface AssociationRecord {
  readonly kind: 'association'
  readonly subject: string
  readonly resourceName: string
  readonly resourceNamespace: string
  readonly resourceId: string
  readonly resourceType: string
  readonly associationType: string
  readonly lifecycle: string
  readonly frozen: boolean
}

/** One line of an export between the first and the last. */
export type TransferRecord = SchemaRecord | SettingRecord | AssociationRecord

/** The first line. */
export interface BeginRecord {
  readonly kind: 'begin'
  readonly format: typeof EXPORT_FORMAT
  readonly formatVersion: number
}

/** The last line: without it an export is not complete. */
export interface EndRecord {
  readonly kind: 'end'
  readonly schemas: number
  readonly settings: number
  /** Absent when there are none. */
  readonly associations?: number
}

/** What an answer of the registry says of a version. */
export function toSchemaRecord(body: SubjectSchemaBody): SchemaRecord {
  return {
    kind: 'schema',
    subject: body.subject ?? '',
    version: body.version,
    id: body.id,
    schemaType: body.schemaType ?? 'AVRO',
    schema: body.schema ?? '',
    ...(body.references === undefined ? {} : { references: body.references }),
    ...(body.metadata === undefined ? {} : { metadata: body.metadata }),
    ...(body.ruleSet === undefined ? {} : { ruleSet: body.ruleSet }),
    ...(body.deleted === true ? { deleted: true } : {}),
  }
}

/** What a version holds, in few bytes: equal when id, text, references, metadata and rules are. */
export function contentDigest(record: SchemaRecord): string {
  const { id, schemaType, schema, references = [], metadata, ruleSet } = record
  const content = stableJson([id, schemaType, schema, references, metadata, ruleSet])
  return createHash('sha1').update(content).digest('base64')
}

/** JSON with sorted members: the order in which a registry writes them means nothing. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/** One text per version, for maps. */
export function versionKey({
  subject,
  version,
}: Pick<SchemaRecord, 'subject' | 'version'>): string {
  return `${version} ${subject}`
}
