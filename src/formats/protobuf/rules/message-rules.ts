import { printRange } from '../canonical.ts'
import type { GroupNode, MessageNode, TagRange } from '../ast.ts'
import { featureOf } from '../features.ts'
import { cardinalityOf, fieldFactsOf, optionText } from '../field-facts.ts'
import type { FieldFacts } from '../field-facts.ts'
import { coversRange, lostReservations, mergedRanges, reservationOf } from '../reservation.ts'
import type { Reservation } from '../reservation.ts'
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
  const oneofNames = new Set(now.oneofs.map(({ name }) => name))
  const oneofs = before.oneofs
    .filter(({ name }) => !oneofNames.has(name))
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

/** The ranges that are not wholly covered any more. */
function lostRanges(current: readonly TagRange[], previous: readonly TagRange[]): string {
  const covers = mergedRanges(current)
  return previous
    .filter((range) => !coversRange(covers, range))
    .map(printRange)
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
  const reserved = reservationOf(pair.current.node.reserved)
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
  { names: reserved, ranges }: Reservation,
  number: number,
  names: readonly string[],
) {
  return [
    'NO_DELETE' as const,
    ...(names.every((name) => reserved.has(name))
      ? []
      : ['NO_DELETE_UNLESS_NAME_RESERVED' as const]),
    ...(coversRange(ranges, number) ? [] : ['NO_DELETE_UNLESS_NUMBER_RESERVED' as const]),
  ]
}
