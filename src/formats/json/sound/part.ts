import type { JsonNode, JsonObject } from '../../json-reader.ts'
import type { Spot } from '../document.ts'
import { draftOf } from '../drafts.ts'
import type { Draft } from '../drafts.ts'
import { comparableText } from '../load/loading.ts'
import type { Resolver } from '../references.ts'
import { remembered } from './remembered.ts'

/** A schema as written, with all that is needed to follow its references. */
export interface Part {
  readonly spot: Spot
  readonly resolver: Resolver
  /** Draft of the schema that was asked about; documents that say so have their own. */
  readonly draft: Draft
}

/** One object of keywords that all hold, references and `allOf` already followed. */
export interface Flat {
  readonly part: Part
  readonly draft: Draft
  readonly json: JsonObject
}

/** Everything that must hold at once. */
export interface Conjunction {
  readonly flats: readonly Flat[]
  /** True when nothing can satisfy it. */
  readonly never: boolean
  /** True when a part could not be followed, so that there may be more demands than listed. */
  readonly opaque: boolean
}

/** The same schema at an inner place. */
export function innerPart(part: Part, json: JsonNode): Part {
  const outer = part.resolver.enter(part.spot)
  return { ...part, spot: { ...outer, json } }
}

const known = new WeakMap<JsonNode, Conjunction>()

/** Follows references and `allOf`, so that only keywords remain. */
export function conjunctionOf(parts: readonly Part[]): Conjunction {
  const [only] = parts
  if (only === undefined || parts.length > 1) return collect(parts)
  let conjunction = known.get(only.spot.json)
  if (conjunction === undefined) known.set(only.spot.json, (conjunction = collect(parts)))
  return conjunction
}

function collect(parts: readonly Part[]): Conjunction {
  const flats: Flat[] = []
  const seen = new Set<JsonNode>()
  const waiting = [...parts].reverse()
  let never = false
  let opaque = false
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const { json, document } = part.spot
    if (json.kind === 'literal' && json.value === false) never = true
    if (json.kind !== 'object' || seen.has(json)) continue
    seen.add(json)
    const draft = draftOf(document.root, part.draft)
    const isModern = draft === '2019-09' || draft === '2020-12'
    const uri = json.members.get('$ref')
    if (uri?.kind === 'string') {
      const spot = part.resolver.resolve(uri.value, part.resolver.enter(part.spot))
      waiting.push({ ...part, spot })
      if (!isModern) continue
    }
    opaque ||= json.members.has('$dynamicRef') || json.members.has('$recursiveRef')
    flats.push({ part, draft, json })
    const branches = json.members.get('allOf')
    if (branches?.kind !== 'array') continue
    for (const branch of branches.items) waiting.push(innerPart(part, branch))
  }
  return { flats, never, opaque }
}

/** A keyword's value, `undefined` when absent. */
export function keyword({ json }: Flat, name: string): JsonNode | undefined {
  return json.members.get(name)
}

/** Members of a keyword that holds an object; empty when absent. */
export function membersOf(flat: Flat, name: string): ReadonlyMap<string, JsonNode> {
  const member = keyword(flat, name)
  return member?.kind === 'object' ? member.members : noMembers
}

/** Items of a keyword that holds a list; `undefined` when absent. */
export function itemsOf(flat: Flat, name: string): readonly JsonNode[] | undefined {
  const member = keyword(flat, name)
  return member?.kind === 'array' ? member.items : undefined
}

/** Texts of a keyword that holds a list of text. */
export function textsOf(flat: Flat, name: string): string[] {
  return textsIn(keyword(flat, name))
}

/** Texts of a list. */
export function textsIn(list: JsonNode | undefined): string[] {
  if (list?.kind !== 'array') return []
  return list.items.flatMap((item) => (item.kind === 'string' ? [item.value] : []))
}

/** A number as written. */
export function numberOf(flat: Flat, name: string): string | undefined {
  const member = keyword(flat, name)
  return member?.kind === 'number' ? member.literal : undefined
}

/** True for a schema that accepts everything. */
export function acceptsAll(json: JsonNode | undefined): boolean {
  if (json === undefined) return true
  if (json.kind === 'literal') return json.value === true
  return json.kind === 'object' && json.members.size === 0
}

/** True for `false`. */
export function acceptsNothing(json: JsonNode | undefined): boolean {
  return json?.kind === 'literal' && json.value === false
}

/** True when two schemas read the same and neither depends on where it stands. */
export function sameText(first: JsonNode, second: JsonNode): boolean {
  if (first === second) return true
  const text = ownText(first)
  return text !== undefined && text === ownText(second)
}

const ownTexts = new WeakMap<JsonNode, { readonly text: string | undefined }>()

/** What a schema says; `undefined` when that depends on where it stands. */
function ownText(json: JsonNode): string | undefined {
  return remembered(ownTexts, json, () => {
    const text = comparableText(json)
    return { text: /"\$(?:ref|dynamicRef|recursiveRef)"/.test(text) ? undefined : text }
  }).text
}

/** A schema that no text holds, for case analysis. */
export function syntheticPart(keywords: ReadonlyMap<string, JsonNode>, like: Part): Part {
  const json: JsonObject = { kind: 'object', members: keywords, start: 0, end: 0 }
  return { ...like, spot: { ...like.spot, json } }
}

const noMembers: ReadonlyMap<string, JsonNode> = new Map()
