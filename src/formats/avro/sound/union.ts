import { isNamed } from '../ast.ts'
import { joined, NONE } from '../compare/finding.ts'
import { canPromote } from '../compare/promotion.ts'
import { missingBranch } from '../compare/union.ts'
import type { AvroType, NamedType, UnionType } from '../ast.ts'
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
    return walk.visit({
      ...pair,
      reader: branch,
      readerAt: reader.branchesAt[index] ?? pair.readerAt,
    })
  }
  const committed = reader.branches.findIndex((branch) => isCommitted(branch, writer))
  if (committed >= 0) {
    const findings = visit(committed)
    if (findings.length === 0 || !isNamed(writer)) return findings
    return joined(committedFinding(walk, reader, committed, pair), findings)
  }
  if (writer.kind === 'record') {
    const indexes = [...reader.branches.keys()].filter((index) =>
      hasSimpleName(reader.branches[index], writer),
    )
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

function committedFinding(walk: Walk, reader: UnionType, index: number, pair: Pair): Findings {
  const branch = reader.branches[index]
  const others = reader.branches.filter((other) => other !== branch && other.kind === branch?.kind)
  if (branch === undefined || !isNamed(branch) || others.length === 0) return NONE
  return walk.found('UNION_BRANCH_COMMITTED', `branch: ${branch.name.full}`, [], {
    readerAt: reader.branchesAt[index] ?? pair.readerAt,
    writerAt: pair.writerAt,
  })
}

function isCommitted(branch: AvroType, writer: AvroType): boolean {
  if (branch.kind !== writer.kind) return false
  if (!isNamed(branch) || !isNamed(writer)) return true
  return (
    branch.name.full === writer.name.full ||
    branch.aliases.some((alias) => alias.full === writer.name.full)
  )
}

function hasSimpleName(branch: AvroType | undefined, writer: NamedType): boolean {
  return branch?.kind === 'record' && branch.name.simple === writer.name.simple
}
