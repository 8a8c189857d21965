import type { Difference } from '../../formats/difference.ts'
import type { JsonNode } from '../../formats/json-reader.ts'
import { sameJson } from './avro-type-rules.ts'
import type { JsonRule } from './json-rules.ts'
import type { BrokenRule } from './linter.ts'

/** Which kinds of difference break a rule, as one pattern; and what the rule says then. */
interface DifferenceRule {
  readonly kinds: RegExp
  readonly text: string
}

/** The rules that the comparison has differences for. @see Breaking-rules 3 */
const rules: Readonly<Partial<Record<JsonRule, DifferenceRule>>> = {
  PROPERTY_NO_DELETE: { kinds: /^PROPERTY_.*REMOVED/, text: 'a declared property was removed' },
  PROPERTY_SAME_TYPE: {
    kinds: /^TYPE_(?:CHANGED|EXTENDED|NARROWED)$/,
    text: 'the types that are allowed changed',
  },
  PROPERTY_TYPE_NARROWED: {
    kinds: /^TYPE_(?:CHANGED|NARROWED)$/,
    text: 'a type that was allowed is not allowed any more',
  },
  PROPERTY_ADDED_TO_OPEN_OBJECT: {
    kinds: /^(?:REQUIRED|OPTIONAL)_PROPERTY_.*ADDED_TO_OPEN_CONTENT_MODEL$/,
    text: 'a name that old data may carry is constrained now',
  },
  OBJECT_CLOSED: {
    kinds: /^(?:ADDITIONAL|UNEVALUATED)_PROPERTIES_(?:REMOVED|NARROWED)$/,
    text: 'fewer further properties are allowed',
  },
  LIMIT_TIGHTENED: {
    kinds:
      /^(?:(?:MAX\w*|EXCLUSIVE_MAXIMUM)_(?:ADDED|DECREASED)|(?:MIN\w*|EXCLUSIVE_MINIMUM)_(?:ADDED|INCREASED)|MULTIPLE_OF_(?:ADDED|EXPANDED|CHANGED)|PATTERN_(?:ADDED|CHANGED)|UNIQUE_ITEMS_ADDED)$/,
    text: 'a limit became stricter',
  },
  ENUM_VALUE_NO_DELETE: {
    kinds: /^ENUM_ARRAY_(?:NARROWED|CHANGED)$/,
    text: 'a value that was allowed is not allowed any more',
  },
  ITEMS_CHANGED: {
    kinds:
      /^(?:(?:ADDITIONAL|UNEVALUATED)_ITEMS_(?:REMOVED|NARROWED)|ITEM_ADDED_(?:TO_OPEN|NOT_COVERED)\w*|ITEM_REMOVED_(?:FROM_CLOSED|NOT_COVERED)\w*)$/,
    text: 'fewer elements are allowed',
  },
  DEFAULT_SAME: { kinds: /^DEFAULT_CHANGED$/, text: 'a default changed' },
  ID_SAME: { kinds: /^ID_CHANGED$/, text: 'the $id changed' },
  TITLE_SAME: { kinds: /^TITLE_CHANGED$/, text: 'a title changed' },
}

/** The rules that differences break. */
export function brokenByDifferences(
  differences: readonly Difference[],
  current: JsonNode,
  previous: JsonNode,
): readonly BrokenRule[] {
  const counted = differences.filter(
    (one) => !isOfConst(one) && !keepsType(one, current, previous) && !asksNothing(one, current),
  )
  return Object.entries(rules).flatMap(([rule, { kinds, text }]) =>
    counted
      .filter(({ kind }) => kinds.test(kind))
      .map(({ path, reader, writer }): BrokenRule => ({
        rule,
        path,
        message: `${path}: ${text}`,
        current: reader,
        previous: writer,
      })),
  )
}

/** The comparison takes a const for an enum of one; here it has a rule of its own. */
function isOfConst({ path }: Difference): boolean {
  return path.endsWith('/const')
}

/** Nothing is shorter than nothing: a least count of 0 is no limit. */
function asksNothing({ kind, reader }: Difference, current: JsonNode): boolean {
  if (!/^MIN_(?:LENGTH|ITEMS|PROPERTIES)_ADDED$/.test(kind) || reader === undefined) return false
  const limit = nodeAt(current, reader.pointer)
  return limit?.kind === 'number' && Number(limit.literal) === 0
}

/** For the comparison a condition makes a schema another kind of schema, whatever its `type`. */
function keepsType(
  { kind, reader, writer }: Difference,
  current: JsonNode,
  previous: JsonNode,
): boolean {
  if (kind !== 'TYPE_CHANGED' || reader === undefined || writer === undefined) return false
  const now = typeAt(current, reader.pointer)
  return now !== undefined && sameJson(now, typeAt(previous, writer.pointer))
}

function typeAt(root: JsonNode, pointer: string): JsonNode | undefined {
  const here = nodeAt(root, pointer.replace(/\/type$/, ''))
  return here?.kind === 'object' ? here.members.get('type') : undefined
}

function nodeAt(root: JsonNode, pointer: string): JsonNode | undefined {
  let here: JsonNode | undefined = root
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (here?.kind === 'object') here = here.members.get(name)
    else if (here?.kind === 'array') here = here.items[Number(name)]
    else return undefined
  }
  return here
}
