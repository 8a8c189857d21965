import type { JsonNode } from '../json-reader.ts'

/** One JSON text that takes part in a schema: the schema itself, or one it refers to. */
export interface JsonDocument {
  readonly text: string
  readonly root: JsonNode
  /** What referrers call it; `undefined` for the schema itself. */
  readonly name: string | undefined
}

/** A subschema and the URI against which references inside it are resolved. */
export interface Spot {
  readonly json: JsonNode
  readonly document: JsonDocument
  readonly base: string
}

/** The text of a member, `undefined` when it is absent or no text. */
export function textMember(json: JsonNode | undefined, name: string): string | undefined {
  const member = json?.kind === 'object' ? json.members.get(name) : undefined
  return member?.kind === 'string' ? member.value : undefined
}

/** True for what may stand where a schema is wanted: an object or a boolean. */
export function isSchemaShape(json: JsonNode): boolean {
  return json.kind === 'object' || (json.kind === 'literal' && json.value !== null)
}
