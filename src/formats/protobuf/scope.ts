import { isMapEntry } from './ast.ts'
import type { ExtendNode, FieldNode, FileNode, GroupNode, MessageBody, TypeNode } from './ast.ts'
import { LOCAL_ORIGIN } from './protobuf-schema.ts'
import type { ProtobufSchema } from './protobuf-schema.ts'

/** A type and where it lives. */
export interface ScopedType {
  readonly node: TypeNode | GroupNode
  /** With package, without leading dot. */
  readonly fullName: string
  /** Without the package: `Outer.Inner`. */
  readonly localName: string
  readonly origin: string
  readonly file: FileNode
  /** For looking up what is written inside it. */
  readonly scope: ScopeNode
}

/** An extension field and where it was declared. */
export interface ScopedExtension {
  readonly field: FieldNode | GroupNode
  readonly fullName: string
  /** What it extends, as written. */
  readonly extendee: string
  /** Where the name of its type is looked up. */
  readonly scope: ScopeNode
}

/** Everything a schema can name, as a tree of packages and types: one level for each part of a name. */
export interface ScopeNode {
  readonly parent: ScopeNode | undefined
  readonly children: Map<string, ScopeNode>
  type: ScopedType | undefined
  extension: ScopedExtension | undefined
}

const scopes = new WeakMap<ProtobufSchema, ScopeNode>()

/** The names of a schema and of all its dependencies; built once per schema. */
export function scopeOf(parsed: ProtobufSchema): ScopeNode {
  const known = scopes.get(parsed)
  if (known !== undefined) return known
  const root = createNode(undefined)
  // Later entries win over earlier ones, and a schema's own names over all others.
  for (const { file, origin } of [...parsed.dependencies.values()].toReversed()) {
    indexFile(root, file, origin)
  }
  indexFile(root, parsed.file, LOCAL_ORIGIN)
  scopes.set(parsed, root)
  return root
}

function createNode(parent: ScopeNode | undefined): ScopeNode {
  return { parent, children: new Map(), type: undefined, extension: undefined }
}

/** The node of a dotted name below a node, made where it is missing. */
function reach(from: ScopeNode, name: string): ScopeNode {
  let node = from
  for (const part of name === '' ? [] : name.split('.')) {
    let child = node.children.get(part)
    if (child === undefined) {
      child = createNode(node)
      node.children.set(part, child)
    }
    node = child
  }
  return node
}

function find(from: ScopeNode, parts: readonly string[]): ScopeNode | undefined {
  let node: ScopeNode | undefined = from
  for (const part of parts) node = node?.children.get(part)
  return node
}

/** The scope of a schema's own package, where its top level is looked up. */
export function packageScopeOf(parsed: ProtobufSchema): ScopeNode {
  return reach(scopeOf(parsed), parsed.file.packageName ?? '')
}

function indexFile(root: ScopeNode, file: FileNode, origin: string): void {
  const packageName = file.packageName ?? ''
  const addExtends = (
    extendNodes: readonly ExtendNode[],
    scope: ScopeNode,
    outer: string,
  ): void => {
    for (const { name: extendee, fields, groups } of extendNodes) {
      for (const field of [...fields, ...groups]) {
        const fullName = qualified(outer, field.name)
        reach(scope, field.name).extension = { field, fullName, extendee, scope }
      }
    }
  }
  const addType = (node: TypeNode | GroupNode, scope: ScopeNode, outer: string): void => {
    const localName = qualified(outer, node.name)
    const fullName = qualified(packageName, localName)
    const here = reach(scope, node.name)
    here.type = { node, fullName, localName, origin, file, scope: here }
    if (node.kind === 'enum') return
    for (const inner of childTypes(node)) addType(inner, here, localName)
    addExtends(node.extends, here, fullName)
  }
  const scope = reach(root, packageName)
  for (const node of file.declarations) addType(node, scope, '')
  addExtends(file.extends, scope, packageName)
}

/** The types declared inside a message, groups included. */
export function childTypes(body: MessageBody): readonly (TypeNode | GroupNode)[] {
  return [...body.declarations, ...body.groups, ...body.oneofs.flatMap((oneof) => oneof.groups)]
}

/** `outer.name`, or the name alone at the root. */
export function qualified(outer: string, name: string): string {
  return outer === '' ? name : `${outer}.${name}`
}

/**
 * Finds what a name means inside a scope: the innermost match counts, a leading dot means the root.
 *
 * @see Protobuf 3, "Type name resolution"
 */
function lookUp<T>(
  inside: ScopeNode,
  name: string,
  pick: (node: ScopeNode) => T | undefined,
): T | undefined {
  const isAbsolute = name.startsWith('.')
  const parts = (isAbsolute ? name.slice(1) : name).split('.')
  for (let scope: ScopeNode | undefined = inside; scope !== undefined; scope = scope.parent) {
    if (isAbsolute && scope.parent !== undefined) continue
    const node = find(scope, parts)
    const found = node === undefined ? undefined : pick(node)
    if (found !== undefined) return found
  }
  return undefined
}

/** Finds the type that a name means inside a scope. */
export function lookUpType(inside: ScopeNode, name: string): ScopedType | undefined {
  return lookUp(inside, name, (node) => node.type)
}

/** Finds the extension that a name means inside a scope. */
export function lookUpExtension(inside: ScopeNode, name: string): ScopedExtension | undefined {
  return lookUp(inside, name, (node) => node.extension)
}

/** The two fields of a written-out map entry. */
export interface MapEntryFields {
  readonly key: FieldNode
  readonly value: FieldNode
}

const entryFields = new WeakMap<ScopedType, MapEntryFields | 'none'>()

/** Key and value of the map that a type is the written-out entry of; remembered for each type. */
export function mapEntryFieldsOf(type: ScopedType): MapEntryFields | undefined {
  const known = entryFields.get(type) ?? findEntryFields(type) ?? 'none'
  entryFields.set(type, known)
  return known === 'none' ? undefined : known
}

function findEntryFields({ node }: ScopedType): MapEntryFields | undefined {
  if (node.kind !== 'message' || !isMapEntry(node)) return undefined
  const key = node.fields.find(({ name }) => name === 'key')
  const value = node.fields.find(({ name }) => name === 'value')
  return key === undefined || value === undefined ? undefined : { key, value }
}
