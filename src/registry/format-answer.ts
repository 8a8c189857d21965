import { formatOf } from '../formats/all-formats.ts'
import type { ParsedSchema } from '../formats/parsed-schema.ts'
import type { SchemaContent } from '../model/schema.ts'
import { refusingFaults } from './parse-schema.ts'

/**
 * A content with its text in the format asked for.
 *
 * @param format as sent; blank and `default` mean the canonical text, and cost no parsing
 * @param read parses the content
 * @throws RegistryError INVALID_SCHEMA when that form cannot be built
 * @see Rest-api 3.4
 */
export async function formatContent(
  content: SchemaContent,
  format: string,
  read: () => Promise<ParsedSchema>,
): Promise<SchemaContent> {
  if (isStoredForm(format)) return content
  const { parsed } = await read()
  const { schemaType } = content
  const schemaText = refusingFaults(schemaType, () =>
    formatOf(schemaType).formattedText(parsed, format),
  )
  return { ...content, schemaText }
}

/**
 * Tells whether a format is the text as it is stored, which nothing changes. Other forms may show
 * what a schema refers to, and an import may put another schema there.
 *
 * @param format as sent
 * @see Rest-api 3.4; 3.5 H
 */
export function isStoredForm(format: string): boolean {
  return format === '' || format.toLowerCase() === 'default'
}
