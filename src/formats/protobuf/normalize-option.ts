import type { MessageValue, OptionNode, OptionValue } from './ast.ts'
import { mergeOptions } from './merge-options.ts'
import type { ResolvedOption } from './merge-options.ts'
import { nestUnder } from './parse-option.ts'
import { plainDecimal } from './plain-decimal.ts'
import { lookUpExtension } from './scope.ts'
import type { ScopeNode } from './scope.ts'

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

function resolveOption(option: OptionNode, scope: ScopeNode): ResolvedOption {
  const extension = option.isExtension ? lookUpExtension(scope, option.name) : undefined
  if (extension === undefined) return { option, extension }
  const value = nestUnder(option.subNames, option.value)
  return { option: { ...option, name: extension.fullName, subNames: [], value }, extension }
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
