import type { JsonNode, JsonObject } from '../json-reader.ts'
import { textMember } from './document.ts'
import type { JsonDocument, Spot } from './document.ts'
import type { LoaderStyle } from './drafts.ts'
import { resolveUri, splitFragment } from './uri.ts'

/** Everything in a document that a reference can point at by a name of its own. */
export interface DocumentIndex {
  readonly base: string
  readonly root: Spot
  /** By absolute URI, the document itself included. */
  readonly resources: ReadonlyMap<string, Spot>
  /** By `base#name`. */
  readonly anchors: ReadonlyMap<string, Spot>
  /** The base inside a subschema that carries its own id. */
  readonly baseOf: ReadonlyMap<JsonNode, string>
}

const anchorKeywords = ['$anchor', '$dynamicAnchor'] as const

/** Walks a document once and notes its ids and anchors. */
export function indexDocument(
  document: JsonDocument,
  base: string,
  style: LoaderStyle,
  idName: string,
): DocumentIndex {
  const root: Spot = { json: document.root, document, base }
  const resources = new Map<string, Spot>([[base, root]])
  const anchors = new Map<string, Spot>()
  const baseOf = new Map<JsonNode, string>()

  function visit(json: JsonNode, outer: string): void {
    if (json.kind === 'array') for (const item of json.items) visit(item, outer)
    if (json.kind !== 'object') return
    const inner = enterId(json, outer)
    for (const keyword of anchorKeywords) {
      const name = textMember(json, keyword)
      if (name !== undefined) addAnchor(name, json, inner)
    }
    for (const member of json.members.values()) {
      if (member.kind === 'object' || member.kind === 'array') visit(member, inner)
    }
  }

  function enterId(json: JsonObject, outer: string): string {
    const id = json === document.root ? undefined : textMember(json, idName)
    if (id === undefined) return outer
    const { target, fragment } = splitFragment(id)
    if (target === '') {
      if (style === 'classic' && fragment !== undefined) addAnchor(fragment, json, outer)
      return outer
    }
    const inner = resolveUri(outer, target)
    baseOf.set(json, inner)
    if (!resources.has(inner)) resources.set(inner, { json, document, base: inner })
    if (style === 'classic' && fragment !== undefined && fragment !== '') {
      addAnchor(fragment, json, inner)
    }
    return inner
  }

  function addAnchor(name: string, json: JsonNode, inner: string): void {
    const key = `${inner}#${name}`
    if (!anchors.has(key)) anchors.set(key, { json, document, base: inner })
  }

  visit(document.root, base)
  return { base, root, resources, anchors, baseOf }
}

/**
 * What a fragment means inside a resource: nothing, a JSON pointer or an anchor.
 *
 * A pointer that the resource does not know is tried from the document's root, as older drafts do.
 */
export function locateFragment(
  fragment: string,
  resource: Spot,
  index: DocumentIndex,
): Spot | undefined {
  const name = decode(fragment)
  if (name === '') return resource
  if (!name.startsWith('/')) {
    return (
      index.anchors.get(`${resource.base}#${name}`) ?? index.anchors.get(`${index.base}#${name}`)
    )
  }
  return (
    followPointer(name, resource, index) ??
    followPointer(name, index.root, index) ??
    // Root-level definitions are also offered under `$defs`, never the other way round.
    followPointer(name.replace(/^\/\$defs\//, '/definitions/'), index.root, index)
  )
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

function followPointer(pointer: string, from: Spot, index: DocumentIndex): Spot | undefined {
  let { json, base } = from
  for (const part of pointer.slice(1).split('/')) {
    const next = child(json, part.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (next === undefined) return undefined
    json = next
    base = index.baseOf.get(json) ?? base
  }
  return { json, base, document: from.document }
}

function child(json: JsonNode, key: string): JsonNode | undefined {
  if (json.kind === 'object') return json.members.get(key)
  if (json.kind === 'array' && /^(0|[1-9]\d{0,8})$/.test(key)) return json.items[Number(key)]
  return undefined
}
