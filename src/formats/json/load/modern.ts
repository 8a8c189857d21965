import type { JsonNode } from '../../json-reader.ts'
import { javaHashMapOrder } from '../../java-hash-order.ts'
import type { Annotations, Criterion, SchemaNode } from '../ast.ts'
import type { Spot } from '../document.ts'
import { comparableText, loadNamed, plainAnnotations, readAnnotations } from './loading.ts'
import type { Loading } from './loading.ts'
import { blank, generated, isGenerated, join } from './partial.ts'
import { Shapes } from './shapes.ts'
import type { TypeName } from './shapes.ts'

/** One subschema being read. */
interface Reading {
  readonly shapes: Shapes
  readonly spot: Spot
  readonly bare: Annotations
  readonly loading: Loading
  readonly inner: (json: JsonNode) => SchemaNode
}

type KeywordReader = (reading: Reading, keyword: string) => SchemaNode | undefined

/**
 * Reads subschemas as the reference reads drafts 2019-09 and 2020-12: each keyword gives a partial
 * node, and the partial nodes are joined one after another.
 *
 * @see Json-schema 5.2
 */
export function modernLoader(loading: Loading): (spot: Spot) => SchemaNode {
  return (spot) => {
    const { json } = spot
    const bare = plainAnnotations(spot)
    if (json.kind !== 'object') {
      return {
        about: bare,
        kind: json.kind === 'literal' && json.value === true ? 'true' : 'false',
      }
    }
    const shapes = new Shapes(json, spot.document)
    const reading: Reading = {
      shapes,
      spot,
      bare,
      loading,
      inner: (member) => loading.load({ ...spot, json: member }),
    }
    let node: SchemaNode | undefined
    const add = (partial: SchemaNode | undefined): void => {
      if (partial !== undefined) node = node === undefined ? partial : join(node, partial, bare)
    }
    for (const keyword of javaHashMapOrder([...json.members.keys()])) {
      add(readers.get(keyword)?.(reading, keyword))
    }
    for (const read of late) add(read(reading, ''))
    return finish(node, reading)
  }
}

const silent = [
  '$schema',
  '$id',
  '$anchor',
  '$defs',
  '$dynamicAnchor',
  '$vocabulary',
  'title',
  'description',
  'default',
  'deprecated',
  'then',
  'else',
  'minContains',
  'maxContains',
  'properties',
  'patternProperties',
  'unevaluatedItems',
  'unevaluatedProperties',
]

function finish(node: SchemaNode | undefined, { shapes, spot, bare }: Reading): SchemaNode {
  const about = readAnnotations(shapes, spot, undefined, (keyword) => known.has(keyword))
  const partials = node === undefined ? [] : [node]
  const members = partials.flatMap((each) => (isGenerated(each, 'allOf') ? each.members : [each]))
  const [only] = members
  if (only === undefined) return { about, kind: 'empty' }
  const whole = members.length === 1 ? only : generated(bare, 'allOf', members)
  const defs = shapes.members('$defs')
  const forgets = about.extras.size > 0 || defs.size > 0
  return { ...(forgets ? forget(whole) : whole), about }
}

/** Unknown keywords and `$defs` push out what the reference keeps beside them (class 14). */
function forget(node: SchemaNode): SchemaNode {
  if (node.kind === 'object') return { ...node, unevaluated: undefined }
  if (node.kind !== 'array') return node
  return { ...node, unevaluated: undefined, minContains: undefined, maxContains: undefined }
}

const typed: Readonly<Record<TypeName, (bare: Annotations) => SchemaNode>> = {
  string: blank.string,
  number: blank.number,
  integer: (bare) => ({ ...blank.number(bare), integer: true }),
  object: blank.object,
  array: blank.array,
  boolean: (bare) => ({ about: bare, kind: 'boolean' }),
  null: (bare) => ({ about: bare, kind: 'null' }),
}

const readType: KeywordReader = ({ shapes, bare }) => {
  const nodes = (shapes.types() ?? []).map((type) => typed[type](bare))
  const [single] = nodes
  const isText = shapes.get('type')?.kind === 'string'
  return isText && single !== undefined ? single : generated(bare, 'anyOf', nodes)
}

const stringLimit: KeywordReader = ({ shapes, bare }, keyword) => ({
  ...blank.string(bare),
  [keyword]: shapes.count(keyword, 'accepted'),
})
const numberLimit: KeywordReader = ({ shapes, bare }, keyword) => ({
  ...blank.number(bare),
  [keyword]: shapes.number(keyword),
})
const objectLimit: KeywordReader = ({ shapes, bare }, keyword) => ({
  ...blank.object(bare),
  [keyword]: shapes.count(keyword, 'accepted'),
})
const arrayLimit: KeywordReader = ({ shapes, bare }, keyword) => ({
  ...blank.array(bare),
  [keyword]: shapes.count(keyword, 'accepted'),
})
const annotation: KeywordReader = ({ bare }) => generated(bare, 'allOf', [])

const combination: KeywordReader = ({ shapes, bare, inner }, keyword) => ({
  about: bare,
  kind: 'combined',
  criterion: keyword as Criterion,
  // Branches with several kinds of keyword are spliced into the list (class 13).
  members: (shapes.schemas(keyword) ?? [])
    .map(inner)
    .flatMap((member) => (isGenerated(member, 'allOf') ? member.members : [member])),
  generated: false,
})

const reference: KeywordReader = ({ shapes, bare, spot, loading }, keyword) =>
  loading.reference(bare, shapes.text(keyword) ?? '', spot)

const dynamicReference: KeywordReader = (reading, keyword) => {
  const { shapes, spot, loading } = reading
  const target = loading.resolve(shapes.text(keyword) ?? '', spot)
  const recursive =
    target.document === spot.document &&
    target.json.start <= spot.json.start &&
    spot.json.end <= target.json.end
  if (recursive && spot.document.name === undefined) {
    throw shapes.fault(`${keyword} must not lead to a schema around it`)
  }
  return reference(reading, keyword)
}

const readers = new Map<string, KeywordReader>([
  ['type', readType],
  ['minLength', stringLimit],
  ['maxLength', stringLimit],
  [
    'pattern',
    ({ shapes, bare }) => {
      const pattern = shapes.text('pattern')
      shapes.checkPattern(pattern ?? '', shapes.get('pattern'))
      return { ...blank.string(bare), pattern }
    },
  ],
  ['minimum', numberLimit],
  ['maximum', numberLimit],
  ['exclusiveMinimum', numberLimit],
  ['exclusiveMaximum', numberLimit],
  ['multipleOf', numberLimit],
  ['minProperties', objectLimit],
  ['maxProperties', objectLimit],
  ['minItems', arrayLimit],
  ['maxItems', arrayLimit],
  [
    'uniqueItems',
    ({ shapes, bare }) => ({
      ...blank.array(bare),
      uniqueItems: shapes.flag('uniqueItems') ?? false,
    }),
  ],
  [
    'required',
    ({ shapes, bare }) => ({
      ...blank.object(bare),
      required: shapes.texts('required'),
    }),
  ],
  [
    'dependentRequired',
    ({ shapes, bare }) => {
      const dependentRequired = new Map<string, readonly string[]>()
      for (const [name, json] of shapes.members('dependentRequired')) {
        dependentRequired.set(name, shapes.textsIn('dependentRequired', json))
      }
      return { ...blank.object(bare), dependentRequired }
    },
  ],
  [
    'dependentSchemas',
    ({ shapes, bare, inner }) => ({
      ...blank.object(bare),
      dependentSchemas: loadNamed(shapes.schemaMap('dependentSchemas'), inner),
    }),
  ],
  [
    'propertyNames',
    ({ shapes, bare, inner }) => {
      const names = shapes.schema('propertyNames')
      if (names !== undefined) inner(names)
      return blank.object(bare)
    },
  ],
  [
    'additionalProperties',
    ({ shapes, bare, inner }) => ({
      ...blank.object(bare),
      ...closedOrRest(shapes.schema('additionalProperties'), inner),
    }),
  ],
  [
    'prefixItems',
    ({ shapes, bare, inner }) => ({
      ...blank.array(bare),
      tuple: (shapes.schemas('prefixItems') ?? []).map(inner),
    }),
  ],
  [
    'items',
    ({ shapes, bare, inner }) => {
      const items = shapes.schema('items')
      const { allowed, rest } = closedOrRest(items, inner)
      const hasTuple = (shapes.list('prefixItems') ?? []).length > 0
      if (hasTuple) return { ...blank.array(bare), allowed, rest }
      return { ...blank.array(bare), allowed, element: allowed && items ? inner(items) : undefined }
    },
  ],
  [
    'contains',
    ({ shapes, bare, inner }) => {
      const contains = shapes.schema('contains')
      if (contains !== undefined) inner(contains)
      return {
        ...blank.array(bare),
        minContains: shapes.count('minContains', 'accepted') ?? '1',
        maxContains: shapes.count('maxContains', 'accepted'),
      }
    },
  ],
  [
    'enum',
    ({ shapes, bare }) => ({
      about: bare,
      kind: 'enum',
      values: [...new Set((shapes.list('enum') ?? []).map(comparableText))],
    }),
  ],
  [
    'const',
    ({ shapes, bare }) => {
      const value = shapes.get('const')
      return value === undefined
        ? undefined
        : { about: bare, kind: 'const', value: comparableText(value) }
    },
  ],
  [
    'not',
    ({ shapes, bare, inner }) => {
      const negated = shapes.schema('not')
      return negated === undefined
        ? undefined
        : { about: bare, kind: 'not', negated: inner(negated) }
    },
  ],
  [
    'if',
    ({ shapes, bare, inner }) => {
      for (const keyword of ['if', 'then', 'else']) {
        const branch = shapes.schema(keyword)
        if (branch !== undefined) inner(branch)
      }
      return { about: bare, kind: 'conditional' }
    },
  ],
  ['$ref', reference],
  ['$dynamicRef', dynamicReference],
  ['allOf', combination],
  ['anyOf', combination],
  ['oneOf', combination],
  ['format', annotation],
  ['readOnly', annotation],
  ['writeOnly', annotation],
])

/** These are read after all others. */
const late: readonly KeywordReader[] = [
  ({ shapes, bare, inner }) => {
    const members = shapes.schemaMap('properties')
    // An empty map says nothing at all, not even that objects are meant.
    if (members.size === 0) return undefined
    return { ...blank.object(bare), properties: loadNamed(members, inner) }
  },
  ({ shapes, bare, inner }) => {
    const members = shapes.schemaMap('patternProperties')
    if (members.size === 0) return undefined
    const patternProperties = [...members].map(([pattern, json]) => {
      shapes.checkPattern(pattern, json)
      return { pattern, node: inner(json) }
    })
    return { ...blank.object(bare), patternProperties }
  },
  ({ shapes, bare, inner }) => {
    const rest = shapes.schema('unevaluatedItems')
    return rest === undefined ? undefined : { ...blank.array(bare), unevaluated: inner(rest) }
  },
  ({ shapes, bare, inner }) => {
    const rest = shapes.schema('unevaluatedProperties')
    return rest === undefined ? undefined : { ...blank.object(bare), unevaluated: inner(rest) }
  },
]

const known = new Set([...readers.keys(), ...silent])

function closedOrRest(
  json: JsonNode | undefined,
  inner: (json: JsonNode) => SchemaNode,
): { readonly allowed: boolean; readonly rest: SchemaNode | undefined } {
  const allowed = json?.kind !== 'literal' || json.value !== false
  return { allowed, rest: json?.kind === 'object' ? inner(json) : undefined }
}
