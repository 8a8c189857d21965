import type { JsonNode, JsonObject } from '../json-reader.ts'
import { printJson } from './canonical.ts'
import { textMember } from './document.ts'
import type { JsonDocument, Spot } from './document.ts'
import { idKeyword, loaderStyle } from './drafts.ts'
import { metaSchema } from './meta-schemas.ts'
import type { JsonSchema } from './parse.ts'
import { createPlaceFinder } from './places.ts'
import type { PlaceFinder } from './places.ts'
import { createResolver } from './references.ts'
import type { Resolver } from './references.ts'
import { replaceSubschemas } from './subschemas.ts'

const referenceKeywords = ['$ref', '$dynamicRef'] as const
const droppedInside = ['$schema', '$anchor', '$dynamicAnchor'] as const

/**
 * One self-contained document: referenced texts stand among the definitions, and every reference is
 * a pointer into the document itself. Ids and anchors inside are dropped, nothing needs them any more.
 *
 * @throws SchemaFault when a reference points nowhere
 */
export function bundleReferences(parsed: JsonSchema): string {
  if (parsed.references.length === 0 || parsed.main.root.kind !== 'object') {
    return printJson(parsed.main.root)
  }
  const bundle = new Bundle(parsed)
  return bundle.print()
}

class Bundle {
  readonly #parsed: JsonSchema
  readonly #resolver: Resolver
  readonly #holder: string
  readonly #names = new Map<JsonDocument, string>()
  readonly #waiting: JsonDocument[] = []
  readonly #finders = new Map<JsonDocument, PlaceFinder>()

  constructor(parsed: JsonSchema) {
    this.#parsed = parsed
    this.#resolver = createResolver(parsed)
    this.#holder = loaderStyle(parsed.draft) === 'modern' ? '$defs' : 'definitions'
  }

  print(): string {
    const { root } = this.#parsed.main
    const rewritten = this.#rewrite(root, this.#resolver.root)
    const added = new Map<string, JsonNode>()
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const spot = this.#resolver.rootOf(next)
      added.set(this.#nameOf(next), this.#rewrite(next.root, spot))
    }
    if (rewritten.kind !== 'object' || added.size === 0) return printJson(rewritten)
    const members = new Map(rewritten.members)
    const own = members.get(this.#holder)
    const { start, end } = root
    members.set(this.#holder, {
      kind: 'object',
      members: new Map([...(own?.kind === 'object' ? own.members : []), ...added]),
      start,
      end,
    })
    return printJson({ ...rewritten, members })
  }

  #rewrite(json: JsonNode, outer: Spot): JsonNode {
    if (json.kind !== 'object') return json
    const spot = this.#resolver.enter({ ...outer, json })
    const inner = replaceSubschemas(json, (each) => this.#rewrite(each, spot))
    const members = new Map(inner.members)
    if (json !== this.#parsed.main.root) this.#dropNames(members, json, spot)
    for (const keyword of referenceKeywords) {
      const uri = textMember(json, keyword)
      if (uri === undefined) continue
      const value = this.#pointerFor(uri, spot)
      if (value === undefined) continue
      members.delete(keyword)
      members.set('$ref', { kind: 'string', value, start: json.start, end: json.end })
    }
    return { ...inner, members }
  }

  #dropNames(members: Map<string, JsonNode>, json: JsonObject, { document }: Spot): void {
    const id = idKeyword(this.#parsed.draft)
    if (textMember(json, id) !== undefined) members.delete(id)
    if (document !== this.#parsed.main) for (const keyword of droppedInside) members.delete(keyword)
  }

  /** Where a reference leads inside the bundle; nothing for a meta-schema, which everybody knows. */
  #pointerFor(uri: string, from: Spot): string | undefined {
    const target = this.#resolver.resolve(uri, from)
    const { document } = target
    if (document.name !== undefined && metaSchema(document.name) === document) return undefined
    let finder = this.#finders.get(document)
    if (finder === undefined) this.#finders.set(document, (finder = createPlaceFinder(document)))
    const { pointer } = finder.find(target.json, [])
    if (document === this.#parsed.main) return `#${encodeFragment(pointer)}`
    if (!this.#names.has(document)) this.#waiting.push(document)
    const name = this.#nameOf(document).replaceAll('~', '~0').replaceAll('/', '~1')
    return `#${encodeFragment(`/${this.#holder}/${name}${pointer}`)}`
  }

  /** A key among the definitions that nobody else uses. */
  #nameOf(document: JsonDocument): string {
    const known = this.#names.get(document)
    if (known !== undefined) return known
    const own = this.#parsed.main.root
    const holder = own.kind === 'object' ? own.members.get(this.#holder) : undefined
    const taken = new Set([
      ...this.#names.values(),
      ...(holder?.kind === 'object' ? holder.members.keys() : []),
    ])
    let name = document.name ?? ''
    while (taken.has(name)) name += '_'
    this.#names.set(document, name)
    return name
  }
}

function encodeFragment(pointer: string): string {
  return pointer.split('/').map(encodeURIComponent).join('/')
}
