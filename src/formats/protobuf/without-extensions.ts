import type { EnumNode, FieldNode, FileNode, GroupNode, MessageBody, OptionNode } from './ast.ts'
import type { TypeNode } from './ast.ts'

/**
 * Leaves out everything about extensions: custom options but Confluent's own, ranges, extend blocks.
 *
 * @see Protobuf 7, `ignore_extensions`
 */
export function withoutExtensions(file: FileNode): FileNode {
  return {
    ...file,
    options: plainOptions(file.options),
    declarations: file.declarations.map(plainType),
    extends: [],
    services: file.services.map((service) => ({
      ...service,
      options: plainOptions(service.options),
      rpcs: service.rpcs.map((rpc) => ({ ...rpc, options: plainOptions(rpc.options) })),
    })),
  }
}

function plainOptions(options: readonly OptionNode[]): readonly OptionNode[] {
  return options.filter(
    ({ isExtension, name }) => !isExtension || name.replace(/^\./, '').startsWith('confluent.'),
  )
}

function plainType(node: TypeNode): TypeNode {
  return node.kind === 'enum' ? plainEnum(node) : { ...node, ...plainBody(node) }
}

function plainEnum(node: EnumNode): EnumNode {
  const constants = node.constants.map((constant) => ({
    ...constant,
    options: plainOptions(constant.options),
  }))
  return { ...node, options: plainOptions(node.options), constants }
}

function plainBody(body: MessageBody): MessageBody {
  return {
    ...body,
    options: plainOptions(body.options),
    fields: body.fields.map(plainField),
    oneofs: body.oneofs.map((oneof) => ({
      ...oneof,
      options: plainOptions(oneof.options),
      fields: oneof.fields.map(plainField),
      groups: oneof.groups.map(plainGroup),
    })),
    groups: body.groups.map(plainGroup),
    extensions: [],
    extends: [],
    declarations: body.declarations.map(plainType),
  }
}

function plainField(node: FieldNode): FieldNode {
  return { ...node, options: plainOptions(node.options) }
}

function plainGroup(node: GroupNode): GroupNode {
  return { ...node, ...plainBody(node), fieldOptions: plainOptions(node.fieldOptions) }
}
