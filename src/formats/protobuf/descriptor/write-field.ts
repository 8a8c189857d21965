import { SchemaFault } from '../../schema-fault.ts'
import { scalarNames } from '../ast.ts'
import type { ExtendNode, FieldNode, FieldType, GroupNode, MapType, OptionNode } from '../ast.ts'
import { escapeBytes } from '../canonical.ts'
import { placeIn } from '../place-in.ts'
import { plainDecimal } from '../plain-decimal.ts'
import type { ProtobufSchema } from '../protobuf-schema.ts'
import { lookUpType } from '../scope.ts'
import type { ScopeNode, ScopedType } from '../scope.ts'
import { labelNumbers, typeNumbers } from './codec.ts'
import type { FieldDescriptor, MessageDescriptor } from './codec.ts'
import { writeOptions } from './write-option.ts'

/** Where in the schema the writer stands. */
export interface WriteContext {
  readonly parsed: ProtobufSchema
  readonly scope: ScopeNode
}

/** The fully qualified form of a type name. */
export function absolute(context: WriteContext, name: string, start: number): string {
  return `.${resolve(context, name, start).fullName}`
}

function resolve({ parsed, scope }: WriteContext, name: string, start: number): ScopedType {
  const found = lookUpType(scope, name)
  if (found !== undefined) return found
  throw new SchemaFault(`Could not resolve type: ${name}`, placeIn(parsed, start, name))
}

/** A field; a map field refers to the entry message that {@link writeMapEntry} makes. */
export function writeField(
  context: WriteContext,
  node: FieldNode,
  oneofIndex: number | undefined,
): FieldDescriptor {
  const { type } = node
  const label = labelOf(node, oneofIndex)
  const options = fieldOptions(context, node.options)
  return {
    name: node.name,
    number: node.tag,
    ...(label === undefined ? {} : { label: labelNumbers[label] }),
    ...(type.kind === 'map'
      ? mapReference(context, node)
      : typeReference(context, type, node.start)),
    ...(node.defaultValue === undefined
      ? {}
      : { defaultValue: plainDefault(type, node.defaultValue) }),
    ...(node.jsonName === undefined ? {} : { jsonName: node.jsonName }),
    ...(oneofIndex === undefined ? {} : { oneofIndex }),
    ...(options === undefined ? {} : { options }),
    ...(isProto3Optional(context, node) ? { proto3Optional: true } : {}),
  }
}

/** Tells whether a field has a presence of its own that proto3 models as a oneof. */
export function isProto3Optional({ parsed }: WriteContext, node: FieldNode): boolean {
  return parsed.file.syntax === 'proto3' && node.label === 'optional'
}

function labelOf(node: FieldNode, oneofIndex: number | undefined) {
  if (node.type.kind === 'map') return 'repeated'
  return node.label ?? (oneofIndex === undefined ? undefined : 'optional')
}

function fieldOptions({ scope }: WriteContext, options: readonly OptionNode[]) {
  return writeOptions('FieldOptions', options, scope)
}

function typeReference(
  context: WriteContext,
  type: FieldType,
  start: number,
): Pick<FieldDescriptor, 'type' | 'typeName'> {
  if (type.kind === 'map') throw new SchemaFault('Map fields cannot hold maps.')
  if (scalarNames.has(type.name)) {
    return { type: typeNumbers[type.name as keyof typeof typeNumbers] }
  }
  const { node, fullName } = resolve(context, type.name, start)
  const kind = node.kind === 'enum' ? typeNumbers.enum : typeNumbers.message
  return { type: kind, typeName: `.${fullName}` }
}

function mapReference(
  { scope }: WriteContext,
  node: FieldNode,
): Pick<FieldDescriptor, 'type' | 'typeName'> {
  const message = scope.type?.fullName
  const entry = mapEntryName(node.name)
  return {
    type: typeNumbers.message,
    typeName: message === undefined ? entry : `.${message}.${entry}`,
  }
}

/** The name of the message behind a map field: `some_field` has `SomeFieldEntry`. */
export function mapEntryName(fieldName: string): string {
  const parts = fieldName.split('_').map((part) => part.charAt(0).toUpperCase() + part.slice(1))
  return `${parts.join('')}Entry`
}

/** The message behind a map field. */
export function writeMapEntry(
  context: WriteContext,
  node: FieldNode,
  { key, value }: MapType,
): MessageDescriptor {
  const part = (name: string, number: number, type: FieldType): FieldDescriptor => ({
    name,
    number,
    label: labelNumbers.optional,
    ...typeReference(context, type, node.start),
  })
  return {
    name: mapEntryName(node.name),
    field: [part('key', 1, key), part('value', 2, value)],
    options: { mapEntry: true },
  }
}

/** The field half of a group. */
export function writeGroupField(
  context: WriteContext,
  node: GroupNode,
  oneofIndex: number | undefined,
): FieldDescriptor {
  const options = fieldOptions(context, node.fieldOptions)
  const group = context.scope.children.get(node.name)?.type
  return {
    name: node.name.toLowerCase(),
    number: node.tag,
    label: labelNumbers[node.label ?? 'optional'],
    type: typeNumbers.group,
    typeName: group === undefined ? node.name : `.${group.fullName}`,
    ...(oneofIndex === undefined ? {} : { oneofIndex }),
    ...(options === undefined ? {} : { options }),
  }
}

/** Defaults as descriptors hold them: numbers in decimal, bytes with C escapes. */
function plainDefault(type: FieldType, text: string): string {
  if (type.kind === 'map' || type.name === 'string') return text
  if (type.name === 'bytes') return escapeBytes(text)
  return /^-?0[0-9xX]/.test(text) ? (plainDecimal(text) ?? text) : text
}

/** The extension fields of several extend blocks in one list. */
export function writeExtends(
  context: WriteContext,
  blocks: readonly ExtendNode[],
): readonly FieldDescriptor[] {
  return blocks.flatMap(({ name, start, fields, groups }) => {
    const extendee = absolute(context, name, start)
    return [
      ...fields.map((field) => ({ ...writeField(context, field, undefined), extendee })),
      ...groups.map((group) => ({ ...writeGroupField(context, group, undefined), extendee })),
    ]
  })
}

/** A member that is absent when there is nothing to say. */
export function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V })
}
