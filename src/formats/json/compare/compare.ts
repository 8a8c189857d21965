import type { Place } from '../../../model/place.ts'
import type { CompareOptions } from '../../format.ts'
import type { Difference, Effect } from '../../difference.ts'
import type { SchemaNode } from '../ast.ts'
import { differenceKinds } from '../differences.ts'
import type { ReferenceKind } from '../differences.ts'
import { loadSchema } from '../load/load.ts'
import type { JsonSchema } from '../parse.ts'
import { writtenKeyword } from '../written-keyword.ts'
import { createPlaceFinder } from '../places.ts'
import type { PlaceFinder } from '../places.ts'
import { compareNodes } from './compare-nodes.ts'
import type { Finding, Judge, Outcome } from './outcome.ts'
import { createPrinter } from './printed-form.ts'
import { walkPair } from './walk.ts'

// Differences are listed path by path, and shared definitions multiply paths without bound.
const MAX_LISTED = 10_000

/**
 * Every difference between two schemas under the reference's rules, in its order.
 *
 * Where there are more than 10,000 only those that break are listed, up to that number.
 *
 * @throws SchemaFault when one of them does not load, or when the work exceeds its bound
 * @see Json-schema 6
 */
export function compareAsReference(
  reader: JsonSchema,
  writer: JsonSchema,
  policy: CompareOptions['policy'],
): Difference[] {
  const judge: Judge = (kind) => isTolerated(kind, policy)
  const pair = { reader: loadSchema(reader), writer: loadSchema(writer) }
  const outcome = walkPair(pair, compareNodes, judge, createPrinter())
  return listDifferences(outcome, pair, judge, {
    reader: createPlaceFinder(reader.main),
    writer: createPlaceFinder(writer.main),
  })
}

function isTolerated(kind: ReferenceKind, policy: CompareOptions['policy']): boolean {
  const { tolerated } = differenceKinds[kind]
  return tolerated === 'always' || (tolerated === 'lenient' && policy === 'LENIENT')
}

interface Sides<T> {
  readonly reader: T
  readonly writer: T
}

interface Frame {
  readonly findings: readonly Finding[]
  readonly path: string
  /** The innermost nodes on the way here that stand in the schemas' own texts. */
  readonly own: Sides<SchemaNode>
  next: number
}

function listDifferences(
  outcome: Outcome,
  root: Sides<SchemaNode>,
  judge: Judge,
  finders: Sides<PlaceFinder>,
): Difference[] {
  const breakingOnly = outcome.count > MAX_LISTED
  const differences: Difference[] = []
  const stack: Frame[] = [{ findings: outcome.findings, path: '#/', own: root, next: 0 }]
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const finding = frame.findings[frame.next++]
    if (finding === undefined || differences.length >= MAX_LISTED) {
      stack.pop()
      continue
    }
    const path = joinPath(frame.path, finding.segment)
    const own = {
      reader: ownNode(finding.reader, frame.own.reader, finders.reader),
      writer: ownNode(finding.writer, frame.own.writer, finders.writer),
    }
    if (finding.kind === 'inner') {
      if (breakingOnly && finding.outcome.compatible) continue
      stack.push({ findings: finding.outcome.findings, path, own, next: 0 })
      continue
    }
    const effect: Effect = judge(finding.kind) ? 'none' : 'breaks'
    if (breakingOnly && effect === 'none') continue
    const { kind, keyword } = finding
    const place = (finder: PlaceFinder, node: SchemaNode, found: SchemaNode): Place =>
      finder.find(node.about.json, node === found ? writtenKeyword(node.about.json, keyword) : [])
    differences.push({
      kind,
      path,
      effect,
      info: '',
      reader: place(finders.reader, own.reader, finding.reader),
      writer: place(finders.writer, own.writer, finding.writer),
    })
  }
  return differences
}

/** What stands in a referenced text is shown where the schema's own text uses it. */
function ownNode(
  node: SchemaNode | undefined,
  around: SchemaNode,
  finder: PlaceFinder,
): SchemaNode {
  return node?.about.document === finder.document ? node : around
}

function joinPath(path: string, segment: string | undefined): string {
  if (segment === undefined) return path
  return path === '#/' ? path + segment : `${path}/${segment}`
}
