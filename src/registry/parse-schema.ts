import type { SchemaContent, SchemaReference } from '../model/schema.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { ParsedSchema } from '../formats/parsed-schema.ts'
import type { ReferenceTarget, StoredContent } from '../store/store.ts'

export interface SchemaParser {
  parseStored(content: StoredContent, context: string): Promise<ParsedSchema>
}
