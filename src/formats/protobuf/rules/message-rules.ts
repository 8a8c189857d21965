import { boundsOf } from '../ast.ts'
import type { GroupNode, MessageNode, ReservedNode, TagRange } from '../ast.ts'
import { featureOf } from '../features.ts'
import { cardinalityOf, fieldFactsOf, optionText } from '../field-facts.ts'
import type { FieldFacts } from '../field-facts.ts'
import { elementPath } from './element.ts'
import type { Element, Elements, LintFinding, Versions } from './element.ts'
import { checkField } from './field-rules.ts'
import type { LintRule } from './rule-table.ts'

type MessageElement = Element<MessageNode | GroupNode>

/** Holds every message that both versions have, and the fields in it, against each other. */
export function checkMessages({ current, previous }: Versions<Elements>): readonly LintFinding[] {
  const files = { current: current.parsed.file, previous: previous.parsed.file }
  return [...previous.messages].flatMap(([name, before]) => {
    const now = current.messages.get(name)
    if (now === undefined) return []
    const pair = { current: now, previous: before }
    const fields = {
      current: fieldFactsOf(now.node, now.scope, files.current),
      previous: fieldFactsOf(before.node, before.scope, files.previous),
    }
    return [
      ...checkStatements(pair),
      ...checkRequired(pair, fields),
      ...checkJsonFormat(pair, fields),
      ...checkFieldDeletions(pair, fields),
      ...[...fields.previous].flatMap(([tag, facts]) => {
        const other = fields.current.get(tag)
        if (other === undefined) return []
        return checkField(elementPath(now, tag), { current: other, previous: facts })
      }),
    ]
  })
}

type FieldVersions = Versions<ReadonlyMap<number, FieldFacts>>

function found(
  rule: LintRule,
  { current, previous }: Versions<MessageElement>,
  info: string,
  inside?: string,
): LintFinding {
  const path = elementPath(current, inside)
  return { rule, path, info, current: current.node, previous: previous.node }
}

/** Oneofs, reservations, extension ranges and options. */
function checkStatements(pair: Versions<MessageElement>): readonly LintFinding[] {
  const now = pair.current.node
  const before = pair.previous.node
  const isOn = (node: MessageNode | GroupNode, option: string): boolean =>
    optionText(node.options, option) === 'true'
  const oneofs = before.oneofs
    .filter(({ name }) => !now.oneofs.some((oneof) => oneof.name === name))
    .map((oneof) => ({
      ...found('ONEOF_NO_DELETE', pair, '', oneof.name),
      current: undefined,
      previous: oneof,
    }))
  const reserved = lostReservations(now.reserved, before.reserved)
  const ranges = lostRanges(
    now.extensions.flatMap((one) => one.ranges),
    before.extensions.flatMap((one) => one.ranges),
  )
  return [
    ...oneofs,
    ...(reserved === '' ? [] : [found('RESERVED_MESSAGE_NO_DELETE', pair, reserved)]),
    ...(ranges === '' ? [] : [found('EXTENSION_MESSAGE_NO_DELETE', pair, ranges)]),
    ...(isOn(now, 'no_standard_descriptor_accessor') &&
    !isOn(before, 'no_standard_descriptor_accessor')
      ? [found('MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR', pair, '')]
      : []),
    ...(isOn(now, 'message_set_wire_format') === isOn(before, 'message_set_wire_format')
      ? []
      : [found('MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT', pair, '')]),
  ]
}

/** What is not reserved any more, in words; `''` when all still is. */
export function lostReservations(
  current: readonly ReservedNode[],
  previous: readonly ReservedNode[],
): string {
  const itemsOf = (statements: readonly ReservedNode[]) => statements.flatMap(({ items }) => items)
  const rangesOf = (statements: readonly ReservedNode[]) =>
    itemsOf(statements).filter((item) => typeof item !== 'string')
  const kept = new Set(itemsOf(current))
  const names = itemsOf(previous)
    .filter((item) => typeof item === 'string')
    .filter((name) => !kept.has(name))
  const ranges = lostRanges(rangesOf(current), rangesOf(previous))
  return [...(ranges === '' ? [] : [ranges]), ...names.map((name) => `"${name}"`)].join(', ')
}

/** The ranges that are not wholly covered any more. */
function lostRanges(current: readonly TagRange[], previous: readonly TagRange[]): string {
  const covers = current.map(boundsOf).toSorted((a, b) => a.from - b.from)
  return previous
    .map(boundsOf)
    .filter(({ from, to }) => {
      let next = from
      for (const cover of covers) {
        if (cover.from <= next && cover.to >= next) next = cover.to + 1
      }
      return next <= to
    })
    .map(({ from, to }) => (from === to ? String(from) : `${from} to ${to}`))
    .join(', ')
}

function checkRequired(
  pair: Versions<MessageElement>,
  { current, previous }: FieldVersions,
): readonly LintFinding[] {
  const required = (fields: ReadonlyMap<number, FieldFacts>): ReadonlySet<number> =>
    new Set(
      [...fields].filter(([, facts]) => cardinalityOf(facts) === 'required').map(([tag]) => tag),
    )
  const now = required(current)
  const before = required(previous)
  const changed = [...now, ...before].filter((tag) => now.has(tag) !== before.has(tag))
  return changed.length === 0
    ? []
    : [found('MESSAGE_SAME_REQUIRED_FIELDS', pair, changed.join(', '))]
}

function checkJsonFormat(
  pair: Versions<MessageElement>,
  { current, previous }: FieldVersions,
): readonly LintFinding[] {
  const format = (element: MessageElement, fields: ReadonlyMap<number, FieldFacts>) => {
    const [facts] = fields.values()
    return facts && featureOf('json_format', element.node.options, element.scope.parent, facts.file)
  }
  const before = format(pair.previous, previous)
  const now = format(pair.current, current)
  return before === 'ALLOW' && now !== undefined && now !== 'ALLOW'
    ? [found('MESSAGE_SAME_JSON_FORMAT', pair, '')]
    : []
}

function checkFieldDeletions(
  pair: Versions<MessageElement>,
  { current, previous }: FieldVersions,
): readonly LintFinding[] {
  const { reserved } = pair.current.node
  return [...previous].flatMap(([tag, { node }]) => {
    if (current.has(tag)) return []
    return deletionRules(reserved, tag, [node.name]).map((what) => ({
      rule: `FIELD_${what}` as const,
      path: elementPath(pair.current, tag),
      info: '',
      current: undefined,
      previous: node,
    }))
  })
}

/** Which rules the deletion of a number breaks, given what is reserved now. */
export function deletionRules(
  reserved: readonly ReservedNode[],
  number: number,
  names: readonly string[],
) {
  const items = reserved.flatMap((statement) => statement.items)
  const hasNames = names.every((name) => items.includes(name))
  const hasNumber = items.some((item) => {
    if (typeof item === 'string') return false
    const { from, to } = boundsOf(item)
    return number >= from && number <= to
  })
  return [
    'NO_DELETE' as const,
    ...(hasNames ? [] : ['NO_DELETE_UNLESS_NAME_RESERVED' as const]),
    ...(hasNumber ? [] : ['NO_DELETE_UNLESS_NUMBER_RESERVED' as const]),
  ]
}
