import type { JsonNode, JsonObject } from '../json-reader.ts'
import { isSchemaShape } from './document.ts'

type Holding = 'one' | 'list' | 'map' | 'one-or-list'

/** Where schemas stand inside a schema, in every draft. */
const holders = new Map<string, Holding>([
  ['properties', 'map'],
  ['patternProperties', 'map'],
  ['additionalProperties', 'one'],
  ['propertyNames', 'one'],
  ['dependencies', 'map'],
  ['dependentSchemas', 'map'],
  ['unevaluatedProperties', 'one'],
  ['items', 'one-or-list'],
  ['prefixItems', 'list'],
  ['additionalItems', 'one'],
  ['unevaluatedItems', 'one'],
  ['contains', 'one'],
  ['allOf', 'list'],
  ['anyOf', 'list'],
  ['oneOf', 'list'],
  ['not', 'one'],
  ['if', 'one'],
  ['then', 'one'],
  ['else', 'one'],
  ['definitions', 'map'],
  ['$defs', 'map'],
])

/** A schema inside another one. */
export interface Subschema {
  readonly keyword: string
  /** Name or index below the keyword; `undefined` where the keyword itself holds the schema. */
  readonly key: string | undefined
  readonly json: JsonNode
}

/** The schemas directly inside one, in document order; whatever has no schema's shape is left out. */
export function subschemasOf(json: JsonObject): Subschema[] {
  const found: Subschema[] = []
  for (const [keyword, member] of json.members) {
    const holding = holders.get(keyword)
    if (holding === undefined) continue
    for (const [key, inner] of heldBy(member, holding)) {
      if (isSchemaShape(inner)) found.push({ keyword, key, json: inner })
    }
  }
  return found
}

function heldBy(member: JsonNode, holding: Holding): (readonly [string | undefined, JsonNode])[] {
  if (holding === 'map') return member.kind === 'object' ? [...member.members] : []
  const asList = holding === 'list' || (holding === 'one-or-list' && member.kind === 'array')
  if (!asList) return [[undefined, member]]
  return member.kind === 'array' ? member.items.map((item, index) => [String(index), item]) : []
}

/**
 * The same schema with every inner schema replaced; all else is kept as it is.
 *
 * @param replace gives the new inner schema, or the same one
 */
export function replaceSubschemas(
  json: JsonObject,
  replace: (inner: JsonNode) => JsonNode,
): JsonObject {
  const replaced = new Map<JsonNode, JsonNode>()
  for (const inner of subschemasOf(json)) replaced.set(inner.json, replace(inner.json))
  if (replaced.size === 0) return json
  const members = new Map<string, JsonNode>()
  for (const [keyword, member] of json.members) {
    members.set(keyword, holders.has(keyword) ? replaceIn(member, replaced) : member)
  }
  return { ...json, members }
}

function replaceIn(member: JsonNode, replaced: ReadonlyMap<JsonNode, JsonNode>): JsonNode {
  const whole = replaced.get(member)
  if (whole !== undefined) return whole
  if (member.kind === 'array') {
    return { ...member, items: member.items.map((item) => replaced.get(item) ?? item) }
  }
  if (member.kind !== 'object') return member
  const members = new Map<string, JsonNode>()
  for (const [key, inner] of member.members) members.set(key, replaced.get(inner) ?? inner)
  return { ...member, members }
}
