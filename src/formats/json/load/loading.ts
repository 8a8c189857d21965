import type { JsonNode } from '../../json-reader.ts'
import { javaHashMapOrder } from '../../java-hash-order.ts'
import type { Annotations, RefNode, SchemaNode } from '../ast.ts'
import { printJson } from '../canonical.ts'
import type { Spot } from '../document.ts'
import type { Draft } from '../drafts.ts'
import { sortKeys } from '../normalize.ts'
import type { Shapes } from './shapes.ts'

/** What a loader needs from the walk around it. */
export interface Loading {
  readonly draft: Draft
  /** The node of a subschema; the same spot gives the same node. */
  load(spot: Spot): SchemaNode
  /** A reference whose target is bound before anybody looks at it. */
  reference(about: Annotations, uri: string, from: Spot): RefNode
  /** Where a reference leads, without loading it. */
  resolve(uri: string, from: Spot): Spot
}

/** Two values are the same when their comparable texts are: keys sorted, numbers as written. */
export function comparableText(json: JsonNode): string {
  return printJson(sortKeys(json))
}

const noExtras: ReadonlyMap<string, JsonNode> = new Map()

/** Annotations of a node that has none of its own: a part of a subschema. */
export function plainAnnotations(spot: Spot): Annotations {
  return {
    json: spot.json,
    document: spot.document,
    id: undefined,
    title: undefined,
    description: undefined,
    defaultText: undefined,
    extras: noExtras,
  }
}

/** Annotations of the node that stands for a whole subschema. */
export function readAnnotations(
  shapes: Shapes,
  spot: Spot,
  idName: string | undefined,
  isKnown: (keyword: string) => boolean,
): Annotations {
  const fallback = shapes.get('default')
  let extras: Map<string, JsonNode> | undefined
  for (const [keyword, member] of shapes.json.members) {
    if (isKnown(keyword)) continue
    extras ??= new Map()
    extras.set(keyword, member)
  }
  return {
    json: spot.json,
    document: spot.document,
    id: idName === undefined ? undefined : shapes.text(idName),
    title: shapes.text('title'),
    description: shapes.text('description'),
    defaultText:
      fallback === undefined || (fallback.kind === 'literal' && fallback.value === null)
        ? undefined
        : comparableText(fallback),
    extras: extras ?? noExtras,
  }
}

/** Named inner nodes in the order in which the reference's own map walks them. */
export function loadNamed(
  members: ReadonlyMap<string, JsonNode>,
  load: (json: JsonNode) => SchemaNode,
): Map<string, SchemaNode> {
  const nodes = new Map<string, SchemaNode>()
  for (const name of javaHashMapOrder([...members.keys()])) {
    const member = members.get(name)
    if (member !== undefined) nodes.set(name, load(member))
  }
  return nodes
}
