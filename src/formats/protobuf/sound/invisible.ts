import type { ExtendNode, FileNode, MessageBody, RpcNode, RpcType } from '../ast.ts'
import { childTypes, lookUpType, packageScopeOf, qualified } from '../scope.ts'
import type { ScopeNode } from '../scope.ts'
import { cardinalityOf, resolvedTypeOf, typeText } from '../field-facts.ts'
import type { FieldFacts } from '../field-facts.ts'
import type { ProtobufSchema } from '../protobuf-schema.ts'
import type { Finding, SchemaPair } from './finding.ts'

/** Compares the extension fields that both schemas declare. Protobuf 8.4, class 6. */
export function compareExtensions({ reader, writer }: SchemaPair): readonly Finding[] {
  const readers = extensionsOf(reader)
  return [...extensionsOf(writer)].flatMap(([path, written]): readonly Finding[] => {
    const read = readers.get(path)
    if (read === undefined) return []
    const words = [written, read].map(
      (facts) => `${cardinalityOf(facts)} ${typeText(resolvedTypeOf(facts))}`,
    )
    if (words[0] === words[1]) return []
    const info = words.join(' became ')
    return [{ kind: 'EXTENSION_CHANGED', path, info, reader: read.node, writer: written.node }]
  })
}

/** The extensions a schema declares by path: what they extend, then their number. */
function extensionsOf(parsed: ProtobufSchema): ReadonlyMap<string, FieldFacts> {
  const { file } = parsed
  const found = new Map<string, FieldFacts>()
  const addBlocks = (blocks: readonly ExtendNode[], scope: ScopeNode): void => {
    for (const { name, fields, groups } of blocks) {
      const extendee = lookUpType(scope, name)?.localName ?? name
      for (const node of [...fields, ...groups]) {
        const path = `#/${extendee.replaceAll('.', '/')}/${node.tag}`
        found.set(path, { node, oneof: undefined, scope, file })
      }
    }
  }
  const enter = (body: MessageBody, scope: ScopeNode): void => {
    addBlocks(body.extends, scope)
    for (const inner of childTypes(body)) {
      const innerScope = scope.children.get(inner.name)
      if (inner.kind !== 'enum' && innerScope !== undefined) enter(inner, innerScope)
    }
  }
  const root = packageScopeOf(parsed)
  addBlocks(file.extends, root)
  for (const node of file.declarations) {
    const scope = root.children.get(node.name)
    if (node.kind === 'message' && scope !== undefined) enter(node, scope)
  }
  return found
}

/** Compares the rpcs of both schemas. They carry no stored data: nothing breaks. */
export function compareRpcs({ reader, writer }: SchemaPair): readonly Finding[] {
  const readers = rpcsOf(reader.file)
  return [...rpcsOf(writer.file)].flatMap(([path, written]): readonly Finding[] => {
    const read = readers.get(path)
    const words = [written, read].map((rpc) => (rpc === undefined ? 'nothing' : rpcText(rpc)))
    if (words[0] === words[1]) return []
    return [
      { kind: 'RPC_CHANGED', path, info: words.join(' became '), reader: read, writer: written },
    ]
  })
}

function rpcsOf({ services }: FileNode): ReadonlyMap<string, RpcNode> {
  return new Map(
    services.flatMap(({ name, rpcs }) =>
      rpcs.map((rpc) => [`#/${qualified(name, rpc.name).replace('.', '/')}`, rpc] as const),
    ),
  )
}

function rpcText({ request, response }: RpcNode): string {
  const text = ({ name, isStream }: RpcType): string => (isStream ? `stream ${name}` : name)
  return `(${text(request)}) returns (${text(response)})`
}
