import type { ListValue, MessageValue, OptionNode, OptionValue } from './ast.ts'
import { itemsOf, nestUnder } from './parse-option.ts'
import { plainDecimal } from './plain-decimal.ts'
import { lookUpExtension, lookUpType } from './scope.ts'
import type { ScopeNode, ScopedExtension } from './scope.ts'

/** Orders texts by their UTF-16 code units, as Java does. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Rewrites the options of one declaration: extensions by full name, one option each, all sorted.
 *
 * @param scope where the options stand, for looking up their names
 * @see Protobuf 6, "Options"
 */
export function normalizeOptions(
  options: readonly OptionNode[],
  scope: ScopeNode,
): readonly OptionNode[] {
  if (options.length === 0) return options
  const resolved = options.map((option) => resolveOption(option, scope))
  return mergeOptions(resolved)
    .map((option) => ({ ...option, value: normalValue(option.value, true) }))
    .toSorted((a, b) => compareText(a.name, b.name))
}

/** An option and, when its name resolved, the extension behind it. */
interface ResolvedOption {
  readonly option: OptionNode
  readonly extension: ScopedExtension | undefined
}

function resolveOption(option: OptionNode, scope: ScopeNode): ResolvedOption {
  const extension = option.isExtension ? lookUpExtension(scope, option.name) : undefined
  if (extension === undefined) return { option, extension }
  const value = nestUnder(option.subNames, option.value)
  return { option: { ...option, name: extension.fullName, subNames: [], value }, extension }
}

function mergeOptions(resolved: readonly ResolvedOption[]): readonly OptionNode[] {
  const merged: OptionNode[] = []
  const places = new Map<string, number>()
  for (const { option, extension } of resolved) {
    const place = extension === undefined ? undefined : places.get(extension.fullName)
    const known = place === undefined ? undefined : merged[place]
    if (extension === undefined || extension.field.label === 'repeated') merged.push(option)
    else if (place === undefined || known === undefined) {
      places.set(extension.fullName, merged.length)
      merged.push(option)
    } else {
      const value = mergeValues(known.value, option.value, messageBehind(extension))
      merged[place] = { ...known, value }
    }
  }
  return merged
}

/** The scope of the message that an extension or field holds, for telling repeated members. */
function messageBehind({ field, scope }: Pick<ScopedExtension, 'field' | 'scope'>) {
  if (field.kind === 'group') return scope.children.get(field.name)
  if (field.type.kind === 'map') return undefined
  const found = lookUpType(scope, field.type.name)
  return found === undefined || found.node.kind === 'enum' ? undefined : found.scope
}

function mergeValues(
  first: OptionValue,
  second: OptionValue,
  message: ScopeNode | undefined,
): OptionValue {
  if (first.kind !== 'message' || second.kind !== 'message') return second
  const entries = new Map(first.entries)
  for (const [key, value] of second.entries) {
    const known = entries.get(key)
    entries.set(key, known === undefined ? value : mergeMembers(key, known, value, message))
  }
  return { kind: 'message', entries }
}

function mergeMembers(
  key: string,
  first: OptionValue,
  second: OptionValue,
  message: ScopeNode | undefined,
): OptionValue {
  const node = message?.type?.node
  const field =
    node === undefined || node.kind === 'enum'
      ? undefined
      : node.fields.find((candidate) => candidate.name === key)
  if (field?.label === 'repeated' || first.kind === 'list' || second.kind === 'list') {
    return unite(first, second)
  }
  const inner =
    field === undefined || message === undefined
      ? undefined
      : messageBehind({ field, scope: message })
  return mergeValues(first, second, inner)
}

function unite(first: OptionValue, second: OptionValue): ListValue {
  const seen = new Map<string, OptionValue>()
  for (const item of [...itemsOf(first), ...itemsOf(second)]) {
    const key = JSON.stringify(item, (_key, value: unknown) =>
      value instanceof Map ? [...value] : value,
    )
    if (!seen.has(key)) seen.set(key, item)
  }
  return { kind: 'list', items: [...seen.values()] }
}

function normalValue(value: OptionValue, isOutermost: boolean): OptionValue {
  switch (value.kind) {
    case 'number':
      return { kind: 'number', text: plainDecimal(value.text) ?? value.text }
    case 'list': {
      const items = value.items.map((item) => normalValue(item, false))
      const [only] = items
      return !isOutermost && only !== undefined && items.length === 1
        ? only
        : { kind: 'list', items }
    }
    case 'message':
      return normalMessageValue(value)
    case 'string':
    case 'boolean':
    case 'word':
      return value
  }
}

function normalMessageValue(value: MessageValue): MessageValue {
  const entries = [...value.entries]
    .filter(([, entry]) => entry.kind !== 'list' || entry.items.length > 0)
    .map(([key, entry]) => [key, normalValue(entry, false)] as const)
  return { kind: 'message', entries: new Map(entries.toSorted(([a], [b]) => compareText(a, b))) }
}
