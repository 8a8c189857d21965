import type { SchemaContent, SchemaReference, SchemaType } from '../../model/schema.ts'
import type { NewContent, StoredContent } from '../store.ts'
import type { MetadataJson, RuleSetJson } from './content-json.ts'
import { decodeMetadata, decodeRuleSet, encodeMetadata, encodeRuleSet } from './content-json.ts'
import type { Sealer } from './sealer.ts'
import { fromStoredText, toStoredText } from './stored-text.ts'

/** The columns of a content, in the shape that statements take. */
export interface ContentValues {
  readonly schemaType: string
  readonly schemaText: string
  /** `null`: the same as `schemaText`. */
  readonly submittedText: string | null
  readonly normalized: boolean
  /** JSON. */
  readonly references: string
  readonly metadata: string | null
  readonly ruleSet: string | null
}

/** Writes a content. JSON columns need no escapes: they keep `\u0000` as it is written. */
export function encodeContent(
  { content, submittedText, normalized }: NewContent,
  sealer: Sealer,
): ContentValues {
  const { schemaType, schemaText, references, metadata, ruleSet } = content
  return {
    schemaType,
    schemaText: toStoredText(schemaText),
    submittedText: submittedText === schemaText ? null : toStoredText(submittedText),
    normalized,
    references: JSON.stringify(
      references.map(({ name, subject, version }) => ({ name, subject, version })),
    ),
    metadata: metadata === undefined ? null : JSON.stringify(encodeMetadata(metadata, sealer)),
    ruleSet: ruleSet === undefined ? null : JSON.stringify(encodeRuleSet(ruleSet)),
  }
}

/** The columns that {@link contentColumns} selects. */
export interface ContentRow {
  readonly guid: string
  readonly schemaType: SchemaType
  readonly schemaText: string
  readonly references: readonly SchemaReference[]
  readonly metadata: MetadataJson | null
  readonly ruleSet: RuleSetJson | null
}

/** What {@link decodeContent} needs of a table `contents` that goes by the name `c`. */
export const contentColumns = `c.guid, c.schema_type as "schemaType", c.schema_text as "schemaText",
  c.schema_references as references, c.metadata, c.rule_set as "ruleSet"`

/**
 * Reads a content.
 *
 * @throws RegistryError METADATA_NOT_READ when sensitive metadata cannot be opened
 */
export function decodeContent(row: ContentRow, sealer: Sealer): SchemaContent {
  return {
    schemaType: row.schemaType,
    schemaText: fromStoredText(row.schemaText),
    references: row.references,
    metadata: row.metadata === null ? undefined : decodeMetadata(row.metadata, sealer),
    ruleSet: row.ruleSet === null ? undefined : decodeRuleSet(row.ruleSet),
  }
}

/** A whole row of `contents`. */
export interface StoredContentRow extends ContentRow {
  readonly submittedText: string | null
  readonly normalized: boolean
}

/** Reads a content with all that is known about it. */
export function decodeStoredContent(row: StoredContentRow, sealer: Sealer): StoredContent {
  const content = decodeContent(row, sealer)
  return {
    guid: row.guid,
    content,
    submittedText:
      row.submittedText === null ? content.schemaText : fromStoredText(row.submittedText),
    normalized: row.normalized,
  }
}
