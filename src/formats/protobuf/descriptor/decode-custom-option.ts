import type { Reader } from 'protobufjs'
import { protobufjs } from './protobufjs.ts'
import { scalarNames } from '../ast.ts'
import type { FieldNode, FieldType, GroupNode, MessageBody, OptionNode } from '../ast.ts'
import type { OptionValue } from '../ast.ts'
import { MAX_DEPTH } from '../parse-option.ts'
import { lookUpType } from '../scope.ts'
import type { ScopeNode, ScopedExtension } from '../scope.ts'

/** Extensions by the full name of what they extend, then by number. */
export type ExtensionTable = ReadonlyMap<string, ReadonlyMap<number, ScopedExtension>>

/** Every extension below a node, by what it extends. */
export function extensionTableOf(root: ScopeNode): ExtensionTable {
  const table = new Map<string, Map<number, ScopedExtension>>()
  const queue: ScopeNode[] = [root]
  for (const node of queue) {
    queue.push(...node.children.values())
    const { extension } = node
    if (extension === undefined) continue
    const extendee = lookUpType(extension.scope, extension.extendee)?.fullName
    if (extendee === undefined) continue
    const numbers = table.get(extendee) ?? new Map<number, ScopedExtension>()
    table.set(extendee, numbers.set(extension.field.tag, extension))
  }
  return table
}

/** A wire value is not of the type that its extension declares. */
class Mismatch extends Error {}

/** A field on the wire: its declaration and the scope of its type's name. */
interface Declared {
  readonly field: FieldNode | GroupNode
  readonly scope: ScopeNode
}

/**
 * Reads the options among the unknown fields of an options message.
 *
 * What no extension declares, and what does not read as declared, is left out.
 *
 * @param unknowns fields with their tags, as protobufjs keeps them
 */
export function decodeCustomOptions(
  extendee: string,
  unknowns: readonly Uint8Array[],
  extensions: ExtensionTable,
): readonly OptionNode[] {
  return unknowns.flatMap((bytes) => {
    try {
      const reader = protobufjs().Reader.create(bytes)
      const tag = reader.uint32()
      const extension = extensions.get(extendee)?.get(tag >>> 3)
      if (extension === undefined) return []
      return readValues(reader, tag & 7, extension, 0).map((value) => ({
        name: extension.fullName,
        isExtension: true,
        subNames: [],
        value,
      }))
    } catch (error) {
      // Broken bytes inside an option: protobufjs throws plain errors and range errors.
      if (error instanceof Error) return []
      throw error
    }
  })
}

/** One value, or many when it was packed. */
function readValues(
  reader: Reader,
  wire: number,
  { field, scope }: Declared,
  depth: number,
): readonly OptionValue[] {
  if (depth > MAX_DEPTH) throw new Mismatch('nested too deep')
  if (field.kind === 'group') return [readMembers(reader, Infinity, field, scope, depth + 1)]
  if (field.type.kind === 'map') return [readMapEntry(reader, field.type, scope, depth + 1)]
  const found = scalarNames.has(field.type.name) ? undefined : lookUpType(scope, field.type.name)
  if (found !== undefined && found.node.kind !== 'enum') {
    const end = reader.uint32() + reader.pos
    return [readMembers(reader, end, found.node, found.scope, depth + 1)]
  }
  if (found === undefined && !scalarNames.has(field.type.name)) throw new Mismatch('unknown type')
  const one = (): OptionValue =>
    found?.node.kind === 'enum'
      ? readEnum(reader, found.node.constants)
      : readScalar(reader, field.type.kind === 'named' ? field.type.name : '')
  const isText = field.type.name === 'string' || field.type.name === 'bytes'
  if (wire !== 2 || isText) return [one()]
  const end = reader.uint32() + reader.pos
  const values: OptionValue[] = []
  while (reader.pos < end) values.push(one())
  return values
}

function readEnum(
  reader: Reader,
  constants: readonly { readonly name: string; readonly number: number }[],
): OptionValue {
  const number = reader.int32()
  const constant = constants.find((one) => one.number === number)
  return constant === undefined
    ? { kind: 'number', text: String(number) }
    : { kind: 'word', text: constant.name }
}

function readMembers(
  reader: Reader,
  end: number,
  body: MessageBody,
  scope: ScopeNode,
  depth: number,
): OptionValue {
  const fields = new Map<number, FieldNode | GroupNode>()
  const inOneofs = body.oneofs.flatMap((oneof) => [...oneof.fields, ...oneof.groups])
  for (const field of [...body.fields, ...body.groups, ...inOneofs]) fields.set(field.tag, field)
  const entries = new Map<string, OptionValue>()
  while (reader.pos < end) {
    const tag = reader.uint32()
    if ((tag & 7) === 4) break
    const field = fields.get(tag >>> 3)
    if (field === undefined) {
      reader.skipType(tag & 7)
      continue
    }
    for (const value of readValues(reader, tag & 7, { field, scope }, depth)) {
      const isMany = field.label === 'repeated' || isMap(field)
      const known = entries.get(field.name)
      const items = known?.kind === 'list' ? known.items : []
      entries.set(field.name, isMany ? { kind: 'list', items: [...items, value] } : value)
    }
  }
  return { kind: 'message', entries }
}

function isMap(field: FieldNode | GroupNode): boolean {
  return field.kind === 'field' && field.type.kind === 'map'
}

function readMapEntry(
  reader: Reader,
  type: Extract<FieldType, { kind: 'map' }>,
  scope: ScopeNode,
  depth: number,
): OptionValue {
  const part = (name: string, tag: number, partType: FieldType): FieldNode => ({
    kind: 'field',
    start: -1,
    label: undefined,
    type: partType,
    name,
    tag,
    options: [],
    defaultValue: undefined,
    jsonName: undefined,
  })
  const body = { ...noMembers, fields: [part('key', 1, type.key), part('value', 2, type.value)] }
  const end = reader.uint32() + reader.pos
  return readMembers(reader, end, body, scope, depth)
}

const noMembers: MessageBody = {
  name: '',
  reserved: [],
  options: [],
  fields: [],
  oneofs: [],
  groups: [],
  extensions: [],
  extends: [],
  declarations: [],
}

function readScalar(reader: Reader, type: string): OptionValue {
  const number = (value: number | bigint): OptionValue => ({ kind: 'number', text: String(value) })
  switch (type) {
    case 'string':
      return { kind: 'string', text: reader.string() }
    case 'bytes':
      return { kind: 'string', text: Buffer.from(reader.bytes()).toString('latin1') }
    case 'bool':
      return { kind: 'boolean', text: String(reader.bool()) }
    case 'float':
      return floatValue(reader.float())
    case 'double':
      return floatValue(reader.double())
    case 'int32':
      return number(reader.int32())
    case 'uint32':
      return number(reader.uint32())
    case 'sint32':
      return number(reader.sint32())
    case 'fixed32':
      return number(reader.fixed32())
    case 'sfixed32':
      return number(reader.sfixed32())
    case 'int64':
      return { kind: 'number', text: wideText(reader.int64(), false) }
    case 'uint64':
      return { kind: 'number', text: wideText(reader.uint64(), true) }
    case 'sint64':
      return { kind: 'number', text: wideText(reader.sint64(), false) }
    case 'fixed64':
      return { kind: 'number', text: wideText(reader.fixed64(), true) }
    case 'sfixed64':
      return { kind: 'number', text: wideText(reader.sfixed64(), false) }
    default:
      throw new Mismatch(`no scalar ${type}`)
  }
}

function floatValue(value: number): OptionValue {
  if (Number.isFinite(value)) return { kind: 'number', text: String(value) }
  if (Number.isNaN(value)) return { kind: 'word', text: 'nan' }
  return value < 0 ? { kind: 'number', text: '-inf' } : { kind: 'word', text: 'inf' }
}

/** 64 bits in decimal; protobufjs gives a number when its long library is missing. */
function wideText(value: number | { low: number; high: number }, isUnsigned: boolean): string {
  if (typeof value === 'number') return String(value)
  const bits = (BigInt(value.high) << 32n) | BigInt(value.low >>> 0)
  return String(isUnsigned ? BigInt.asUintN(64, bits) : BigInt.asIntN(64, bits))
}
