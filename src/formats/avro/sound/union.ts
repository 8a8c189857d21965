import { isNamed, nameOrKind } from '../ast.ts'
import { branchIndexOf } from '../compare/branch-index.ts'
import { Gathering, NONE } from '../compare/finding.ts'
import { canPromote } from '../compare/promotion.ts'
import { missingBranch } from '../compare/union.ts'
import type { AvroType, UnionType } from '../ast.ts'
import type { Findings } from '../compare/finding.ts'
import type { Pair, Walk } from '../compare/walk.ts'

/**
 * Compares the writer, which is no union, with the one branch that decoding commits to: the branch
 * of its kind, or of its full name; a record without such a branch may end in any branch of its
 * simple name; else the first branch that promotes it.
 *
 * @see Avro 6, item 2
 */
export function readByUnion(walk: Walk, pair: Pair, reader: UnionType): Findings {
  const { writer } = pair
  const visit = (index: number): Findings => {
    const branch = reader.branches[index]
    if (branch === undefined) return NONE
    const readerAt = reader.branchesAt[index] ?? pair.readerAt
    return walk.visitUnder({ ...pair, reader: branch, readerAt })
  }
  const committed = committedBranch(reader, writer)
  if (committed !== undefined) {
    const findings = visit(committed)
    if (findings.length === 0 || !isNamed(writer)) return findings
    const first = committedFinding(walk, reader, committed, pair)
    return new Gathering().add(first).add(findings).findings
  }
  if (writer.kind === 'record') {
    const indexes = branchIndexOf(reader)
      .bySimpleName(writer.name)
      .filter((index) => reader.branches[index]?.kind === 'record')
    const [only] = indexes
    if (only !== undefined && indexes.length === 1) return visit(only)
    if (only !== undefined) {
      if (indexes.every((index) => visit(index).length === 0)) return NONE
      return walk.found('UNION_BRANCH_AMBIGUOUS', writer.name.full, [], {
        writerAt: pair.writerAt,
        hint: `Give one branch the alias "${writer.name.full}"`,
      })
    }
  }
  const promoted = reader.branches.findIndex((branch) => canPromote(branch.kind, writer.kind))
  return promoted >= 0 ? visit(promoted) : missingBranch(walk, writer, [], pair.writerAt)
}

/** The first branch that decoding takes whatever is inside: of the full name, or of the kind. */
function committedBranch(reader: UnionType, writer: AvroType): number | undefined {
  const index = branchIndexOf(reader)
  if (!isNamed(writer)) {
    return index.unnamed.find((branch) => reader.branches[branch]?.kind === writer.kind)
  }
  return [...index.byFullName(writer.name), ...index.byAlias(writer.name)]
    .sort((a, b) => a - b)
    .find((branch) => reader.branches[branch]?.kind === writer.kind)
}

function committedFinding(walk: Walk, reader: UnionType, index: number, pair: Pair): Findings {
  const branch = reader.branches[index]
  const isAlone = reader.branches.every((other) => other === branch || other.kind !== branch?.kind)
  if (isAlone || branch === undefined) return NONE
  return walk.found('UNION_BRANCH_COMMITTED', `branch: ${nameOrKind(branch)}`, [], {
    readerAt: reader.branchesAt[index] ?? pair.readerAt,
    writerAt: pair.writerAt,
  })
}
