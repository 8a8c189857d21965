import type { Writer } from 'protobufjs'
import { protobufjs } from './protobufjs.ts'
import { scalarNames } from '../ast.ts'
import type { FieldNode, FieldType, GroupNode, MessageBody, OptionNode } from '../ast.ts'
import type { OptionValue } from '../ast.ts'
import { itemsOf, nestUnder } from '../parse-option.ts'
import { plainDecimal } from '../plain-decimal.ts'
import { lookUpExtension, lookUpType } from '../scope.ts'
import type { ScopeNode, ScopedType } from '../scope.ts'

const WIRE = { varint: 0, fixed64: 1, text: 2, start: 3, end: 4, fixed32: 5 } as const

/**
 * Encodes an option that an extension declares, as it stands inside the options message.
 *
 * @returns `undefined` when nothing declares it, or when its value does not fit
 */
export function encodeCustomOption(option: OptionNode, scope: ScopeNode): Uint8Array | undefined {
  const extension = lookUpExtension(scope, option.name)
  if (extension === undefined) return undefined
  const writer = protobufjs().Writer.create()
  const value = nestUnder(option.subNames, option.value)
  return writeField(writer, extension, value) ? writer.finish() : undefined
}

/** A field to write, and where the name of its type is looked up. */
interface Written {
  readonly field: FieldNode | GroupNode
  readonly scope: ScopeNode
}

function writeField(writer: Writer, { field, scope }: Written, value: OptionValue): boolean {
  const isMany = field.label === 'repeated' || (field.kind === 'field' && field.type.kind === 'map')
  const items = isMany ? itemsOf(value) : [value]
  return items.every((item) => writeItem(writer, { field, scope }, item))
}

function writeItem(writer: Writer, { field, scope }: Written, value: OptionValue): boolean {
  const { tag } = field
  if (field.kind === 'group') {
    const inside = scope.children.get(field.name)
    writer.uint32((tag << 3) | WIRE.start)
    const isWritten = inside !== undefined && writeMembers(writer, field, inside, value)
    writer.uint32((tag << 3) | WIRE.end)
    return isWritten
  }
  if (field.type.kind === 'map') return writeMapEntry(writer, tag, field.type, scope, value)
  if (scalarNames.has(field.type.name)) {
    return writeScalar(writer, tag, field.type.name, value)
  }
  const found = lookUpType(scope, field.type.name)
  if (found === undefined) return false
  if (found.node.kind === 'enum') return writeEnum(writer, tag, found, value)
  writer.uint32((tag << 3) | WIRE.text).fork()
  const isWritten = writeMembers(writer, found.node, found.scope, value)
  writer.ldelim()
  return isWritten
}

function writeMembers(
  writer: Writer,
  body: MessageBody,
  scope: ScopeNode,
  value: OptionValue,
): boolean {
  if (value.kind !== 'message') return false
  const fields = new Map<string, FieldNode | GroupNode>()
  for (const field of [...body.fields, ...body.oneofs.flatMap((oneof) => oneof.fields)]) {
    fields.set(field.name, field)
  }
  for (const group of [...body.groups, ...body.oneofs.flatMap((oneof) => oneof.groups)]) {
    fields.set(group.name, group)
  }
  for (const [key, entry] of value.entries) {
    const extension = /^\[(.*)\]$/.exec(key)?.[1]
    const field = fields.get(key)
    const written =
      extension === undefined ? field && { field, scope } : lookUpExtension(scope, extension)
    if (written === undefined || !writeField(writer, written, entry)) return false
  }
  return true
}

/** Map entries are messages of a key and a value. */
function writeMapEntry(
  writer: Writer,
  tag: number,
  type: Extract<FieldType, { kind: 'map' }>,
  scope: ScopeNode,
  value: OptionValue,
): boolean {
  if (value.kind !== 'message') return false
  writer.uint32((tag << 3) | WIRE.text).fork()
  const parts = [
    ['key', 1, type.key],
    ['value', 2, type.value],
  ] as const
  const isWritten = parts.every(([name, partTag, partType]) => {
    const entry = value.entries.get(name)
    if (entry === undefined) return true
    const field = { ...entryField, name, tag: partTag, type: partType }
    return writeItem(writer, { field, scope }, entry)
  })
  writer.ldelim()
  return isWritten
}

const entryField = {
  kind: 'field',
  start: -1,
  label: undefined,
  options: [],
  defaultValue: undefined,
  jsonName: undefined,
} as const

function writeEnum(writer: Writer, tag: number, type: ScopedType, value: OptionValue): boolean {
  if (type.node.kind !== 'enum' || value.kind === 'list' || value.kind === 'message') return false
  const constant = type.node.constants.find(({ name }) => name === value.text)
  const number = constant?.number ?? Number(plainDecimal(value.text))
  if (!Number.isInteger(number)) return false
  writer.uint32((tag << 3) | WIRE.varint).int32(number)
  return true
}

function writeScalar(writer: Writer, tag: number, type: string, value: OptionValue): boolean {
  if (value.kind === 'list' || value.kind === 'message') return false
  const { text } = value
  const head = (wire: number): Writer => writer.uint32((tag << 3) | wire)
  switch (type) {
    case 'string':
      head(WIRE.text).string(text)
      return true
    case 'bytes':
      head(WIRE.text).bytes(Buffer.from(text, 'latin1'))
      return true
    case 'bool':
      head(WIRE.varint).bool(text === 'true')
      return true
    case 'float':
      head(WIRE.fixed32).float(floatOf(text))
      return true
    case 'double':
      head(WIRE.fixed64).double(floatOf(text))
      return true
    default:
      return writeInteger(head, type, text)
  }
}

function floatOf(text: string): number {
  if (/^-?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  return Number(text)
}

function writeInteger(head: (wire: number) => Writer, type: string, text: string): boolean {
  const plain = plainDecimal(text)
  if (plain === undefined || plain.includes('.')) return false
  const value = BigInt(plain)
  const low = Number(BigInt.asIntN(32, value))
  switch (type) {
    case 'int32':
      head(WIRE.varint).int32(low)
      return true
    case 'uint32':
      head(WIRE.varint).uint32(low >>> 0)
      return true
    case 'sint32':
      head(WIRE.varint).sint32(low)
      return true
    case 'fixed32':
    case 'sfixed32':
      head(WIRE.fixed32).sfixed32(low)
      return true
    case 'int64':
    case 'uint64':
      head(WIRE.varint).uint64(halvesOf(value))
      return true
    case 'sint64':
      head(WIRE.varint).sint64(halvesOf(value))
      return true
    case 'fixed64':
    case 'sfixed64':
      head(WIRE.fixed64).sfixed64(halvesOf(value))
      return true
    default:
      return false
  }
}

/** 64 bits as the two halves that protobufjs understands. */
function halvesOf(value: bigint): { low: number; high: number; unsigned: boolean } {
  return {
    low: Number(BigInt.asIntN(32, value)),
    high: Number(BigInt.asIntN(32, value >> 32n)),
    unsigned: value >= 0n,
  }
}
