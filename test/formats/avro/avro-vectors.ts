import { readFileSync } from 'node:fs'
import { avroFormat } from '../../../src/formats/avro/avro-format.ts'
import type { AvroSchema } from '../../../src/formats/avro/ast.ts'
import type { SchemaSource } from '../../../src/formats/format.ts'

/** A text and what becomes of it: refused with a reason, or printed in three ways. */
export interface TextVector {
  readonly name: string
  /** Spec section or observed peer. */
  readonly source: string
  readonly schema: string
  readonly mode: 'new' | 'lenient'
  /** Reference name to text, dependencies first. */
  readonly references?: Readonly<Record<string, string>>
  readonly refused?: string
  readonly canonical?: string
  readonly resolved?: string
  /** Absent where ours differs from the observed peer on purpose. */
  readonly normalized?: string
}

/** A reader, a writer, and every difference in order. */
export interface ComparisonVector {
  readonly name: string
  readonly source: string
  readonly reader: string
  readonly writer: string
  readonly readerReferences?: Readonly<Record<string, string>>
  readonly writerReferences?: Readonly<Record<string, string>>
  readonly differences: readonly { kind: string; path: string; info: string }[]
}

/** The same as seen on the wire. */
export interface ObservedComparison {
  readonly name: string
  readonly source: string
  readonly reader: string
  readonly writer: string
  readonly mode: 'new' | 'lenient'
  readonly messages: readonly string[]
}

/** Rows of `test/vectors/avro/`. */
export function readVectors<T>(file: string): T[] {
  const url = new URL(`../../vectors/avro/${file}`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')) as T[]
}

/** A text with its references, as formats take it. */
export function sourceOf(
  schema: unknown,
  references: Readonly<Record<string, string>> = {},
): SchemaSource {
  return {
    schemaText: typeof schema === 'string' ? schema : JSON.stringify(schema),
    references: Object.entries(references).map(([name, schemaText]) => ({
      name,
      subject: name,
      version: 1,
      schemaText,
    })),
  }
}

/** Parses a text, or a JSON value as one, as a new schema. */
export function parsed(schema: unknown, references?: Readonly<Record<string, string>>): AvroSchema {
  return avroFormat.parse(sourceOf(schema, references), { mode: 'new' })
}
