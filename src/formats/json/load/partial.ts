import type {
  Annotations,
  ArrayNode,
  CombinedNode,
  NumberNode,
  ObjectNode,
  SchemaNode,
  StringNode,
} from '../ast.ts'

/** Nodes with nothing said yet, for keywords to be laid on. */
export const blank = {
  object: (bare: Annotations): ObjectNode => ({
    ...bare,
    kind: 'object',
    allowed: true,
    rest: undefined,
    unevaluated: undefined,
    properties: new Map(),
    required: [],
    minProperties: undefined,
    maxProperties: undefined,
    dependentRequired: new Map(),
    dependentSchemas: new Map(),
    patternProperties: [],
  }),
  array: (bare: Annotations): ArrayNode => ({
    ...bare,
    kind: 'array',
    allowed: true,
    rest: undefined,
    unevaluated: undefined,
    element: undefined,
    tuple: [],
    minItems: undefined,
    maxItems: undefined,
    uniqueItems: false,
    minContains: undefined,
    maxContains: undefined,
  }),
  string: (bare: Annotations): StringNode => ({
    ...bare,
    kind: 'string',
    minLength: undefined,
    maxLength: undefined,
    pattern: undefined,
  }),
  number: (bare: Annotations): NumberNode => ({
    ...bare,
    kind: 'number',
    integer: false,
    minimum: undefined,
    maximum: undefined,
    exclusiveMinimum: undefined,
    exclusiveMaximum: undefined,
    multipleOf: undefined,
  }),
}

type Mergeable = ObjectNode | ArrayNode | StringNode | NumberNode

function isMergeable(node: SchemaNode): node is Mergeable {
  return (
    node.kind === 'object' ||
    node.kind === 'array' ||
    node.kind === 'string' ||
    node.kind === 'number'
  )
}

/** A combination that no keyword of the text asked for. */
export function generated(
  bare: Annotations,
  criterion: 'allOf' | 'anyOf',
  members: readonly SchemaNode[],
): CombinedNode {
  return { ...bare, kind: 'combined', criterion, members, generated: true }
}

/** True for a generated combination of that criterion. */
export function isGenerated(node: SchemaNode, criterion: 'allOf' | 'anyOf'): node is CombinedNode {
  return node.kind === 'combined' && node.generated && node.criterion === criterion
}

/**
 * Puts two partial nodes of one subschema together.
 *
 * @see Json-schema 5.2
 */
export function join(first: SchemaNode, second: SchemaNode, bare: Annotations): SchemaNode {
  return (
    merge(first, second) ??
    mergeIntoChoice(first, second) ??
    mergeIntoChoice(second, first) ??
    generated(bare, 'allOf', mergeAll([first, second]))
  )
}

function mergeIntoChoice(choice: SchemaNode, other: SchemaNode): SchemaNode | undefined {
  if (!isGenerated(choice, 'anyOf') || !isMergeable(other)) return undefined
  const index = choice.members.findIndex((member) => member.kind === other.kind)
  const member = choice.members[index]
  const merged = member === undefined ? undefined : merge(member, other)
  if (merged === undefined) return undefined
  return { ...choice, members: choice.members.with(index, merged) }
}

function mergeAll(nodes: readonly SchemaNode[]): SchemaNode[] {
  const members: SchemaNode[] = []
  for (const node of nodes.flatMap((each) =>
    isGenerated(each, 'allOf') ? each.members : [each],
  )) {
    const index = isMergeable(node) ? members.findIndex(({ kind }) => kind === node.kind) : -1
    const member = members[index]
    const merged = member === undefined ? undefined : merge(member, node)
    if (merged === undefined) members.push(node)
    else members[index] = merged
  }
  return members
}

function merge(first: SchemaNode, second: SchemaNode): SchemaNode | undefined {
  if (first.kind === 'object' && second.kind === 'object') return mergeObjects(first, second)
  if (first.kind === 'array' && second.kind === 'array') return mergeArrays(first, second)
  if (first.kind === 'string' && second.kind === 'string') return { ...first, ...stated(second) }
  if (first.kind === 'number' && second.kind === 'number') {
    return { ...first, ...stated(second), integer: first.integer || second.integer }
  }
  return undefined
}

/** The members of a node that say something. */
function stated<T extends Mergeable>(node: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(node).filter(([, value]) => value !== undefined),
  ) as Partial<T>
}

function mergeObjects(first: ObjectNode, second: ObjectNode): ObjectNode {
  return {
    ...first,
    ...stated(second),
    allowed: first.allowed && second.allowed,
    properties: new Map([...first.properties, ...second.properties]),
    required: [...new Set([...first.required, ...second.required])],
    dependentRequired: new Map([...first.dependentRequired, ...second.dependentRequired]),
    dependentSchemas: new Map([...first.dependentSchemas, ...second.dependentSchemas]),
    patternProperties: [...first.patternProperties, ...second.patternProperties],
  }
}

function mergeArrays(first: ArrayNode, second: ArrayNode): ArrayNode {
  return {
    ...first,
    ...stated(second),
    allowed: first.allowed && second.allowed,
    tuple: second.tuple.length > 0 ? second.tuple : first.tuple,
    uniqueItems: first.uniqueItems || second.uniqueItems,
  }
}
