import { MAX_TAG } from '../ast.ts'
import type { EnumNode, ExtendNode, FieldNode, GroupNode, MessageBody } from '../ast.ts'
import type { MessageNode, OneofNode } from '../ast.ts'
import { typeNumbers } from './codec.ts'
import type { EnumDescriptor, FieldDescriptor, MessageDescriptor } from './codec.ts'
import { optionsIn, rangeOf, readReserved, visibilityOf } from './read-context.ts'
import type { ReadContext } from './read-context.ts'
import { labelOf, readField } from './read-field.ts'
import { MAX_ENUM_NUMBER } from './write-type.ts'

/** Messages of one level, those behind groups left out: they are part of their fields. */
export function readTypes(
  context: ReadContext,
  messages: readonly MessageDescriptor[],
  fields: readonly FieldDescriptor[],
): readonly MessageNode[] {
  const groupMessage = groupFinder(messages)
  const groups = new Set(fields.map(groupMessage))
  return messages
    .filter((message) => !groups.has(message))
    .map((message) => ({
      kind: 'message',
      start: -1,
      visibility: visibilityOf(message.visibility),
      ...readBody(context, message),
    }))
}

/** Finds the message behind a field, when the field is a group. */
type GroupFinder = (field: FieldDescriptor) => MessageDescriptor | undefined

function groupFinder(messages: readonly MessageDescriptor[]): GroupFinder {
  const byName = new Map(messages.map((message) => [message.name, message]))
  return ({ type, typeName }) =>
    type === typeNumbers.group ? byName.get(typeName?.split('.').at(-1)) : undefined
}

function readBody(context: ReadContext, node: MessageDescriptor): MessageBody {
  const fields = node.field ?? []
  const nested = node.nestedType ?? []
  const extensions = node.extension ?? []
  const groupMessage = groupFinder(nested)
  const homes = grouped(fields, (field) => (isOptional(field) ? undefined : field.oneofIndex))
  // A oneof without members is one that proto3 made up for an optional field.
  const oneofs = (node.oneofDecl ?? []).map((oneof, index): OneofNode => {
    const members = homes.get(index) ?? []
    const home = { isOneofMember: true }
    return {
      kind: 'oneof',
      start: -1,
      name: oneof.name ?? '',
      options: optionsIn(context, 'OneofOptions', oneof.options),
      fields: plainFields(members, groupMessage).map((field) => readField(context, field, home)),
      groups: readGroups(context, members, groupMessage, home),
    }
  })
  const plain = homes.get(undefined) ?? []
  const home = { isOneofMember: false }
  return {
    name: node.name ?? '',
    reserved: readReserved(context, node, (end) => end - 1),
    options: optionsIn(context, 'MessageOptions', node.options),
    fields: plainFields(plain, groupMessage).map((field) => readField(context, field, home)),
    oneofs: oneofs.filter((oneof) => oneof.fields.length > 0 || oneof.groups.length > 0),
    groups: readGroups(context, plain, groupMessage, home),
    extensions: (node.extensionRange ?? []).map((range) => ({
      kind: 'extensions',
      start: -1,
      ranges: [rangeOf(range, (end) => end - 1)],
      options: optionsIn(context, 'ExtensionRangeOptions', range.options),
    })),
    extends: readExtends(context, extensions, nested),
    declarations: [
      ...readTypes(context, nested, [...fields, ...extensions]),
      ...(node.enumType ?? []).map((one) => readEnum(context, one)),
    ],
  }
}

function isOptional({ proto3Optional }: FieldDescriptor): boolean {
  return proto3Optional === true
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

function plainFields(
  fields: readonly FieldDescriptor[],
  groupMessage: GroupFinder,
): readonly FieldDescriptor[] {
  return fields.filter((field) => groupMessage(field) === undefined)
}

function readGroups(
  context: ReadContext,
  fields: readonly FieldDescriptor[],
  groupMessage: GroupFinder,
  home: { readonly isOneofMember: boolean },
): readonly GroupNode[] {
  return fields.flatMap((field) => {
    const message = groupMessage(field)
    if (message === undefined) return []
    return [
      {
        kind: 'group',
        start: -1,
        label: labelOf(context, field, home),
        tag: field.number ?? 0,
        fieldOptions: optionsIn(context, 'FieldOptions', field.options),
        ...readBody(context, message),
      },
    ]
  })
}

/** Extension fields, gathered into one block for each thing they extend. */
export function readExtends(
  context: ReadContext,
  fields: readonly FieldDescriptor[],
  messages: readonly MessageDescriptor[],
): readonly ExtendNode[] {
  const groupMessage = groupFinder(messages)
  const home = { isOneofMember: false }
  return [...grouped(fields, ({ extendee }) => extendee ?? '')].map(([name, members]) => {
    const plain: readonly FieldNode[] = plainFields(members, groupMessage).map((field) =>
      readField(context, field, home),
    )
    const groups = readGroups(context, members, groupMessage, home)
    return { kind: 'extend', start: -1, name, fields: plain, groups }
  })
}

/** An enum. */
export function readEnum(context: ReadContext, node: EnumDescriptor): EnumNode {
  return {
    kind: 'enum',
    start: -1,
    name: node.name ?? '',
    visibility: visibilityOf(node.visibility),
    reserved: readReserved(context, node, (end) => (end === MAX_ENUM_NUMBER ? MAX_TAG : end)),
    options: optionsIn(context, 'EnumOptions', node.options),
    constants: (node.value ?? []).map((value) => ({
      kind: 'constant',
      start: -1,
      name: value.name ?? '',
      number: value.number ?? 0,
      options: optionsIn(context, 'EnumValueOptions', value.options),
    })),
  }
}
