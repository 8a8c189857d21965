import type { JsonNode, JsonObject } from '../../formats/json-reader.ts'
import { printJson } from '../../formats/json/canonical.ts'
import { innerPart } from '../../formats/json/sound/part.ts'
import type { Part } from '../../formats/json/sound/part.ts'
import { subschemasOf } from '../../formats/json/subschemas.ts'
import type { Subschema } from '../../formats/json/subschemas.ts'

/** Two schemas that stand at the same place. */
export interface SchemaPair {
  /** JSON pointer in the current text; empty at the root. */
  readonly pointer: string
  readonly current: JsonObject
  readonly previous: JsonObject
  /** The current schema with what it takes to follow its references. */
  readonly part: Part
}

/** Keywords that hold branches, which have no names to be known by. */
const branching: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf'])

/** Definitions have moved from one keyword to another between drafts. */
const synonyms: ReadonlyMap<string, string> = new Map([['definitions', '$defs']])

/**
 * Goes through two schemas together: properties and definitions by name, branches by content and
 * then by order. References are not followed, for what they point at is met where it is defined.
 */
export function* pairsOf(root: SchemaPair): Generator<SchemaPair> {
  yield root
  const others = new Map<string, Subschema>()
  const before = subschemasOf(root.previous)
  for (const one of before) others.set(keyOf(one), one)
  const taken = branchPartners(subschemasOf(root.current), before)
  for (const one of subschemasOf(root.current)) {
    const partner = branching.has(one.keyword) ? taken.get(one) : others.get(keyOf(one))
    if (one.json.kind !== 'object' || partner?.json.kind !== 'object') continue
    yield* pairsOf({
      pointer: `${root.pointer}/${one.keyword}${one.key === undefined ? '' : `/${pointerStep(one.key)}`}`,
      current: one.json,
      previous: partner.json,
      part: innerPart(root.part, one.json),
    })
  }
}

/** A name as a step of a JSON pointer. @see RFC 6901 */
export function pointerStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

function keyOf({ keyword, key }: Subschema): string {
  return `${synonyms.get(keyword) ?? keyword}/${key ?? ''}`
}

/** Branches that are unchanged find each other first, the rest go by their order. */
function branchPartners(
  current: readonly Subschema[],
  previous: readonly Subschema[],
): ReadonlyMap<Subschema, Subschema> {
  const partners = new Map<Subschema, Subschema>()
  for (const keyword of branching) {
    const now = current.filter((one) => one.keyword === keyword)
    const before = new Set(previous.filter((one) => one.keyword === keyword))
    if (now.length === 0 || before.size === 0) continue
    const byText = new Map([...before].map((one) => [textOf(one.json), one]))
    const changed = now.filter((one) => {
      const same = byText.get(textOf(one.json))
      if (same === undefined || !before.delete(same)) return true
      partners.set(one, same)
      return false
    })
    const left = [...before]
    for (const [at, one] of changed.entries()) {
      const partner = left[at]
      if (partner !== undefined) partners.set(one, partner)
    }
  }
  return partners
}

function textOf(json: JsonNode): string {
  return printJson(json)
}
