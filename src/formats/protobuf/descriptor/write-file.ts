import { enumsOf, messagesOf } from '../ast.ts'
import type { FileNode, ImportNode, RpcNode, ServiceNode } from '../ast.ts'
import type { ProtobufSchema } from '../protobuf-schema.ts'
import { packageScopeOf } from '../scope.ts'
import { editionNumbers } from './codec.ts'
import type { FileDescriptor, ServiceDescriptor } from './codec.ts'
import { absolute, optional, writeExtends } from './write-field.ts'
import { writeOptions } from './write-option.ts'
import { writeEnum, writeGroup, writeMessage } from './write-type.ts'
import type { WriteContext } from './write-field.ts'

/**
 * The descriptor of a file, all its type names fully qualified.
 *
 * @throws SchemaFault when a type cannot be resolved
 * @see Protobuf 7, `serialized`
 */
export function writeFile(parsed: ProtobufSchema): FileDescriptor {
  const { file } = parsed
  const context: WriteContext = { parsed, scope: packageScopeOf(parsed) }
  const { scope } = context
  const groups = file.extends.flatMap((node) => node.groups)
  return {
    name: 'default',
    ...(file.packageName === undefined ? {} : { package: file.packageName }),
    ...writeImports(parsed),
    messageType: [
      ...messagesOf(file.declarations).map((node) => writeMessage(context, node)),
      ...groups.map((node) => writeGroup(context, node)),
    ],
    enumType: enumsOf(file.declarations).map((node) => writeEnum(context, node)),
    service: file.services.map((node) => writeService(context, node)),
    extension: writeExtends(context, file.extends),
    ...optional('options', writeOptions('FileOptions', file.options, scope)),
    ...writeSyntax(file),
  }
}

function writeSyntax({ syntax }: FileNode): Partial<FileDescriptor> {
  if (syntax === undefined) return {}
  if (syntax === 'proto2' || syntax === 'proto3') return { syntax }
  return { syntax: 'editions', edition: editionNumbers[syntax] }
}

/** Each import once, and only what is there: a descriptor with a dangling one builds nowhere. */
function writeImports({ file, dependencies }: ProtobufSchema): Partial<FileDescriptor> {
  const known = file.imports.filter(({ path }) => dependencies.has(path))
  const paths = (modifier: ImportNode['modifier']): string[] => [
    ...new Set(known.filter((one) => one.modifier === modifier).map(({ path }) => path)),
  ]
  const shared = paths('public')
  const plain = paths(undefined).filter((path) => !shared.includes(path))
  return {
    dependency: [...plain, ...shared],
    publicDependency: shared.map((_path, index) => plain.length + index),
    optionDependency: paths('option'),
  }
}

function writeService(context: WriteContext, node: ServiceNode): ServiceDescriptor {
  return {
    name: node.name,
    method: node.rpcs.map((rpc) => writeRpc(context, rpc)),
    ...optional('options', writeOptions('ServiceOptions', node.options, context.scope)),
  }
}

function writeRpc(context: WriteContext, node: RpcNode) {
  const { name, start, request, response, options } = node
  return {
    name,
    inputType: absolute(context, request.name, start),
    outputType: absolute(context, response.name, start),
    ...optional('options', writeOptions('MethodOptions', options, context.scope)),
    ...(request.isStream ? { clientStreaming: true } : {}),
    ...(response.isStream ? { serverStreaming: true } : {}),
  }
}
