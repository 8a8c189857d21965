import { SchemaFault } from '../schema-fault.ts'
import { MAX_TAG, boundsOf, isMapEntry, scalarNames } from './ast.ts'
import type { EnumNode, ExtendNode, ExtensionsNode, FieldNode, FieldType } from './ast.ts'
import type { FileNode, GroupNode, ImportNode, MessageBody, MessageNode, OneofNode } from './ast.ts'
import type { OptionNode, ReservedNode, RpcType, ServiceNode, TagRange, TypeNode } from './ast.ts'
import { printRange, specialOptions } from './canonical.ts'
import { compareText, normalizeOptions } from './normalize-option.ts'
import { placeIn } from './place-in.ts'
import type { ProtobufSchema } from './protobuf-schema.ts'
import { lookUpType, mapEntryFieldsOf, packageScopeOf } from './scope.ts'
import type { ScopeNode, ScopedType } from './scope.ts'

/** Where in the schema the normaliser stands. */
interface Here {
  readonly parsed: ProtobufSchema
  readonly scope: ScopeNode
}

/**
 * Rewrites a file so that equal meanings become equal trees: names resolved, order made natural.
 *
 * @throws SchemaFault `Could not resolve type: X`
 * @see Protobuf 6
 */
export function normalizeFile(parsed: ProtobufSchema): FileNode {
  const { file } = parsed
  const here: Here = { parsed, scope: packageScopeOf(parsed) }
  return {
    ...file,
    syntax: file.syntax === 'proto2' ? undefined : file.syntax,
    imports: normalImports(file.imports),
    options: normalOptions(here, file.options),
    declarations: file.declarations.map((node) => normalType(here, node)),
    extends: normalExtends(here, file.extends),
    services: file.services.map((node) => normalService(here, node)),
  }
}

function normalImports(imports: readonly ImportNode[]): readonly ImportNode[] {
  const unique = new Map<string, ImportNode>()
  for (const one of imports) {
    const key = `${one.modifier ?? ''} ${one.path}`
    if (!unique.has(key)) unique.set(key, one)
  }
  return [...unique.values()].toSorted((a, b) => compareText(a.path, b.path))
}

function normalOptions({ scope }: Here, options: readonly OptionNode[]): readonly OptionNode[] {
  return normalizeOptions(options, scope)
}

function normalType(here: Here, node: TypeNode): TypeNode {
  return node.kind === 'enum' ? normalEnum(here, node) : normalMessage(here, node)
}

function inside({ parsed, scope }: Here, name: string): Here {
  return { parsed, scope: scope.children.get(name) ?? scope }
}

function normalMessage(here: Here, node: MessageNode): MessageNode {
  return { ...node, ...normalBody(inside(here, node.name), node) }
}

function normalBody(here: Here, body: MessageBody): MessageBody {
  const oneofs = body.oneofs.map((oneof) => normalOneof(here, oneof)).filter(hasMembers)
  return {
    name: body.name,
    reserved: normalReserved(body.reserved),
    options: normalOptions(here, body.options),
    fields: normalFields(here, body.fields),
    oneofs: oneofs.toSorted((a, b) => smallestTag(a) - smallestTag(b)),
    groups: normalGroups(here, body.groups),
    extensions: normalExtensions(here, body.extensions),
    extends: normalExtends(here, body.extends),
    declarations: body.declarations
      .filter((inner) => inner.kind === 'enum' || !isMapEntry(inner))
      .map((inner) => normalType(here, inner)),
    hasEmptyOneofSection: body.oneofs.length > 0 && oneofs.length === 0,
  }
}

function hasMembers({ fields, groups }: OneofNode): boolean {
  return fields.length > 0 || groups.length > 0
}

function smallestTag({ fields, groups }: OneofNode): number {
  return Math.min(fields[0]?.tag ?? Infinity, groups[0]?.tag ?? Infinity)
}

function normalOneof(here: Here, node: OneofNode): OneofNode {
  return {
    ...node,
    options: normalOptions(here, node.options),
    fields: normalFields(here, node.fields),
    groups: normalGroups(here, node.groups),
  }
}

function normalGroups(here: Here, groups: readonly GroupNode[]): readonly GroupNode[] {
  return groups
    .map((node) => ({
      ...node,
      fieldOptions: normalOptions(here, node.fieldOptions),
      ...normalBody(inside(here, node.name), node),
    }))
    .toSorted((a, b) => a.tag - b.tag)
}

function normalFields(here: Here, fields: readonly FieldNode[]): readonly FieldNode[] {
  return fields.map((node) => normalField(here, node)).toSorted((a, b) => a.tag - b.tag)
}

function normalField(here: Here, node: FieldNode): FieldNode {
  const options = normalOptions(here, [...node.options, ...specialOptions(node)])
  const entry = mapTypeOf(here, node)
  const { kind, start, name, tag, defaultValue, jsonName } = node
  const label = entry === undefined ? node.label : undefined
  const type = entry ?? normalFieldType(here, node.type, start)
  // Not a spread: nodes that keep one shape are read several times faster.
  return { kind, start, label, type, name, tag, options, defaultValue, jsonName }
}

/** The map that a field of a written-out entry message stands for. */
function mapTypeOf(here: Here, node: FieldNode): FieldType | undefined {
  if (node.type.kind === 'map' || scalarNames.has(node.type.name)) return undefined
  const found = lookUpType(here.scope, node.type.name)
  const entry = found && mapEntryFieldsOf(found)
  if (found === undefined || entry === undefined) return undefined
  const entryHere = { ...here, scope: found.scope }
  return {
    kind: 'map',
    key: normalFieldType(entryHere, entry.key.type, node.start),
    value: normalFieldType(entryHere, entry.value.type, node.start),
  }
}

function normalFieldType(here: Here, type: FieldType, start: number): FieldType {
  if (type.kind === 'map') {
    return {
      kind: 'map',
      key: normalFieldType(here, type.key, start),
      value: normalFieldType(here, type.value, start),
    }
  }
  if (scalarNames.has(type.name)) return type
  return { kind: 'named', name: `.${resolve(here, type.name, start).fullName}` }
}

function resolve(here: Here, name: string, start: number): ScopedType {
  const found = lookUpType(here.scope, name)
  if (found !== undefined) return found
  throw new SchemaFault(`Could not resolve type: ${name}`, placeIn(here.parsed, start, name))
}

function normalEnum(here: Here, node: EnumNode): EnumNode {
  const constants = node.constants.map((constant) => ({
    ...constant,
    options: normalOptions(here, constant.options),
  }))
  return {
    ...node,
    reserved: normalReserved(node.reserved),
    options: normalOptions(here, node.options),
    constants: constants.toSorted((a, b) => a.number - b.number || compareText(a.name, b.name)),
  }
}

function normalService(here: Here, node: ServiceNode): ServiceNode {
  const rpcType = ({ name, isStream }: RpcType, start: number): RpcType => ({
    name: scalarNames.has(name) ? name : `.${resolve(here, name, start).fullName}`,
    isStream,
  })
  return {
    ...node,
    options: normalOptions(here, node.options),
    rpcs: node.rpcs.map((rpc) => ({
      ...rpc,
      request: rpcType(rpc.request, rpc.start),
      response: rpcType(rpc.response, rpc.start),
      options: normalOptions(here, rpc.options),
    })),
  }
}

function normalExtends(here: Here, blocks: readonly ExtendNode[]): readonly ExtendNode[] {
  const byTarget = new Map<string, ExtendNode[]>()
  for (const block of blocks) {
    const name = `.${resolve(here, block.name, block.start).fullName}`
    const known = byTarget.get(name)
    if (known === undefined) byTarget.set(name, [{ ...block, name }])
    else known.push(block)
  }
  const gathered = [...byTarget.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const fields = same.flatMap((block) => block.fields)
    return [{ ...first, fields, groups: same.flatMap((block) => block.groups) }]
  })
  return gathered.map((block) => ({
    ...block,
    fields: normalFields(here, block.fields),
    groups: normalGroups(here, block.groups),
  }))
}

/** One entry per statement, numbers by their start, names last. */
function normalReserved(statements: readonly ReservedNode[]): readonly ReservedNode[] {
  const single = statements.flatMap((statement) =>
    statement.items.map((item) => ({
      ...statement,
      items: [typeof item === 'string' ? item : shortRange(item)],
    })),
  )
  return single.toSorted(({ items: [a = 0] }, { items: [b = 0] }) => {
    if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
    if (typeof a === 'string') return 1
    return typeof b === 'string' ? -1 : compareRanges(a, b)
  })
}

function normalExtensions(
  here: Here,
  statements: readonly ExtensionsNode[],
): readonly ExtensionsNode[] {
  return statements
    .flatMap(({ ranges, options, start }) =>
      ranges.map((range) => ({ range: shortRange(range), options, start })),
    )
    .toSorted((a, b) => compareRanges(a.range, b.range))
    .map(({ range, options, start }) => ({
      kind: 'extensions',
      start,
      ranges: [range],
      options: normalOptions(here, options),
    }))
}

function shortRange(range: TagRange): TagRange {
  return typeof range !== 'number' && range.from === range.to && range.to !== MAX_TAG
    ? range.from
    : range
}

function compareRanges(a: TagRange, b: TagRange): number {
  return boundsOf(a).from - boundsOf(b).from || compareText(printRange(a), printRange(b))
}
