import { MAX_TAG, boundsOf, enumsOf, messagesOf } from '../ast.ts'
import type { EnumNode, FieldNode, GroupNode, MessageBody, MessageNode } from '../ast.ts'
import type { ReservedNode } from '../ast.ts'
import type { EnumDescriptor, FieldDescriptor, MessageDescriptor } from './codec.ts'
import { isProto3Optional, optional, writeExtends, writeField } from './write-field.ts'
import { writeGroupField, writeMapEntry } from './write-field.ts'
import type { WriteContext } from './write-field.ts'
import { writeOptions } from './write-option.ts'

/** Largest number of an enum, where its `max` ends. */
export const MAX_ENUM_NUMBER = 2147483647
/** Numbers of `SymbolVisibility`. */
const visibilityNumbers = { local: 1, export: 2 } as const

/** A message with all that is nested in it. */
export function writeMessage(context: WriteContext, node: MessageNode): MessageDescriptor {
  const visibility = node.visibility === undefined ? undefined : visibilityNumbers[node.visibility]
  return { ...writeBody(inside(context, node.name), node), ...optional('visibility', visibility) }
}

/** The message half of a group. */
export function writeGroup(context: WriteContext, node: GroupNode): MessageDescriptor {
  return writeBody(inside(context, node.name), node)
}

function inside(context: WriteContext, name: string): WriteContext {
  return { ...context, scope: context.scope.children.get(name) ?? context.scope }
}

function writeBody(context: WriteContext, body: MessageBody): MessageDescriptor {
  const { scope } = context
  const allFields = [...body.fields, ...body.oneofs.flatMap((oneof) => oneof.fields)]
  const extendGroups = body.extends.flatMap((node) => node.groups)
  const groups = [...body.oneofs.flatMap((oneof) => oneof.groups), ...body.groups, ...extendGroups]
  return {
    name: body.name,
    ...writeFields(context, body),
    extension: writeExtends(context, body.extends),
    nestedType: [
      ...messagesOf(body.declarations).map((node) => writeMessage(context, node)),
      ...groups.map((node) => writeGroup(context, node)),
      ...allFields.flatMap((node) =>
        node.type.kind === 'map' ? [writeMapEntry(context, node, node.type)] : [],
      ),
    ],
    enumType: enumsOf(body.declarations).map((node) => writeEnum(context, node)),
    extensionRange: body.extensions.flatMap(({ ranges, options }) =>
      ranges.map((range) => ({
        start: boundsOf(range).from,
        end: boundsOf(range).to + 1,
        ...optional('options', writeOptions('ExtensionRangeOptions', options, scope)),
      })),
    ),
    ...optional('options', writeOptions('MessageOptions', body.options, scope)),
    ...writeReserved(body.reserved, (to) => to + 1),
  }
}

/** Members of oneofs come first; behind the real oneofs stands one for each optional field. */
function writeFields(
  context: WriteContext,
  body: MessageBody,
): Pick<MessageDescriptor, 'field' | 'oneofDecl'> {
  const names = new Set([...body.oneofs, ...body.fields].map(({ name }) => name))
  const oneofs = body.oneofs.map(({ name, options }) => ({
    name,
    ...optional('options', writeOptions('OneofOptions', options, context.scope)),
  }))
  const members = body.oneofs.flatMap(({ fields, groups }, index) => [
    ...fields.map((node) => writeField(context, node, index)),
    ...groups.map((node) => writeGroupField(context, node, index)),
  ])
  const synthetic: { name: string }[] = []
  const plain = body.fields.map((node): FieldDescriptor => {
    if (!isProto3Optional(context, node)) return writeField(context, node, undefined)
    synthetic.push({ name: syntheticName(node, names) })
    return writeField(context, node, oneofs.length + synthetic.length - 1)
  })
  const groups = body.groups.map((node) => writeGroupField(context, node, undefined))
  return { field: [...members, ...plain, ...groups], oneofDecl: [...oneofs, ...synthetic] }
}

/** The name protoc gives: `_field`, with `X` before it until it is free. */
function syntheticName({ name }: FieldNode, taken: Set<string>): string {
  let candidate = name.startsWith('_') ? name : `_${name}`
  while (taken.has(candidate)) candidate = `X${candidate}`
  taken.add(candidate)
  return candidate
}

/** An enum. */
export function writeEnum({ scope }: WriteContext, node: EnumNode): EnumDescriptor {
  const visibility = node.visibility === undefined ? undefined : visibilityNumbers[node.visibility]
  return {
    name: node.name,
    value: node.constants.map(({ name, number, options }) => ({
      name,
      number,
      ...optional('options', writeOptions('EnumValueOptions', options, scope)),
    })),
    ...optional('options', writeOptions('EnumOptions', node.options, scope)),
    ...writeReserved(node.reserved, (to) => (to === MAX_TAG ? MAX_ENUM_NUMBER : to)),
    ...optional('visibility', visibility),
  }
}

function writeReserved(
  statements: readonly ReservedNode[],
  endOf: (to: number) => number,
): Pick<MessageDescriptor, 'reservedRange' | 'reservedName'> {
  const items = statements.flatMap((statement) => statement.items)
  return {
    reservedRange: items.flatMap((item) => {
      if (typeof item === 'string') return []
      const { from, to } = boundsOf(item)
      return [{ start: from, end: endOf(to) }]
    }),
    reservedName: items.filter((item) => typeof item === 'string'),
  }
}
