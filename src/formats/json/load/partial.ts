import type {
  Annotations,
  ArrayNode,
  CombinedNode,
  NumberNode,
  ObjectNode,
  Openness,
  SchemaNode,
  StringNode,
} from '../ast.ts'

const nothing = {
  names: [] as readonly string[],
  nodes: new Map() as ReadonlyMap<string, SchemaNode>,
  lists: new Map() as ReadonlyMap<string, readonly string[]>,
}

/** Nodes with nothing said yet, for keywords to be laid on. */
export const blank = {
  object: (bare: Annotations): ObjectNode => ({
    about: bare,
    kind: 'object',
    allowed: true,
    rest: undefined,
    unevaluated: undefined,
    properties: nothing.nodes,
    required: nothing.names,
    minProperties: undefined,
    maxProperties: undefined,
    dependentRequired: nothing.lists,
    dependentSchemas: nothing.nodes,
    patternProperties: [],
  }),
  array: (bare: Annotations): ArrayNode => ({
    about: bare,
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
    about: bare,
    kind: 'string',
    minLength: undefined,
    maxLength: undefined,
    pattern: undefined,
  }),
  number: (bare: Annotations): NumberNode => ({
    about: bare,
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
  return { about: bare, kind: 'combined', criterion, members, generated: true }
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
  if (first.kind === 'string' && second.kind === 'string') return mergeStrings(first, second)
  if (first.kind === 'number' && second.kind === 'number') return mergeNumbers(first, second)
  return undefined
}

function mergeStrings(first: StringNode, second: StringNode): StringNode {
  return {
    ...first,
    minLength: second.minLength ?? first.minLength,
    maxLength: second.maxLength ?? first.maxLength,
    pattern: second.pattern ?? first.pattern,
  }
}

function mergeNumbers(first: NumberNode, second: NumberNode): NumberNode {
  return {
    ...first,
    integer: first.integer || second.integer,
    minimum: second.minimum ?? first.minimum,
    maximum: second.maximum ?? first.maximum,
    exclusiveMinimum: second.exclusiveMinimum ?? first.exclusiveMinimum,
    exclusiveMaximum: second.exclusiveMaximum ?? first.exclusiveMaximum,
    multipleOf: second.multipleOf ?? first.multipleOf,
  }
}

function mergeOpenness(first: Openness, second: Openness): Openness {
  return {
    allowed: first.allowed && second.allowed,
    rest: second.rest ?? first.rest,
    unevaluated: second.unevaluated ?? first.unevaluated,
  }
}

function mergeObjects(first: ObjectNode, second: ObjectNode): ObjectNode {
  return {
    ...first,
    ...mergeOpenness(first, second),
    properties: mergeMaps(first.properties, second.properties),
    required:
      first.required.length === 0
        ? second.required
        : [...new Set([...first.required, ...second.required])],
    minProperties: second.minProperties ?? first.minProperties,
    maxProperties: second.maxProperties ?? first.maxProperties,
    dependentRequired: mergeMaps(first.dependentRequired, second.dependentRequired),
    dependentSchemas: mergeMaps(first.dependentSchemas, second.dependentSchemas),
    patternProperties: [...first.patternProperties, ...second.patternProperties],
  }
}

function mergeMaps<T>(
  first: ReadonlyMap<string, T>,
  second: ReadonlyMap<string, T>,
): ReadonlyMap<string, T> {
  if (first.size === 0) return second
  return second.size === 0 ? first : new Map([...first, ...second])
}

function mergeArrays(first: ArrayNode, second: ArrayNode): ArrayNode {
  return {
    ...first,
    ...mergeOpenness(first, second),
    element: second.element ?? first.element,
    tuple: second.tuple.length > 0 ? second.tuple : first.tuple,
    minItems: second.minItems ?? first.minItems,
    maxItems: second.maxItems ?? first.maxItems,
    uniqueItems: first.uniqueItems || second.uniqueItems,
    minContains: second.minContains ?? first.minContains,
    maxContains: second.maxContains ?? first.maxContains,
  }
}
