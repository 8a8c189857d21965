import { scalarNames } from '../../formats/protobuf/ast.ts'
import type {
  ExtendNode,
  FieldNode,
  FieldType,
  FileNode,
  GroupNode,
  MessageBody,
  TypeNode,
} from '../../formats/protobuf/ast.ts'
import { lookUpType, qualified } from '../../formats/protobuf/scope.ts'
import type { ScopeNode } from '../../formats/protobuf/scope.ts'

/** What stood in a oneof, and belongs there again once the file is read. */
export interface OneofMember {
  /** Full name of the message, without leading dot. */
  readonly message: string
  readonly oneof: string
  /** Name of a field, or of a group. */
  readonly member: string
}

/** A file without what protobufjs reads wrongly. */
export interface PlainFile {
  readonly file: FileNode
  readonly oneofMembers: readonly OneofMember[]
}

/**
 * Rewrites a file for protobufjs: names are absolute, since it looks into the messages beside a
 * name before it looks further out; groups stand outside of oneofs, and oneofs outside of groups,
 * where it knows none; what only a compiler asks for is left out.
 *
 * @param root every name of the file and of what it imports
 * @see Protobuf 3, "Type name resolution"
 */
export function toPlainFile(file: FileNode, root: ScopeNode): PlainFile {
  const oneofMembers: OneofMember[] = []
  const packageName = file.packageName ?? ''
  const parts = packageName === '' ? [] : packageName.split('.')
  const scope = parts.reduce(childOf, root)

  const plainExtends = (nodes: readonly ExtendNode[], here: ScopeNode, outer: string) =>
    nodes.map((node) => ({
      ...node,
      name: absolute(node.name, here),
      fields: node.fields.map((field) => plainField(field, here)),
      groups: node.groups.map((group) => plainGroup(group, here, outer)),
    }))

  const plainType = (node: TypeNode, here: ScopeNode, outer: string): TypeNode =>
    node.kind === 'enum' ? node : { ...node, ...plainBody(node, here, outer) }

  const plainGroup = (node: GroupNode, here: ScopeNode, outer: string): GroupNode => ({
    ...node,
    ...plainBody(node, here, outer),
  })

  const plainBody = (body: MessageBody, outside: ScopeNode, outer: string) => {
    const here = childOf(outside, body.name)
    const message = qualified(outer, body.name)
    const groups = body.oneofs.flatMap((oneof) => oneof.groups.map(asOptional))
    const isGroup = 'fieldOptions' in body
    const loose = isGroup ? body.oneofs.flatMap((oneof) => oneof.fields.map(asOptional)) : []
    for (const { name: oneof, fields, groups: inside } of body.oneofs) {
      for (const { name: member } of isGroup ? [...fields, ...inside] : inside) {
        oneofMembers.push({ message, oneof, member })
      }
    }
    return {
      reserved: [],
      extensions: [],
      fields: [...body.fields, ...loose].map((field) => plainField(field, here)),
      oneofs: (isGroup ? [] : body.oneofs).map((oneof) => ({
        ...oneof,
        fields: oneof.fields.map((field) => plainField(field, here)),
        groups: [],
      })),
      groups: [...body.groups, ...groups].map((group) => plainGroup(group, here, message)),
      extends: plainExtends(body.extends, here, message),
      declarations: body.declarations.map((inner) => plainType(inner, here, message)),
    }
  }

  const declarations = file.declarations.map((node) => plainType(node, scope, packageName))
  const extendNodes = plainExtends(file.extends, scope, packageName)
  // Services have no part in messages, and names of their own to be resolved.
  return { file: { ...file, declarations, extends: extendNodes, services: [] }, oneofMembers }
}

function asOptional<N extends FieldNode | GroupNode>(node: N): N {
  return { ...node, label: 'optional' }
}

function childOf(scope: ScopeNode, name: string): ScopeNode {
  return scope.children.get(name) ?? scope
}

function plainField(field: FieldNode, scope: ScopeNode): FieldNode {
  return { ...field, type: plainFieldType(field.type, scope) }
}

function plainFieldType(type: FieldType, scope: ScopeNode): FieldType {
  if (type.kind === 'named') return { kind: 'named', name: absolute(type.name, scope) }
  const [key, value] = [plainFieldType(type.key, scope), plainFieldType(type.value, scope)]
  return { kind: 'map', key, value }
}

/** What nothing resolves stays as written: protobufjs says so. */
function absolute(name: string, scope: ScopeNode): string {
  if (scalarNames.has(name)) return name
  const found = lookUpType(scope, name)
  return found === undefined ? name : `.${found.fullName}`
}
