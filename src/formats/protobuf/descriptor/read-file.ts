import type { FileNode, ImportNode, ServiceNode, Syntax } from '../ast.ts'
import { editionNumbers } from './codec.ts'
import type { FileDescriptor, ServiceDescriptor } from './codec.ts'
import type { ExtensionTable } from './decode-custom-option.ts'
import { optionsIn } from './read-context.ts'
import type { ReadContext } from './read-context.ts'
import { readEnum, readExtends, readTypes } from './read-message.ts'

/**
 * The tree of a descriptor, as the reference converts it.
 *
 * @param extensions by which custom options are known
 * @see Protobuf 2, "Conversion"
 */
export function readFile(file: FileDescriptor, extensions: ExtensionTable | undefined): FileNode {
  const context: ReadContext = { syntax: syntaxOf(file), extensions }
  return {
    kind: 'file',
    syntax: context.syntax,
    packageName: file.package === '' ? undefined : file.package,
    imports: readImports(file),
    options: optionsIn(context, 'FileOptions', file.options),
    declarations: [
      ...readTypes(context, file.messageType ?? [], file.extension ?? []),
      ...(file.enumType ?? []).map((one) => readEnum(context, one)),
    ],
    extends: readExtends(context, file.extension ?? [], file.messageType ?? []),
    services: (file.service ?? []).map((service) => readService(context, service)),
    comments: [],
  }
}

function syntaxOf({ syntax, edition }: FileDescriptor): Syntax | undefined {
  if (syntax === 'proto2' || syntax === 'proto3') return syntax
  if (edition === editionNumbers['2023']) return '2023'
  if (edition === editionNumbers['2024']) return '2024'
  return undefined
}

function readImports(file: FileDescriptor): readonly ImportNode[] {
  const modifierOf = (index: number): ImportNode['modifier'] => {
    if (file.publicDependency?.includes(index) === true) return 'public'
    return file.weakDependency?.includes(index) === true ? 'weak' : undefined
  }
  return [
    ...(file.dependency ?? []).map((path, index) => importOf(path, modifierOf(index))),
    ...(file.optionDependency ?? []).map((path) => importOf(path, 'option')),
  ]
}

function importOf(path: string, modifier: ImportNode['modifier']): ImportNode {
  return { kind: 'import', start: -1, path, modifier }
}

function readService(context: ReadContext, node: ServiceDescriptor): ServiceNode {
  return {
    kind: 'service',
    start: -1,
    name: node.name ?? '',
    options: optionsIn(context, 'ServiceOptions', node.options),
    rpcs: (node.method ?? []).map((method) => ({
      kind: 'rpc',
      start: -1,
      name: method.name ?? '',
      request: { name: method.inputType ?? '', isStream: method.clientStreaming === true },
      response: { name: method.outputType ?? '', isStream: method.serverStreaming === true },
      options: optionsIn(context, 'MethodOptions', method.options),
    })),
  }
}
