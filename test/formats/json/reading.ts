import { readFileSync } from 'node:fs'
import type { SchemaSource } from '../../../src/formats/format.ts'
import { jsonFormat } from '../../../src/formats/json/json-format.ts'
import type { JsonSchema } from '../../../src/formats/json/parse.ts'
import { SchemaFault } from '../../../src/formats/schema-fault.ts'

/** Rows of a vector file of this format. */
export function readVectors<Row>(name: string): Row[] {
  const url = new URL(`../../vectors/json/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')) as Row[]
}

/** A text with references by name. */
export function sourceOf(
  schemaText: string,
  references: Record<string, string> = {},
): SchemaSource {
  return {
    schemaText,
    references: Object.entries(references).map(([name, text]) => ({
      name,
      subject: name,
      version: 1,
      schemaText: text,
    })),
  }
}

/** Parses a text, or a value printed as text. */
export function parse(value: unknown, references?: Record<string, string>): JsonSchema {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return jsonFormat.parse(sourceOf(text, references), { mode: 'new' })
}

/** The fault a call ends with; any other error passes through. */
export function faultOf(run: () => unknown): SchemaFault | undefined {
  try {
    run()
    return undefined
  } catch (fault) {
    if (fault instanceof SchemaFault) return fault
    throw fault
  }
}
