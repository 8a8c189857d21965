import type { JsonNode } from '../json-reader.ts'

/** What other drafts call the keywords that differences are named after. */
const otherNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['items', ['prefixItems']],
  ['additionalItems', ['items']],
  ['dependencies', ['dependentRequired', 'dependentSchemas']],
])

/**
 * The way to a keyword as a text of its draft writes it: what drafts up to 7 call `items/0` stands at
 * `prefixItems/0` in 2020-12, and `dependencies` became two keywords.
 *
 * @param path members to follow inside the schema, in the words of draft 7
 */
export function writtenKeyword(json: JsonNode, path: readonly string[]): readonly string[] {
  const [keyword, name] = path
  if (keyword === undefined || json.kind !== 'object') return path
  const { members } = json
  // Only beside `prefixItems` do the other two change their meaning.
  const isItems = keyword === 'items' || keyword === 'additionalItems'
  if (isItems && !members.has('prefixItems')) return path
  if (keyword === 'items' && name === undefined) return path
  const own = otherNames.get(keyword)?.find((other) => {
    const value = members.get(other)
    if (keyword !== 'dependencies') return value !== undefined
    return value?.kind === 'object' && name !== undefined && value.members.has(name)
  })
  return own === undefined ? path : [own, ...path.slice(1)]
}
