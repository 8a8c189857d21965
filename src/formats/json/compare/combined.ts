import type { CombinedNode, SchemaNode } from '../ast.ts'
import { findMatching } from './matching.ts'
import type { Findings, Outcome } from './outcome.ts'
import type { Comparison, Walk } from './walk.ts'

/**
 * Compares two combinations: criteria first, then as many branches as can be paired.
 *
 * @see Json-schema 6, Combined
 */
export function* compareCombined(
  reader: CombinedNode,
  writer: CombinedNode,
  findings: Findings,
  walk: Walk,
): Comparison {
  if (reader.criterion !== writer.criterion) {
    if (!mayReplace(reader, writer)) {
      findings.add('COMBINED_TYPE_CHANGED', undefined, [reader.criterion])
      return
    }
    findings.add('COMBINED_TYPE_EXTENDED', undefined, [reader.criterion])
  }
  const ours = distinct(reader.members, walk)
  const theirs = distinct(writer.members, walk)
  if (theirs.length < ours.length) {
    const kind = reader.criterion === 'allOf' ? 'PRODUCT_TYPE_EXTENDED' : 'SUM_TYPE_EXTENDED'
    findings.add(kind, undefined, [reader.criterion])
  } else if (theirs.length > ours.length) {
    const kind = writer.criterion === 'allOf' ? 'PRODUCT_TYPE_NARROWED' : 'SUM_TYPE_NARROWED'
    findings.add(kind, undefined, [writer.criterion])
  }

  const outcomes: Outcome[][] = []
  for (const [index, theirMember] of theirs.entries()) {
    const row: Outcome[] = (outcomes[index] = [])
    for (const ourMember of ours) {
      row.push(yield { reader: ourMember, writer: theirMember, isTrial: true })
    }
  }
  const edges = outcomes.map((row) => row.flatMap(({ compatible }, k) => (compatible ? [k] : [])))
  const matching = findMatching(edges, (steps) => walk.spend(steps))
  let paired = 0
  for (const [index, match] of matching.entries()) {
    const outcome = match === undefined ? undefined : outcomes[index]?.[match]
    if (match === undefined || outcome === undefined) continue
    paired++
    findings.include(`${writer.criterion}/${index}`, outcome, ours[match], theirs[index])
  }
  if (paired < Math.min(ours.length, theirs.length)) {
    findings.add('COMBINED_TYPE_SUBSCHEMAS_CHANGED', undefined, [reader.criterion])
  }
}

function mayReplace(reader: CombinedNode, writer: CombinedNode): boolean {
  const readsOne = reader.members.length === 1
  const wroteOne = writer.members.length === 1
  return (
    reader.criterion === 'anyOf' ||
    (readsOne && wroteOne) ||
    (wroteOne && reader.criterion === 'oneOf') ||
    (readsOne && writer.criterion === 'allOf')
  )
}

function distinct(members: readonly SchemaNode[], walk: Walk): SchemaNode[] {
  const seen = new Set<number>()
  return members.filter((member) => {
    const form = walk.printedForm(member)
    if (seen.has(form)) return false
    seen.add(form)
    return true
  })
}
