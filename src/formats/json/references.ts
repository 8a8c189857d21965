import { placeOf } from '../json-reader.ts'
import { SchemaFault } from '../schema-fault.ts'
import { isSchemaShape, textMember } from './document.ts'
import type { JsonDocument, Spot } from './document.ts'
import { draftOf, idKeyword, loaderStyle } from './drafts.ts'
import type { Draft } from './drafts.ts'
import { metaSchema } from './meta-schemas.ts'
import { readDocument } from './parse.ts'
import type { JsonSchema } from './parse.ts'
import { indexDocument, locateFragment } from './locate.ts'
import type { DocumentIndex } from './locate.ts'
import { resolveUri, splitFragment } from './uri.ts'

/** Finds what a `$ref` points at, among the texts at hand; nothing is ever fetched. */
export interface Resolver {
  readonly root: Spot
  /** Where a document that was reached through a reference begins. */
  rootOf(document: JsonDocument): Spot
  /** The same place with the base changed by the subschema's own id. */
  enter(spot: Spot): Spot
  /**
   * @param from where the reference stands
   * @throws SchemaFault when it points nowhere, or over the network
   */
  resolve(uri: string, from: Spot): Spot
}

/**
 * Binds the references of one schema by name, by id, by pointer and by anchor.
 *
 * @see Json-schema 3
 */
export function createResolver(parsed: JsonSchema): Resolver {
  const style = loaderStyle(parsed.draft)
  const documents = new Map<string, JsonDocument>()
  const indexes = new Map<JsonDocument, DocumentIndex>()
  const rootBase = ownBase(parsed.main, '', parsed.draft)
  const root: Spot = { json: parsed.main.root, document: parsed.main, base: rootBase }

  function referenced(name: string): JsonDocument | undefined {
    const known = documents.get(name)
    if (known !== undefined) return known
    const reference = parsed.references.find((candidate) => candidate.name === name)
    if (reference === undefined) return undefined
    const document = readDocument(reference.schemaText, name, 'Invalid JSON')
    documents.set(name, document)
    return document
  }

  const classicNames = new Map(
    style === 'classic'
      ? parsed.references.map(({ name }) => [resolveUri(rootBase, name), name])
      : [],
  )

  /** The name under which a referenced text is known, if the URI means one. */
  function nameOf(written: string, absolute: string): string | undefined {
    if (style === 'classic') return classicNames.get(absolute)
    return [written, written.replace(/^\.\//, ''), absolute].find((name) =>
      parsed.references.some((reference) => reference.name === name),
    )
  }

  function indexOf(document: JsonDocument): DocumentIndex {
    let index = indexes.get(document)
    if (index === undefined) {
      const draft = document.name === undefined ? parsed.draft : draftOf(document.root)
      const base =
        document === parsed.main ? rootBase : ownBase(document, document.name ?? '', draft)
      index = indexDocument(document, base, style, idKeyword(draft))
      indexes.set(document, index)
    }
    return index
  }

  function resource(written: string, absolute: string, from: Spot): Spot | undefined {
    const index = indexOf(from.document)
    if (written === '' || absolute === index.base) {
      return index.resources.get(from.base) ?? index.root
    }
    const embedded = index.resources.get(absolute)
    if (embedded !== undefined) return embedded
    if (absolute === rootBase) return root
    const name = nameOf(written, absolute)
    const document = name === undefined ? metaSchema(absolute) : referenced(name)
    if (document === undefined) return indexOf(parsed.main).resources.get(absolute)
    return indexOf(document).root
  }

  const resolved = new Map<JsonDocument, Map<string, Spot>>()

  function find(uri: string, from: Spot): Spot {
    const { target, fragment } = splitFragment(uri)
    const absolute = target === '' ? from.base : resolveUri(from.base, target)
    const found = resource(target, absolute, from)
    if (found === undefined) throw missing(uri, absolute, from)
    const spot = locateFragment(fragment ?? '', found, indexOf(found.document))
    if (spot === undefined) throw nowhere(uri, from)
    if (!isSchemaShape(spot.json)) {
      throw fault(`$ref '${uri}' points at something that is no schema`, from)
    }
    if (style === 'classic' && found.document.root.kind === 'literal') {
      throw fault(`$ref '${uri}' points at a boolean document`, from)
    }
    return spot
  }

  return {
    root,
    rootOf: (document) => indexOf(document).root,
    enter(spot) {
      const own = indexOf(spot.document).baseOf.get(spot.json)
      return own === undefined ? spot : { ...spot, base: own }
    },
    resolve(uri, from) {
      const key = `${from.base} ${uri}`
      let known = resolved.get(from.document)
      if (known === undefined) resolved.set(from.document, (known = new Map()))
      let spot = known.get(key)
      if (spot === undefined) known.set(key, (spot = find(uri, from)))
      return spot
    },
  }
}

function ownBase(document: JsonDocument, fallback: string, draft: Draft): string {
  const id = textMember(document.root, idKeyword(draft))
  return id === undefined ? fallback : resolveUri(fallback, splitFragment(id).target)
}

function missing(uri: string, absolute: string, from: Spot): SchemaFault {
  if (!/^https?:/i.test(absolute)) return nowhere(uri, from)
  return new SchemaFault(
    `Remote schema reference fetching over HTTP(S) is disabled: ${absolute}`,
    placeOf(from.document.text, from.document.root, from.json),
  )
}

function nowhere(uri: string, from: Spot): SchemaFault {
  return fault(`$ref '${uri}' points to nothing`, from)
}

function fault(what: string, from: Spot): SchemaFault {
  const name = from.document.name
  return new SchemaFault(
    `Invalid JSON: ${what}${name === undefined ? '' : ` (in '${name}')`}`,
    placeOf(from.document.text, from.document.root, from.json),
  )
}
