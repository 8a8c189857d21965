import type { SchemaFormat } from './format.ts'

/** A parsed form together with the format that made it: the two never part. */
export interface ParsedSchema {
  readonly format: SchemaFormat<unknown>
  readonly parsed: unknown
}
