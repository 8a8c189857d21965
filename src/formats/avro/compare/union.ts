import { isNamed } from '../ast.ts'
import { branchIndexOf } from './branch-index.ts'
import { Gathering, NONE } from './finding.ts'
import type { AvroType, UnionType } from '../ast.ts'
import type { Findings } from './finding.ts'
import type { Pair, Walk } from './walk.ts'

/** Every branch of the writer is read by some branch of the reader. Avro 5, union / union. */
export function compareUnions(walk: Walk, pair: Pair, writer: UnionType): Findings {
  const gathering = new Gathering()
  for (const [index, branch] of writer.branches.entries()) {
    const writerAt = writer.branchesAt[index] ?? pair.writerAt
    const inside = walk.visitAfresh({ ...pair, writer: branch, writerAt })
    if (inside.length > 0) gathering.add(missingBranch(walk, branch, [index], writerAt))
  }
  return gathering.findings
}

/** Every branch of the writer is read by the reader. Avro 5, "writer is a union". */
export function compareWithWriterUnion(walk: Walk, pair: Pair, writer: UnionType): Findings {
  const gathering = new Gathering()
  for (const [index, branch] of writer.branches.entries()) {
    const writerAt = writer.branchesAt[index] ?? pair.writerAt
    gathering.add(walk.visitUnder({ ...pair, writer: branch, writerAt }, index))
  }
  return gathering.findings
}

/** Some branch of the reader reads the writer. Avro 5, "reader is a union". */
export function compareWithReaderUnion(walk: Walk, pair: Pair, reader: UnionType): Findings {
  const { writer, writerAt } = pair
  for (const index of candidates(walk, reader, writer)) {
    const branch = reader.branches[index]
    if (branch === undefined) continue
    const readerAt = reader.branchesAt[index] ?? pair.readerAt
    if (walk.visitAfresh({ ...pair, reader: branch, readerAt }).length === 0) return NONE
  }
  return missingBranch(walk, writer, [], writerAt)
}

/** No branch of the reader's union reads the writer. */
export function missingBranch(
  walk: Walk,
  writer: AvroType,
  tokens: readonly number[],
  writerAt: number,
): Findings {
  const kind = writer.kind.toUpperCase()
  const name = isNamed(writer) ? writer.name.full : writer.kind
  return walk.found('MISSING_UNION_BRANCH', `reader union lacking writer type: ${kind}`, tokens, {
    writerAt,
    hint: `Add a branch that reads ${name} to the reader's union`,
  })
}

/**
 * The branches that may read the writer, by index.
 *
 * In a large union a named branch of another name is left out: its name alone makes it fail. What
 * the reference remembers of pairs inside such a branch is thus not remembered here.
 */
function candidates(walk: Walk, reader: UnionType, writer: AvroType): Iterable<number> {
  if (reader.branches.length < walk.limits.lookUpFrom || !isNamed(writer))
    return reader.branches.keys()
  const index = branchIndexOf(reader)
  const named = new Set([...index.bySimpleName(writer.name), ...index.byAlias(writer.name)])
  return [...named, ...index.unnamed].sort((a, b) => a - b)
}
