import type { ParsedSchema } from '../formats/parsed-schema.ts'
import { sameMetadata, sameReferences, sameRuleSet } from './content-equality.ts'
import { versionProperty, withoutVersionProperty } from './metadata-merge.ts'
import type { SchemaContent, SchemaType } from '../model/schema.ts'

/**
 * Whether equality of a type looks into the parsed form, or compares canonical texts alone.
 *
 * @see Rest-api 3.6, "Equivalent"
 */
const equality = {
  AVRO: 'structure',
  JSON: 'text',
  PROTOBUF: 'text',
} as const satisfies Record<SchemaType, 'structure' | 'text'>

/**
 * Tells whether an offered content may be the stored one as far as its parsed form does not matter:
 * references, type, metadata without what only tells versions apart, and rule set.
 *
 * @param version number of the stored content
 * @see Rest-api 3.6, "matches"
 */
export function mayMatch(offered: SchemaContent, stored: SchemaContent, version: number): boolean {
  return (
    offered.schemaType === stored.schemaType &&
    (sameReferences(offered.references, stored.references) ||
      (offered.references.length === 0 && stored.references.length > 0)) &&
    sameRuleSet(offered.ruleSet, stored.ruleSet) &&
    matchingMetadata(offered, stored, version)
  )
}

function matchingMetadata(
  { metadata: offered }: SchemaContent,
  { metadata: stored }: SchemaContent,
  version: number,
): boolean {
  const asked = versionProperty(offered)
  const had = versionProperty(stored)
  if (asked === undefined && had !== undefined && stored !== undefined) {
    return sameMetadata(offered ?? {}, withoutVersionProperty(stored))
  }
  if (asked !== undefined && had === undefined && offered !== undefined) {
    return asked === String(version) && sameMetadata(withoutVersionProperty(offered), stored ?? {})
  }
  return sameMetadata(offered, stored)
}

/**
 * Tells whether two schemas are the same, given that {@link mayMatch} holds.
 *
 * @param readStored parses the stored one; called only where texts alone do not settle it
 */
export async function sameText(
  offered: { readonly content: SchemaContent; readonly schema: ParsedSchema },
  stored: SchemaContent,
  readStored: () => Promise<ParsedSchema>,
): Promise<boolean> {
  const { content, schema } = offered
  const sameText = content.schemaText === stored.schemaText
  if (sameText && sameReferences(content.references, stored.references)) return true
  if (equality[content.schemaType] === 'text') return sameText
  const other = await readStored()
  return schema.format.equivalent(schema.parsed, other.parsed)
}
