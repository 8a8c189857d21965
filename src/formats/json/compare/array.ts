import type { ArrayNode, SchemaNode } from '../ast.ts'
import { compareLimit } from './limits.ts'
import { compareAdditional, compareUnevaluated, isEmpty, isOpen, restOf } from './openness.ts'
import type { Findings } from './outcome.ts'
import { STEPS_PER_NAME } from './walk.ts'
import type { Comparison, Walk } from './walk.ts'

/**
 * Compares two lists' demands.
 *
 * @see Json-schema 6, Array
 */
export function* compareArrays(
  reader: ArrayNode,
  writer: ArrayNode,
  findings: Findings,
  walk: Walk,
): Comparison {
  yield* compareElements(reader.element, writer.element, findings)
  for (let index = 0; index < Math.max(reader.tuple.length, writer.tuple.length); index++) {
    if (findings.isSettled) return
    walk.spend(STEPS_PER_NAME)
    const segment = `items/${index}`
    const ours = reader.tuple[index]
    const theirs = writer.tuple[index]
    if (ours !== undefined && theirs !== undefined) {
      findings.include(segment, yield { reader: ours, writer: theirs }, ours, theirs)
    } else if (theirs !== undefined) yield* compareRemoved(reader, theirs, segment, findings)
    else if (ours !== undefined) yield* compareAdded(ours, writer, segment, findings)
  }
  yield* compareAdditional(reader, writer, 'ITEMS', 'additionalItems', findings)
  const { unevaluated } = reader
  yield* compareUnevaluated(unevaluated, writer.unevaluated, 'ITEMS', 'unevaluatedItems', findings)
  compareLimit('MAX_ITEMS', 'maxItems', reader.maxItems, writer.maxItems, findings)
  compareLimit('MIN_ITEMS', 'minItems', reader.minItems, writer.minItems, findings)
  if (reader.uniqueItems !== writer.uniqueItems) {
    const kind = reader.uniqueItems ? 'UNIQUE_ITEMS_ADDED' : 'UNIQUE_ITEMS_REMOVED'
    findings.add(kind, 'uniqueItems', ['uniqueItems'])
  }
  compareLimit('MAX_CONTAINS', 'maxContains', reader.maxContains, writer.maxContains, findings)
  compareLimit('MIN_CONTAINS', 'minContains', reader.minContains, writer.minContains, findings)
}

function* compareElements(
  reader: SchemaNode | undefined,
  writer: SchemaNode | undefined,
  findings: Findings,
): Comparison {
  if (reader !== undefined && writer !== undefined) {
    findings.include('items', yield { reader, writer }, reader, writer)
  } else if (reader !== undefined) findings.add('SCHEMA_ADDED', 'items', ['items'])
  else if (writer !== undefined) findings.add('SCHEMA_REMOVED', 'items', ['items'])
}

function* compareRemoved(
  reader: ArrayNode,
  item: SchemaNode,
  segment: string,
  findings: Findings,
): Comparison {
  const path = segment.split('/')
  if (isOpen(reader)) {
    findings.add('ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL', segment, path)
    return
  }
  const rest = restOf(reader)
  if (rest === undefined) {
    const kind =
      item.kind === 'false'
        ? 'ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL'
        : 'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL'
    findings.add(kind, segment, path)
    return
  }
  const outcome = yield { reader: rest, writer: item }
  findings.include(segment, outcome, rest, item)
  const kind = outcome.compatible
    ? 'ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'
    : 'ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'
  findings.add(kind, segment, path)
}

function* compareAdded(
  item: SchemaNode,
  writer: ArrayNode,
  segment: string,
  findings: Findings,
): Comparison {
  const path = segment.split('/')
  if (isOpen(writer)) {
    const kind = isEmpty(item)
      ? 'ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL'
      : 'ITEM_ADDED_TO_OPEN_CONTENT_MODEL'
    findings.add(kind, segment, path)
    return
  }
  const rest = restOf(writer)
  if (rest === undefined) {
    findings.add('ITEM_ADDED_TO_CLOSED_CONTENT_MODEL', segment, path)
    return
  }
  const outcome = yield { reader: item, writer: rest }
  findings.include(segment, outcome, item, rest)
  const kind = outcome.compatible
    ? 'ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'
    : 'ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'
  findings.add(kind, segment, path)
}
