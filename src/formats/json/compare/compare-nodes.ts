import type { CombinedNode, SchemaNode } from '../ast.ts'
import { compareArrays } from './array.ts'
import { compareCombined } from './combined.ts'
import { compareEnums } from './enum.ts'
import { compareNumbers } from './number.ts'
import { compareObjects } from './object.ts'
import { isEmpty } from './openness.ts'
import type { Findings } from './outcome.ts'
import { compareStrings } from './string.ts'
import type { Comparison, Pair, Walk } from './walk.ts'

/**
 * Compares two nodes of whatever kinds.
 *
 * @see Json-schema 6, `types`
 */
export function* compareNodes(findings: Findings, walk: Walk): Comparison {
  const { reader, writer } = findings
  if (reader.kind === 'combined' && writer.kind !== 'combined') {
    if (yield* becameChoice(reader, writer, findings)) return
  } else if (writer.kind === 'combined' && reader.kind !== 'combined') {
    if (yield* leftProduct(reader, writer, findings)) return
  }
  if (reader.kind !== writer.kind) {
    if (!isHarmlessChange(reader, writer)) findings.add('TYPE_CHANGED', undefined, ['type'])
    return
  }
  compareAnnotations(findings)
  if (reader.kind === 'object' && writer.kind === 'object') {
    yield* compareObjects(reader, writer, findings, walk)
  } else if (reader.kind === 'array' && writer.kind === 'array') {
    yield* compareArrays(reader, writer, findings, walk)
  } else if (reader.kind === 'combined' && writer.kind === 'combined') {
    yield* compareCombined(reader, writer, findings, walk)
  } else if (reader.kind === 'not' && writer.kind === 'not') {
    // What is forbidden must not grow: the sides change places.
    const swapped = { reader: writer.negated, writer: reader.negated }
    const outcome = yield { ...swapped, isTrial: true }
    findings.add(outcome.compatible ? 'NOT_TYPE_NARROWED' : 'NOT_TYPE_EXTENDED', 'not', ['not'])
  } else if (reader.kind === 'string' && writer.kind === 'string') {
    compareStrings(reader, writer, findings)
  } else if (reader.kind === 'number' && writer.kind === 'number') {
    compareNumbers(reader, writer, findings)
  } else if (reader.kind === 'enum' && writer.kind === 'enum') {
    compareEnums(reader, writer, findings, walk)
  } else if (reader.kind === 'const' && writer.kind === 'const') {
    if (reader.value !== writer.value) findings.add('ENUM_ARRAY_CHANGED', 'const', ['const'])
  }
}

/** One schema became a combination: fine when the combination, or a branch, still takes it. */
function* becameChoice(
  reader: CombinedNode,
  writer: SchemaNode,
  findings: Findings,
): Comparison<boolean> {
  if (yield* absorbOnly(reader.members, (member) => ({ reader: member, writer }), findings)) {
    return true
  }
  if (reader.criterion === 'allOf') return false
  for (const member of reader.members) {
    const outcome = yield { reader: member, writer, isTrial: true }
    if (!outcome.compatible) continue
    findings.absorb(outcome)
    findings.add('SUM_TYPE_EXTENDED', undefined, [reader.criterion])
    return true
  }
  return false
}

/** A combination became one schema: fine when it takes what a branch of an allOf demanded. */
function* leftProduct(
  reader: SchemaNode,
  writer: CombinedNode,
  findings: Findings,
): Comparison<boolean> {
  if (yield* absorbOnly(writer.members, (member) => ({ reader, writer: member }), findings)) {
    return true
  }
  if (writer.criterion !== 'allOf') return false
  for (const member of writer.members) {
    const outcome = yield { reader, writer: member, isTrial: true }
    if (!outcome.compatible) continue
    findings.absorb(outcome)
    findings.add('PRODUCT_TYPE_NARROWED', undefined, [writer.criterion])
    return true
  }
  return false
}

function* absorbOnly(
  members: readonly SchemaNode[],
  pairWith: (member: SchemaNode) => Pair,
  findings: Findings,
): Comparison<boolean> {
  const [only] = members
  if (only === undefined || members.length > 1) return false
  const outcome = yield { ...pairWith(only), isTrial: true }
  if (outcome.compatible) findings.absorb(outcome)
  return outcome.compatible
}

function isHarmlessChange(reader: SchemaNode, writer: SchemaNode): boolean {
  return (
    writer.kind === 'false' || isEmpty(reader) || (isConnectBytes(reader) && isConnectBytes(writer))
  )
}

function isConnectBytes(node: SchemaNode): boolean {
  const type = node.about.extras.get('connect.type')
  return type?.kind === 'string' && type.value === 'bytes'
}

function compareAnnotations(findings: Findings): void {
  const reader = findings.reader.about
  const writer = findings.writer.about
  if (reader.id !== writer.id) findings.add('ID_CHANGED', undefined, ['$id'])
  if (reader.title !== writer.title) findings.add('TITLE_CHANGED', undefined, ['title'])
  if (reader.description !== writer.description) {
    findings.add('DESCRIPTION_CHANGED', undefined, ['description'])
  }
  if (reader.defaultText !== writer.defaultText) {
    findings.add('DEFAULT_CHANGED', undefined, ['default'])
  }
}
