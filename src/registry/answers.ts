import type { Association } from '../model/association.ts'
import type { Incompatibility } from '../model/incompatibility.ts'
import type { SchemaContent } from '../model/schema.ts'
import type { SchemaTags } from '../model/schema-tags.ts'

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

/** What a compatibility check came to. Rest-api 2.5. */
export interface CompatibilityAnswer {
  readonly compatible: boolean
  /** The reference's list, byte for byte. */
  readonly messages: readonly string[]
  readonly incompatibilities: readonly Incompatibility[]
}
