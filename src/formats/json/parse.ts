import { placeOf, readJson } from '../json-reader.ts'
import type { JsonNode } from '../json-reader.ts'
import { SchemaFault } from '../schema-fault.ts'
import type { ResolvedReference, SchemaSource } from '../format.ts'
import type { JsonDocument } from './document.ts'
import { isSchemaShape } from './document.ts'
import { draftOf } from './drafts.ts'
import type { Draft } from './drafts.ts'

/** A JSON Schema text that is JSON; whether it loads is known only when it is loaded. */
export interface JsonSchema {
  readonly main: JsonDocument
  readonly draft: Draft
  readonly references: readonly ResolvedReference[]
}

const dialect = { comments: false, nonFinite: true }

/**
 * Reads the text; whatever follows its first value is ignored.
 *
 * @throws SchemaFault `Invalid JSON schema: …` with line and column when it is no JSON
 * @see Json-schema 2
 */
export function parseJsonSchema({ schemaText, references }: SchemaSource): JsonSchema {
  const main = readDocument(schemaText, undefined, 'Invalid JSON schema')
  return { main, draft: draftOf(main.root), references }
}

/** Reads one JSON text, its faults named by `prefix`. */
export function readDocument(text: string, name: string | undefined, prefix: string): JsonDocument {
  try {
    return { text, name, root: readJson(text, dialect) }
  } catch (fault) {
    if (!(fault instanceof SchemaFault)) throw fault
    throw new SchemaFault(`${prefix}: ${fault.reason}`, fault.place)
  }
}

/**
 * Refuses a document that is neither object nor boolean.
 *
 * @throws SchemaFault naming the kind that was found
 */
export function checkRoot(document: JsonDocument): void {
  if (isSchemaShape(document.root)) return
  throw new SchemaFault(
    `Invalid JSON schema: expected an object or boolean at the root, found ${nodeKind(document.root)}`,
    placeOf(document.text, document.root, document.root),
  )
}

function nodeKind(json: JsonNode): string {
  return json.kind === 'literal' ? 'NULL' : json.kind.toUpperCase()
}
