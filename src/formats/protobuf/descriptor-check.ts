import { SchemaFault } from '../schema-fault.ts'
import { MAX_TAG, boundsOf, enumsOf, messagesOf, scalarNames } from './ast.ts'
import type { EnumNode, ExtendNode, FieldNode, FieldType, FileNode, GroupNode } from './ast.ts'
import type { MessageBody, OneofNode, TypeNode } from './ast.ts'
import { placeIn } from './place-in.ts'
import type { ProtobufSchema } from './protobuf-schema.ts'
import { lookUpType, packageScopeOf, qualified } from './scope.ts'
import type { ScopedType, ScopeNode } from './scope.ts'
import { missingImport, visibleFilesOf } from './visible-files.ts'

/** Where the checker stands, and which names it has met. */
interface Checking {
  readonly parsed: ProtobufSchema
  readonly visible: ReadonlySet<FileNode>
  readonly scope: ScopeNode
  readonly fullName: string
  readonly seen: Set<string>
}

/**
 * Checks what a descriptor demands beyond the text: names, numbers, types that are in sight, defaults.
 *
 * @throws SchemaFault `Invalid protobuf schema definition: <element>: <reason>` on the first fault
 * @see Protobuf 4
 */
export function checkDescriptor(parsed: ProtobufSchema): void {
  const { file } = parsed
  const fullName = file.packageName ?? ''
  const here = {
    parsed,
    visible: visibleFilesOf(parsed),
    scope: packageScopeOf(parsed),
    fullName,
    seen: new Set<string>(),
  }
  checkTypes(here, file.declarations)
  checkExtends(here, file.extends)
  for (const service of file.services) {
    claim(here, service)
    const inside = { ...here, fullName: qualified(fullName, service.name) }
    for (const rpc of service.rpcs) {
      claim(inside, rpc)
      for (const { name } of [rpc.request, rpc.response]) {
        checkIsMessage(here, name, qualified(inside.fullName, rpc.name), rpc.start)
      }
    }
  }
}

/**
 * Checks that every import is there. A descriptor can be made without one that nothing uses, so
 * this is asked for apart.
 *
 * @throws SchemaFault `Invalid protobuf schema definition: …` naming the first that is missing
 * @see Rest-api 3.5 E, `validateFields`
 */
export function checkImports(parsed: ProtobufSchema): void {
  const missing = missingImport(parsed)
  if (missing === undefined) return
  const { path, start } = missing
  const text = `Invalid protobuf schema definition: ${path}: Import "${path}" was not found.`
  throw new SchemaFault(text, placeIn(parsed, start, path))
}

function refuse({ parsed }: Checking, element: string, reason: string, start: number): never {
  const text = `Invalid protobuf schema definition: ${element}: ${reason}`
  throw new SchemaFault(text, placeIn(parsed, start, element))
}

/** Something with a name, at a place. */
interface Named {
  readonly name: string
  readonly start: number
}

/** Names are words without dots, and unique in their scope. */
function claim(here: Checking, { name, start }: Named): void {
  const fullName = qualified(here.fullName, name)
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    refuse(here, fullName, `"${name}" is not a valid identifier.`, start)
  }
  if (!here.seen.has(fullName)) {
    here.seen.add(fullName)
    return
  }
  const where = here.fullName === '' ? '' : ` in "${here.fullName}"`
  refuse(here, fullName, `"${name}" is already defined${where}.`, start)
}

/** The type that a name means, if the file that declares it is imported. */
function lookUpVisible({ visible, scope }: Checking, name: string): ScopedType | undefined {
  const found = lookUpType(scope, name)
  return found !== undefined && visible.has(found.file) ? found : undefined
}

function checkTypes(here: Checking, declarations: readonly TypeNode[]): void {
  for (const message of messagesOf(declarations)) checkMessage(here, message)
  for (const node of enumsOf(declarations)) checkEnum(here, node)
}

function checkMessage(outer: Checking, node: MessageBody & Named): void {
  claim(outer, node)
  const here = {
    ...outer,
    scope: outer.scope.children.get(node.name) ?? outer.scope,
    fullName: qualified(outer.fullName, node.name),
  }
  checkRanges(here, node)
  checkTypes(here, node.declarations)
  const groups = [...node.groups, ...node.oneofs.flatMap((oneof) => oneof.groups)]
  for (const group of groups) checkMessage(here, group)
  checkFields(here, node, groups)
  checkExtends(here, node.extends)
}

function checkRanges(here: Checking, { reserved, extensions }: MessageBody): void {
  const statements = [
    ...reserved.map(({ items, start }) => ({ items, start, what: 'Reserved' })),
    ...extensions.map(({ ranges, start }) => ({ items: ranges, start, what: 'Extension' })),
  ]
  for (const { items, start, what } of statements) {
    for (const item of items) {
      if (typeof item === 'string') continue
      const { from, to } = boundsOf(item)
      if (from <= 0)
        refuse(here, here.fullName, `${what} numbers must be positive integers.`, start)
      if (from > to) {
        const reason = `${what} range end number must be greater than start number.`
        refuse(here, here.fullName, reason, start)
      }
    }
  }
}

function checkFields(here: Checking, body: MessageBody, groups: readonly GroupNode[]): void {
  const oneofFields = body.oneofs.flatMap((oneof: OneofNode) => oneof.fields)
  const users = new Map<number, string>()
  for (const field of [...oneofFields, ...body.fields]) {
    claim(here, field)
    checkField(here, field)
    claimNumber(here, users, field)
  }
  for (const group of groups) {
    claimNumber(here, users, { ...group, name: group.name.toLowerCase() })
  }
}

function claimNumber(
  here: Checking,
  users: Map<number, string>,
  { name, tag, start }: Named & { readonly tag: number },
): void {
  const fullName = qualified(here.fullName, name)
  if (tag <= 0) refuse(here, fullName, 'Field numbers must be positive integers.', start)
  if (tag > MAX_TAG) {
    refuse(here, fullName, `Field numbers cannot be greater than ${MAX_TAG}.`, start)
  }
  const user = users.get(tag)
  if (user !== undefined) {
    const reason = `Field number ${tag} has already been used in "${here.fullName}" by field "${user}".`
    refuse(here, fullName, reason, start)
  }
  users.set(tag, name)
}

function checkField(here: Checking, field: FieldNode): void {
  const fullName = qualified(here.fullName, field.name)
  if (field.type.kind === 'map') {
    checkMapPart(here, field, field.type.key, fullName)
    checkMapPart(here, field, field.type.value, fullName)
  } else if (!scalarNames.has(field.type.name)) {
    const found = lookUpVisible(here, field.type.name)
    if (found === undefined) {
      refuse(here, fullName, `"${field.type.name}" is not defined.`, field.start)
    }
    checkNamedDefault(here, field, fullName, found.node)
    return
  }
  if (field.defaultValue === undefined) return
  if (field.label === 'repeated' || field.type.kind === 'map') {
    refuse(here, fullName, 'Repeated fields cannot have default values.', field.start)
  }
  if (!isDefaultOf(field.type.name, field.defaultValue)) {
    const reason = `Could not parse default value: "${field.defaultValue}"`
    refuse(here, fullName, reason, field.start)
  }
}

function checkMapPart(here: Checking, field: FieldNode, type: FieldType, fullName: string): void {
  if (type.kind === 'map') refuse(here, fullName, 'Map fields cannot hold maps.', field.start)
  if (scalarNames.has(type.name) || lookUpVisible(here, type.name) !== undefined) return
  refuse(here, fullName, `"${type.name}" is not defined.`, field.start)
}

function checkNamedDefault(
  here: Checking,
  { defaultValue, label, start }: FieldNode,
  fullName: string,
  node: TypeNode | GroupNode,
): void {
  if (defaultValue === undefined) return
  if (label === 'repeated') {
    refuse(here, fullName, 'Repeated fields cannot have default values.', start)
  }
  if (node.kind !== 'enum') refuse(here, fullName, "Messages can't have default values.", start)
  if (!node.constants.some(({ name }) => name === defaultValue)) {
    refuse(here, fullName, `Unknown enum default value: "${defaultValue}"`, start)
  }
}

const integerTypes = new Map(
  [
    ['int32', 'sint32', 'sfixed32'],
    ['uint32', 'fixed32'],
    ['int64', 'sint64', 'sfixed64'],
    ['uint64', 'fixed64'],
  ].flatMap((names, index) => {
    const bits = index < 2 ? 32n : 64n
    const isSigned = index % 2 === 0
    const lowest = isSigned ? -(2n ** (bits - 1n)) : 0n
    const highest = 2n ** (isSigned ? bits - 1n : bits) - 1n
    return names.map((name) => [name, { lowest, highest }] as const)
  }),
)

function isDefaultOf(type: string, text: string): boolean {
  const bounds = integerTypes.get(type)
  if (bounds !== undefined) {
    const match = /^(-?)(0[xX][0-9a-fA-F]+|[0-9]+)$/.exec(text)
    if (match === null || text.length > 40) return false
    const [, sign, digits = ''] = match
    const octal = /^0[0-7]+$/.test(digits) ? `0o${digits}` : digits
    const value = BigInt(octal) * (sign === '-' ? -1n : 1n)
    return value >= bounds.lowest && value <= bounds.highest
  }
  if (type === 'bool') return text === 'true' || text === 'false'
  if (type === 'float' || type === 'double') {
    return /^-?(inf|nan)$/.test(text) || (text.trim() !== '' && !Number.isNaN(Number(text)))
  }
  return true
}

function checkEnum(outer: Checking, node: EnumNode): void {
  claim(outer, node)
  const fullName = qualified(outer.fullName, node.name)
  if (node.constants.length === 0) {
    refuse(outer, fullName, 'Enums must contain at least one value.', node.start)
  }
  // Constants live beside their enum, as in C++.
  for (const constant of node.constants) claim(outer, constant)
}

function checkExtends(here: Checking, blocks: readonly ExtendNode[]): void {
  for (const { name, start, fields, groups } of blocks) {
    checkIsMessage(here, name, qualified(here.fullName, fields[0]?.name ?? name), start)
    for (const field of fields) {
      claim(here, field)
      checkField(here, field)
      claimNumber(here, new Map(), field)
    }
    for (const group of groups) checkMessage(here, group)
  }
}

function checkIsMessage(here: Checking, name: string, element: string, start: number): void {
  const found = lookUpVisible(here, name)
  if (found === undefined) refuse(here, element, `"${name}" is not defined.`, start)
  if (found.node.kind === 'enum') refuse(here, element, `"${name}" is not a message type.`, start)
}
