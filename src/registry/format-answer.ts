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
  if (format === '' || format.toLowerCase() === 'default') return content
  const { parsed } = await read()
  const { schemaType } = content
  const schemaText = refusingFaults(schemaType, () =>
    formatOf(schemaType).formattedText(parsed, format),
  )
  return { ...content, schemaText }
}
