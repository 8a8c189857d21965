import type { EnumNode, ExtendNode, GroupNode, MessageNode } from '../ast.ts'
import type { RpcNode, ServiceNode, TypeNode } from '../ast.ts'
import type { FieldFacts } from '../field-facts.ts'
import type { Target } from '../place-in.ts'
import type { ProtobufSchema } from '../protobuf-schema.ts'
import { childTypes, lookUpType, packageScopeOf, qualified } from '../scope.ts'
import type { ScopeNode } from '../scope.ts'
import type { LintRule } from './rule-table.ts'

/** A named declaration of a schema's own file. */
export interface Element<T> {
  readonly node: T
  readonly fullName: string
  /** Without the package. */
  readonly localName: string
  /** The scope of the declaration itself; of the file's package for services. */
  readonly scope: ScopeNode
}

/** What a schema's own file declares, by full name. */
export interface Elements {
  readonly parsed: ProtobufSchema
  readonly messages: ReadonlyMap<string, Element<MessageNode | GroupNode>>
  readonly enums: ReadonlyMap<string, Element<EnumNode>>
  readonly services: ReadonlyMap<string, Element<ServiceNode>>
  /** By full name of what they extend, then their number. */
  readonly extensions: ReadonlyMap<string, FieldFacts>
}

/** A broken rule before it has places. */
export interface LintFinding {
  readonly rule: LintRule
  readonly path: string
  readonly info: string
  readonly current: Target | undefined
  readonly previous: Target | undefined
}

/** Two versions of one thing. */
export interface Versions<T> {
  readonly current: T
  readonly previous: T
}

/** Gathers what a schema's own file declares. */
export function elementsOf(parsed: ProtobufSchema): Elements {
  const { file } = parsed
  const packageName = file.packageName ?? ''
  const messages = new Map<string, Element<MessageNode | GroupNode>>()
  const enums = new Map<string, Element<EnumNode>>()
  const services = new Map<string, Element<ServiceNode>>()
  const extensions = new Map<string, FieldFacts>()
  const addExtends = (blocks: readonly ExtendNode[], scope: ScopeNode): void => {
    for (const { name, fields, groups } of blocks) {
      const extendee = lookUpType(scope, name)?.fullName ?? name
      for (const node of [...fields, ...groups]) {
        extensions.set(`${extendee}/${node.tag}`, { node, oneof: undefined, scope, file })
      }
    }
  }
  const enter = (
    nodes: readonly (TypeNode | GroupNode)[],
    scope: ScopeNode,
    outer: string,
  ): void => {
    for (const node of nodes) {
      const localName = qualified(outer, node.name)
      const fullName = qualified(packageName, localName)
      const inner = scope.children.get(node.name) ?? scope
      if (node.kind === 'enum') enums.set(fullName, { node, fullName, localName, scope: inner })
      else {
        messages.set(fullName, { node, fullName, localName, scope: inner })
        addExtends(node.extends, inner)
        enter(childTypes(node), inner, localName)
      }
    }
  }
  const root = packageScopeOf(parsed)
  enter(file.declarations, root, '')
  addExtends(file.extends, root)
  for (const node of file.services) {
    const fullName = qualified(packageName, node.name)
    services.set(fullName, { node, fullName, localName: node.name, scope: root })
  }
  return { parsed, messages, enums, services, extensions }
}

/** The path of an element: `#/Outer/Inner`, and what stands inside it. */
export function elementPath(
  { localName }: { localName: string },
  inside?: string | number,
): string {
  const path = `#/${localName.replaceAll('.', '/')}`
  return inside === undefined ? path : `${path}/${inside}`
}

/** Yields `old became new`, or nothing when both are the same. */
export function changeText<T extends string | undefined>({
  current,
  previous,
}: Versions<T>): string | undefined {
  if (current === previous) return undefined
  return `${previous ?? 'nothing'} became ${current ?? 'nothing'}`
}

/** The rpcs of a service by name. */
export function rpcsByName({ rpcs }: ServiceNode): ReadonlyMap<string, RpcNode> {
  return new Map(rpcs.map((rpc) => [rpc.name, rpc]))
}
