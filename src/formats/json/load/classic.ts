import type { JsonNode } from '../../json-reader.ts'
import type {
  Annotations,
  ArrayNode,
  CombinedNode,
  Criterion,
  NumberNode,
  ObjectNode,
  SchemaNode,
  StringNode,
} from '../ast.ts'
import { isSchemaShape } from '../document.ts'
import type { JsonDocument, Spot } from '../document.ts'
import { draftOf, idKeyword } from '../drafts.ts'
import type { Draft } from '../drafts.ts'
import { comparableText, loadNamed, plainAnnotations, readAnnotations } from './loading.ts'
import type { Loading } from './loading.ts'
import { Shapes } from './shapes.ts'
import type { TypeName } from './shapes.ts'

type Group = 'array' | 'object' | 'number' | 'string'

/** Which keywords make a node of a kind, and since which draft. */
const groups: Readonly<Record<Group, readonly string[]>> = {
  array: ['items', 'additionalItems', 'minItems', 'maxItems', 'uniqueItems'],
  object: [
    'properties',
    'required',
    'minProperties',
    'maxProperties',
    'dependencies',
    'patternProperties',
    'additionalProperties',
  ],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  string: ['minLength', 'maxLength', 'pattern', 'format'],
}

const sinceDraft6: Readonly<Record<Group, readonly string[]>> = {
  array: ['contains'],
  object: ['propertyNames'],
  number: [],
  string: [],
}

const groupOfType: Readonly<Record<TypeName, Group | undefined>> = {
  array: 'array',
  object: 'object',
  number: 'number',
  integer: 'number',
  string: 'string',
  boolean: undefined,
  null: undefined,
}

const untyped: readonly Group[] = ['array', 'object', 'number', 'string']
const criteria: readonly Criterion[] = ['oneOf', 'allOf', 'anyOf']

/** A document's own draft; one that does not say follows the schema that refers to it. */
interface ClassicDraft {
  readonly draft: Draft
  readonly known: ReadonlySet<string>
}

/**
 * Reads subschemas as the reference reads drafts 4, 6 and 7.
 *
 * @see Json-schema 5.1
 */
export function classicLoader(loading: Loading): (spot: Spot) => SchemaNode {
  const drafts = new Map<JsonDocument, ClassicDraft>()

  function draftAt(document: JsonDocument): ClassicDraft {
    let classic = drafts.get(document)
    if (classic === undefined) {
      const draft = draftOf(document.root, loading.draft)
      classic = { draft, known: knownKeywords(draft) }
      drafts.set(document, classic)
    }
    return classic
  }

  return (spot) => {
    const { json } = spot
    if (json.kind !== 'object') return booleanNode(json, spot)
    const shapes = new Shapes(json, spot.document)
    const { draft, known } = draftAt(spot.document)
    const about = readAnnotations(shapes, spot, idKeyword(draft), (name) => known.has(name))
    const uri = shapes.text('$ref')
    if (uri !== undefined) return loading.reference(about, uri, spot)
    const parts = collectParts(shapes, spot, draft, loading)
    const [only] = parts
    if (only === undefined) return { about, kind: 'empty' }
    if (parts.length === 1) return { ...only, about }
    return { about, kind: 'combined', criterion: 'allOf', members: parts, generated: true }
  }
}

function booleanNode(json: JsonNode, spot: Spot): SchemaNode {
  const value = json.kind === 'literal' && json.value === true
  return { about: plainAnnotations(spot), kind: value ? 'true' : 'false' }
}

function knownKeywords(draft: Draft): Set<string> {
  const known = ['$schema', '$ref', 'id', '$id', 'title', 'description', 'default', 'definitions']
  known.push('type', 'enum', 'oneOf', 'allOf', 'anyOf', 'not')
  for (const group of untyped) known.push(...groups[group])
  if (draft !== '4') known.push('const', ...sinceDraft6.array, ...sinceDraft6.object)
  if (draft === '7') known.push('if', 'then', 'else', 'readOnly', 'writeOnly')
  return new Set(known)
}

/** The nodes of one subschema, in the order in which they are listed when there are several. */
function collectParts(shapes: Shapes, spot: Spot, draft: Draft, loading: Loading): SchemaNode[] {
  const inner = (json: JsonNode): SchemaNode => loading.load({ ...spot, json })
  const bare = plainAnnotations(spot)
  const parts: SchemaNode[] = []

  const values = shapes.list('enum')
  if (values !== undefined) {
    parts.push({ about: bare, kind: 'enum', values: [...new Set(values.map(comparableText))] })
  }
  for (const criterion of criteria) {
    const members = shapes.schemas(criterion)
    if (members === undefined) continue
    parts.push({
      about: bare,
      kind: 'combined',
      criterion,
      members: members.map(inner),
      generated: false,
    })
  }
  const negated = shapes.schema('not')
  if (negated !== undefined) parts.push({ about: bare, kind: 'not', negated: inner(negated) })
  const fixed = draft === '4' ? undefined : shapes.get('const')
  if (fixed !== undefined) parts.push({ about: bare, kind: 'const', value: comparableText(fixed) })

  const types = shapes.types()
  const taken = new Set<Group>()
  const readGroup = (group: Group, type: TypeName | undefined): SchemaNode =>
    readers[group](shapes, bare, inner, draft, type)
  if (types !== undefined) {
    const typed = types.map((type): SchemaNode => {
      const group = groupOfType[type]
      if (group === undefined) return { about: bare, kind: type === 'null' ? 'null' : 'boolean' }
      taken.add(group)
      return readGroup(group, type)
    })
    const [single] = typed
    if (shapes.get('type')?.kind === 'string' && single !== undefined) {
      parts.push(single)
    } else parts.push(generatedAnyOf(bare, typed))
  }
  for (const group of untyped) {
    const keywords = draft === '4' ? groups[group] : [...groups[group], ...sinceDraft6[group]]
    if (!taken.has(group) && keywords.some((keyword) => shapes.has(keyword)))
      parts.push(readGroup(group, undefined))
  }
  if (draft === '7' && shapes.has('if')) {
    for (const keyword of ['if', 'then', 'else']) {
      const branch = shapes.schema(keyword)
      if (branch !== undefined) inner(branch)
    }
    parts.push({ about: bare, kind: 'conditional' })
  }
  return parts
}

function generatedAnyOf(bare: Annotations, members: readonly SchemaNode[]): CombinedNode {
  return { about: bare, kind: 'combined', criterion: 'anyOf', members, generated: true }
}

type GroupReader = (
  shapes: Shapes,
  bare: Annotations,
  inner: (json: JsonNode) => SchemaNode,
  draft: Draft,
  type: TypeName | undefined,
) => SchemaNode

const readers: Readonly<Record<Group, GroupReader>> = {
  array: readArray,
  object: readObject,
  number: readNumber,
  string: readString,
}

function readString(shapes: Shapes, bare: Annotations): StringNode {
  const pattern = shapes.text('pattern')
  if (pattern !== undefined) shapes.checkPattern(pattern, shapes.get('pattern'))
  shapes.text('format')
  return {
    about: bare,
    kind: 'string',
    minLength: shapes.count('minLength', 'refused'),
    maxLength: shapes.count('maxLength', 'refused'),
    pattern,
  }
}

function readNumber(
  shapes: Shapes,
  bare: Annotations,
  _inner: unknown,
  draft: Draft,
  type: TypeName | undefined,
): NumberNode {
  const exclusive = (keyword: string): string | undefined => {
    if (draft !== '4') return shapes.number(keyword)
    shapes.flag(keyword)
    return undefined
  }
  const multipleOf = shapes.number('multipleOf')
  if (multipleOf !== undefined && /^-?[0.]+(?:[eE]|$)/.test(multipleOf)) {
    throw shapes.fault('multipleOf must not be 0', shapes.get('multipleOf'))
  }
  return {
    about: bare,
    kind: 'number',
    integer: type === 'integer',
    minimum: shapes.number('minimum'),
    maximum: shapes.number('maximum'),
    exclusiveMinimum: exclusive('exclusiveMinimum'),
    exclusiveMaximum: exclusive('exclusiveMaximum'),
    multipleOf,
  }
}

function readArray(
  shapes: Shapes,
  bare: Annotations,
  inner: (json: JsonNode) => SchemaNode,
  draft: Draft,
): ArrayNode {
  const items = shapes.get('items')
  const tuple = items?.kind === 'array' ? shapes.schemas('items')?.map(inner) : undefined
  const element = tuple === undefined ? shapes.schema('items') : undefined
  const rest = shapes.schema('additionalItems')
  const contains = draft === '4' ? undefined : shapes.schema('contains')
  if (contains !== undefined) inner(contains)
  return {
    about: bare,
    kind: 'array',
    element: element === undefined ? undefined : inner(element),
    tuple: tuple ?? [],
    // A single `items` schema already speaks of every item: nothing is additional.
    allowed: element !== undefined || !isLiteral(rest, false),
    rest: rest?.kind === 'object' ? inner(rest) : undefined,
    unevaluated: undefined,
    minItems: shapes.count('minItems', 'refused'),
    maxItems: shapes.count('maxItems', 'refused'),
    uniqueItems: shapes.flag('uniqueItems') ?? false,
    minContains: undefined,
    maxContains: undefined,
  }
}

function isLiteral(json: JsonNode | undefined, value: boolean): boolean {
  return json?.kind === 'literal' && json.value === value
}

function readObject(
  shapes: Shapes,
  bare: Annotations,
  inner: (json: JsonNode) => SchemaNode,
  draft: Draft,
): ObjectNode {
  const properties = loadNamed(shapes.schemaMap('properties'), inner)
  const patternProperties = [...shapes.schemaMap('patternProperties')].map(([pattern, json]) => {
    shapes.checkPattern(pattern, json)
    return { pattern, node: inner(json) }
  })
  const rest = shapes.schema('additionalProperties')
  const names = draft === '4' ? undefined : shapes.schema('propertyNames')
  if (names !== undefined) inner(names)
  return {
    about: bare,
    ...readDependencies(shapes, inner),
    kind: 'object',
    properties,
    patternProperties,
    allowed: !isLiteral(rest, false),
    rest: rest?.kind === 'object' ? inner(rest) : undefined,
    unevaluated: undefined,
    required: shapes.texts('required'),
    minProperties: shapes.count('minProperties', 'refused'),
    maxProperties: shapes.count('maxProperties', 'refused'),
  }
}

function readDependencies(
  shapes: Shapes,
  inner: (json: JsonNode) => SchemaNode,
): Pick<ObjectNode, 'dependentRequired' | 'dependentSchemas'> {
  const dependentRequired = new Map<string, readonly string[]>()
  const dependentSchemas = new Map<string, SchemaNode>()
  for (const [name, json] of shapes.members('dependencies')) {
    if (json.kind === 'array') {
      const names = shapes.textsIn('dependencies', json)
      if (names.length > 0) dependentRequired.set(name, names)
    } else if (isSchemaShape(json)) {
      dependentSchemas.set(name, inner(json))
    } else throw shapes.fault('dependencies must hold lists of names or schemas', json)
  }
  return { dependentRequired, dependentSchemas }
}
