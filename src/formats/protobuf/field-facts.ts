import { scalarNames } from './ast.ts'
import type {
  ConstantNode,
  EnumNode,
  FieldNode,
  FieldType,
  FileNode,
  GroupNode,
  MessageBody,
  OptionNode,
} from './ast.ts'
import { featureOf, syntaxFamily } from './features.ts'
import { plainDecimal } from './plain-decimal.ts'
import { lookUpType, mapEntryFieldsOf } from './scope.ts'
import type { ScopeNode, ScopedType } from './scope.ts'

/** A field or group, and all that decides what it means. */
export interface FieldFacts {
  readonly node: FieldNode | GroupNode
  /** The oneof it is a member of. */
  readonly oneof: string | undefined
  /** Where the name of its type is looked up. */
  readonly scope: ScopeNode
  readonly file: FileNode
}

/** How often a field occurs, and whether its absence can be told. */
export type Cardinality = 'implicit' | 'explicit' | 'required' | 'repeated' | 'map'

/** A field's type, its name resolved. */
export type ResolvedType =
  | { readonly kind: 'scalar'; readonly name: string }
  | { readonly kind: 'enum' | 'message' | 'group'; readonly type: ScopedType }
  | { readonly kind: 'map'; readonly key: ResolvedType; readonly value: ResolvedType }
  | { readonly kind: 'unresolved'; readonly name: string }

/** The fields and groups of a message by number, oneof members included. */
export function fieldFactsOf(
  body: MessageBody,
  scope: ScopeNode,
  file: FileNode,
): ReadonlyMap<number, FieldFacts> {
  const facts = new Map<number, FieldFacts>()
  const add = (nodes: readonly (FieldNode | GroupNode)[], oneof: string | undefined): void => {
    for (const node of nodes) facts.set(node.tag, { node, oneof, scope, file })
  }
  add([...body.fields, ...body.groups], undefined)
  for (const oneof of body.oneofs) add([...oneof.fields, ...oneof.groups], oneof.name)
  return facts
}

/** Resolves a field's type; written-out map entries are maps. */
export function resolvedTypeOf({ node, scope }: FieldFacts): ResolvedType {
  if (node.kind === 'field') return resolveType(node.type, scope)
  const type = scope.children.get(node.name)?.type
  return type === undefined ? { kind: 'unresolved', name: node.name } : { kind: 'group', type }
}

function resolveType(type: FieldType, scope: ScopeNode): ResolvedType {
  if (type.kind === 'map') {
    return {
      kind: 'map',
      key: resolveType(type.key, scope),
      value: resolveType(type.value, scope),
    }
  }
  if (scalarNames.has(type.name)) return { kind: 'scalar', name: type.name }
  const found = lookUpType(scope, type.name)
  if (found === undefined) return { kind: 'unresolved', name: type.name }
  if (found.node.kind === 'enum') return { kind: 'enum', type: found }
  const entry = mapEntryFieldsOf(found)
  if (entry === undefined) return { kind: 'message', type: found }
  return {
    kind: 'map',
    key: resolveType(entry.key.type, found.scope),
    value: resolveType(entry.value.type, found.scope),
  }
}

/** A resolved type in one line, for people and for telling types apart. */
export function typeText(type: ResolvedType): string {
  switch (type.kind) {
    case 'scalar':
    case 'unresolved':
      return type.name
    case 'map':
      return `map<${typeText(type.key)}, ${typeText(type.value)}>`
    case 'enum':
    case 'message':
    case 'group':
      return `${type.kind} ${type.type.fullName}`
  }
}

/** How often a field occurs. */
export function cardinalityOf(facts: FieldFacts): Cardinality {
  const { node, oneof, scope, file } = facts
  const type = resolvedTypeOf(facts)
  if (type.kind === 'map') return 'map'
  if (node.label === 'repeated') return 'repeated'
  if (node.label === 'required') return 'required'
  if (node.label === 'optional' || oneof !== undefined) return 'explicit'
  if (type.kind === 'message' || type.kind === 'group') return 'explicit'
  const presence = featureOf('field_presence', optionsOf(node), scope, file)
  if (presence === 'LEGACY_REQUIRED') return 'required'
  return presence === 'IMPLICIT' ? 'implicit' : 'explicit'
}

/** The options of the field itself. */
export function optionsOf(node: FieldNode | GroupNode): readonly OptionNode[] {
  return node.kind === 'group' ? node.fieldOptions : node.options
}

/** The last plain option of that name as text. */
export function optionText(options: readonly OptionNode[], name: string): string | undefined {
  const option = options.findLast((one) => !one.isExtension && one.name === name)
  const value = option?.value
  return value === undefined || value.kind === 'list' || value.kind === 'message'
    ? undefined
    : value.text
}

/** The name in the JSON mapping: written, or the field's in lowerCamelCase. */
export function jsonNameOf(node: FieldNode | GroupNode): string {
  if (node.kind === 'group') return node.name.toLowerCase()
  if (node.jsonName !== undefined) return node.jsonName
  return node.name.replace(/_+([^_]|$)/g, (_match, letter: string) => letter.toUpperCase())
}

/** What an absent field is read as, enums and booleans as numbers; `undefined` where it can only be empty. */
export function defaultOf(facts: FieldFacts): string | undefined {
  const { node } = facts
  const type = resolvedTypeOf(facts)
  if (node.kind === 'group' || node.label === 'repeated') return undefined
  if (type.kind === 'enum' && type.type.node.kind === 'enum') {
    return enumDefault(type.type, node.defaultValue)
  }
  if (type.kind !== 'scalar') return undefined
  if (type.name === 'string' || type.name === 'bytes') return node.defaultValue ?? ''
  if (type.name === 'bool') return node.defaultValue === 'true' ? '1' : '0'
  const text = node.defaultValue ?? '0'
  return plainDecimal(text) ?? text
}

/** Tells whether two fields read absence alike: nothing, zero and false are one. */
export function hasSameDefault(one: FieldFacts, other: FieldFacts): boolean {
  const [first, second] = [defaultOf(one), defaultOf(other)]
  if (first === undefined || second === undefined || first === second) return true
  return isEmpty(first) && isEmpty(second)
}

function isEmpty(text: string): boolean {
  return text === '' || text === '0'
}

/** The number that an absent enum is read as. */
function enumDefault({ node, file }: ScopedType, written: string | undefined): string | undefined {
  if (node.kind !== 'enum') return undefined
  const named = written === undefined ? undefined : constantNamed(node, written)
  const first = syntaxFamily(file.syntax) === 'proto2' ? node.constants[0]?.number : 0
  const number = named?.number ?? first
  return number === undefined ? undefined : String(number)
}

const constantsByName = new WeakMap<EnumNode, ReadonlyMap<string, ConstantNode>>()

function constantNamed(node: EnumNode, name: string): ConstantNode | undefined {
  const known =
    constantsByName.get(node) ?? new Map(node.constants.map((one) => [one.name, one] as const))
  constantsByName.set(node, known)
  return known.get(name)
}
