import type { JsonNode } from '../json-reader.ts'

/**
 * The same value with every object's keys in UTF-16 order; arrays stay as they are.
 *
 * Offsets keep pointing into the text as submitted.
 *
 * @see Json-schema 4
 */
export function sortKeys(json: JsonNode): JsonNode {
  switch (json.kind) {
    case 'object': {
      const members = new Map<string, JsonNode>()
      for (const name of [...json.members.keys()].sort()) {
        const member = json.members.get(name)
        if (member !== undefined) members.set(name, sortKeys(member))
      }
      return { ...json, members }
    }
    case 'array':
      return { ...json, items: json.items.map(sortKeys) }
    case 'string':
    case 'number':
    case 'literal':
      return json
  }
}
