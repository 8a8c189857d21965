import { assertNever } from '../../../errors/assert-never.ts'
import { placeOf } from '../../json-reader.ts'
import { SchemaFault } from '../../schema-fault.ts'
import type { RefNode, SchemaNode } from '../ast.ts'
import type { Spot } from '../document.ts'
import { loaderStyle } from '../drafts.ts'
import type { LoaderStyle } from '../drafts.ts'
import { checkRoot } from '../parse.ts'
import type { JsonSchema } from '../parse.ts'
import { createResolver } from '../references.ts'
import { classicLoader } from './classic.ts'
import type { Loading } from './loading.ts'
import { modernLoader } from './modern.ts'

// Far beyond what is written by hand or generated, and well within the call stack.
const MAX_NESTED = 500

const loaded = new WeakMap<JsonSchema, SchemaNode>()

/**
 * Loads everything that can be reached from the root, once per parsed schema.
 *
 * @throws SchemaFault on a keyword of the wrong shape, a reference to nowhere or a bad pattern
 * @see Json-schema 5
 */
export function loadSchema(parsed: JsonSchema): SchemaNode {
  let node = loaded.get(parsed)
  if (node === undefined) {
    checkRoot(parsed.main)
    node = load(parsed)
    loaded.set(parsed, node)
  }
  return node
}

function load(parsed: JsonSchema): SchemaNode {
  const resolver = createResolver(parsed)
  const nodes = new Map<Spot['json'], SchemaNode>()
  let depth = 0
  const waiting: { spot: Spot; bind: (target: SchemaNode) => void }[] = []

  const loading: Loading = {
    draft: parsed.draft,
    load(spot) {
      const known = nodes.get(spot.json)
      if (known !== undefined) return known
      if (++depth > MAX_NESTED) throw tooDeep(spot)
      const node = readNode(resolver.enter(spot))
      depth--
      nodes.set(spot.json, node)
      return node
    },
    reference(about, uri, from) {
      let target: SchemaNode | undefined
      // Targets wait in a list: a chain of a thousand references must not nest a thousand calls.
      waiting.push({ spot: resolver.resolve(uri, from), bind: (node) => (target = node) })
      const node: RefNode = {
        about,
        kind: 'ref',
        uri,
        target: () => target ?? node,
      }
      return node
    },
    resolve: (uri, from) => resolver.resolve(uri, from),
  }
  const readNode = readerOf(loaderStyle(parsed.draft), loading)

  const root = loading.load(resolver.root)
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    next.bind(loading.load(next.spot))
  }
  return root
}

function readerOf(style: LoaderStyle, loading: Loading): (spot: Spot) => SchemaNode {
  switch (style) {
    case 'classic':
      return classicLoader(loading)
    case 'modern':
      return modernLoader(loading)
    default:
      return assertNever(style)
  }
}

function tooDeep({ json, document }: Spot): SchemaFault {
  return new SchemaFault(
    `Invalid JSON: schemas are nested more than ${MAX_NESTED} deep`,
    placeOf(document.text, document.root, json),
  )
}
