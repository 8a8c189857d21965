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
  const groups = new Set(fields.map((field) => groupMessage(field, messages)))
  return messages
    .filter((message) => !groups.has(message))
    .map((message) => ({
      kind: 'message',
      start: -1,
      visibility: visibilityOf(message.visibility),
      ...readBody(context, message),
    }))
}

function groupMessage(
  field: FieldDescriptor,
  messages: readonly MessageDescriptor[],
): MessageDescriptor | undefined {
  if (field.type !== typeNumbers.group) return undefined
  const name = field.typeName?.split('.').at(-1)
  return messages.find((message) => message.name === name)
}

function readBody(context: ReadContext, node: MessageDescriptor): MessageBody {
  const fields = node.field ?? []
  const nested = node.nestedType ?? []
  const extensions = node.extension ?? []
  // A oneof without members is one that proto3 made up for an optional field.
  const oneofs = (node.oneofDecl ?? []).map((oneof, index): OneofNode => {
    const members = fields.filter((field) => field.oneofIndex === index && !isOptional(field))
    const home = { isOneofMember: true }
    return {
      kind: 'oneof',
      start: -1,
      name: oneof.name ?? '',
      options: optionsIn(context, 'OneofOptions', oneof.options),
      fields: plainFields(members, nested).map((field) => readField(context, field, home)),
      groups: readGroups(context, members, nested, home),
    }
  })
  const plain = fields.filter((field) => field.oneofIndex === undefined || isOptional(field))
  const home = { isOneofMember: false }
  return {
    name: node.name ?? '',
    reserved: readReserved(context, node, (end) => end - 1),
    options: optionsIn(context, 'MessageOptions', node.options),
    fields: plainFields(plain, nested).map((field) => readField(context, field, home)),
    oneofs: oneofs.filter((oneof) => oneof.fields.length > 0 || oneof.groups.length > 0),
    groups: readGroups(context, plain, nested, home),
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

function plainFields(
  fields: readonly FieldDescriptor[],
  messages: readonly MessageDescriptor[],
): readonly FieldDescriptor[] {
  return fields.filter((field) => groupMessage(field, messages) === undefined)
}

function readGroups(
  context: ReadContext,
  fields: readonly FieldDescriptor[],
  messages: readonly MessageDescriptor[],
  home: { readonly isOneofMember: boolean },
): readonly GroupNode[] {
  return fields.flatMap((field) => {
    const message = groupMessage(field, messages)
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
  const names = [...new Set(fields.map(({ extendee }) => extendee ?? ''))]
  const home = { isOneofMember: false }
  return names.map((name) => {
    const members = fields.filter(({ extendee }) => (extendee ?? '') === name)
    const plain: readonly FieldNode[] = plainFields(members, messages).map((field) =>
      readField(context, field, home),
    )
    const groups = readGroups(context, members, messages, home)
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
