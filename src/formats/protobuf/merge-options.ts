import type { FieldNode, ListValue, MessageBody, OptionNode, OptionValue } from './ast.ts'
import { itemsOf } from './parse-option.ts'
import { lookUpType } from './scope.ts'
import type { ScopeNode, ScopedExtension } from './scope.ts'

/** An option and, when its name resolved, the extension behind it. */
export interface ResolvedOption {
  readonly option: OptionNode
  readonly extension: ScopedExtension | undefined
}

/**
 * Makes one option of all that set the same extension, unless it is repeated; it stands where the
 * first of them stood.
 *
 * All values of a place are gathered before they are merged: one after another, each setting would
 * look at all before it again.
 *
 * @see Protobuf 6, "Options"
 */
export function mergeOptions(resolved: readonly ResolvedOption[]): readonly OptionNode[] {
  const kept: { readonly option: OptionNode; readonly extension?: ScopedExtension }[] = []
  const values = new Map<string, OptionValue[]>()
  for (const { option, extension } of resolved) {
    if (extension === undefined || extension.field.label === 'repeated') {
      kept.push({ option })
      continue
    }
    const known = values.get(extension.fullName)
    if (known === undefined) {
      values.set(extension.fullName, [option.value])
      kept.push({ option, extension })
    } else known.push(option.value)
  }
  return kept.map(({ option, extension }) => {
    const all = extension && values.get(extension.fullName)
    if (extension === undefined || all === undefined || all.length === 1) return option
    return { ...option, value: mergeValues(option.value, all, messageBehind(extension)) }
  })
}

/** The scope of the message that an extension or field holds, for telling repeated members. */
function messageBehind({ field, scope }: Pick<ScopedExtension, 'field' | 'scope'>) {
  if (field.kind === 'group') return scope.children.get(field.name)
  if (field.type.kind === 'map') return undefined
  const found = lookUpType(scope, field.type.name)
  return found === undefined || found.node.kind === 'enum' ? undefined : found.scope
}

/**
 * Merges messages member by member; anything else is replaced by what comes after it.
 *
 * @param first of the values
 */
function mergeValues(
  first: OptionValue,
  values: readonly OptionValue[],
  message: ScopeNode | undefined,
): OptionValue {
  if (values.length < 2) return first
  const replaced = values.findLastIndex(({ kind }) => kind !== 'message')
  const members = new Map<string, [OptionValue, ...OptionValue[]]>()
  for (const value of values.slice(replaced + 1)) {
    for (const [key, member] of value.kind === 'message' ? value.entries : []) {
      const known = members.get(key)
      if (known === undefined) members.set(key, [member])
      else known.push(member)
    }
  }
  const last = values.at(-1)
  if (last !== undefined && last.kind !== 'message') return last
  const entries = [...members].map(([key, all]) => [key, mergeMembers(key, all, message)] as const)
  return { kind: 'message', entries: new Map(entries) }
}

function mergeMembers(
  key: string,
  values: readonly [OptionValue, ...OptionValue[]],
  message: ScopeNode | undefined,
): OptionValue {
  const [first] = values
  if (values.length === 1) return first
  const node = message?.type?.node
  const field = node === undefined || node.kind === 'enum' ? undefined : fieldsByName(node).get(key)
  if (field?.label === 'repeated') return unite(values)
  const inner =
    field === undefined || message === undefined
      ? undefined
      : messageBehind({ field, scope: message })
  // From the first list on, everything is added to it.
  const list = values.findIndex(({ kind }) => kind === 'list')
  if (list === -1) return mergeValues(first, values, inner)
  const before = list === 0 ? [] : [mergeValues(first, values.slice(0, list), inner)]
  return unite([...before, ...values.slice(list)])
}

const fieldsOf = new WeakMap<MessageBody, ReadonlyMap<string, FieldNode>>()

/** Fields by name; of several with one name the first counts. */
function fieldsByName(message: MessageBody): ReadonlyMap<string, FieldNode> {
  let fields = fieldsOf.get(message)
  if (fields === undefined) {
    fields = new Map(message.fields.toReversed().map((field) => [field.name, field]))
    fieldsOf.set(message, fields)
  }
  return fields
}

function unite(values: readonly OptionValue[]): ListValue {
  const seen = new Map<string, OptionValue>()
  for (const item of values.flatMap(itemsOf)) {
    const key = JSON.stringify(item, (_key, value: unknown) =>
      value instanceof Map ? [...value] : value,
    )
    if (!seen.has(key)) seen.set(key, item)
  }
  return { kind: 'list', items: [...seen.values()] }
}
