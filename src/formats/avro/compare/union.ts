import { isNamed } from '../ast.ts'
import { joined, NONE } from './finding.ts'
import { isSameName } from './naming.ts'
import type { AvroType, UnionType } from '../ast.ts'
import type { Findings } from './finding.ts'
import type { Pair, Walk } from './walk.ts'

/** Every branch of the writer is read by some branch of the reader. Avro 5, union / union. */
export function compareUnions(walk: Walk, pair: Pair, writer: UnionType): Findings {
  let findings = NONE
  for (const [index, branch] of writer.branches.entries()) {
    const writerAt = writer.branchesAt[index] ?? pair.writerAt
    const inside = walk.visitAfresh({ ...pair, writer: branch, writerAt })
    if (inside.length > 0)
      findings = joined(findings, missingBranch(walk, branch, [index], writerAt))
  }
  return findings
}

/** Every branch of the writer is read by the reader. Avro 5, "writer is a union". */
export function compareWithWriterUnion(walk: Walk, pair: Pair, writer: UnionType): Findings {
  let findings = NONE
  for (const [index, branch] of writer.branches.entries()) {
    const writerAt = writer.branchesAt[index] ?? pair.writerAt
    findings = joined(findings, walk.visitUnder({ ...pair, writer: branch, writerAt }, index))
  }
  return findings
}

/** Some branch of the reader reads the writer. Avro 5, "reader is a union". */
export function compareWithReaderUnion(walk: Walk, pair: Pair, reader: UnionType): Findings {
  const { writer, writerAt } = pair
  for (const [index, branch] of candidates(reader, writer)) {
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

/** Unions with more branches look named types up instead of trying one after another. */
const INDEXED_FROM = 32

/**
 * The branches that may read the writer, with their indexes.
 *
 * In a large union a named branch of another name is left out: its name alone makes it fail. What
 * the reference remembers of pairs inside such a branch is thus not remembered here.
 */
function* candidates(reader: UnionType, writer: AvroType): Generator<[number, AvroType]> {
  if (reader.branches.length < INDEXED_FROM || !isNamed(writer)) {
    yield* reader.branches.entries()
    return
  }
  const { byName, unnamed } = indexOf(reader)
  const named = new Set([
    ...(byName.get(writer.name.simple) ?? []),
    ...(byName.get(`.${writer.name.full}`) ?? []),
  ])
  for (const index of [...named, ...unnamed].sort((a, b) => a - b)) {
    const branch = reader.branches[index]
    if (branch === undefined || (isNamed(branch) && !isSameName(branch, writer))) continue
    yield [index, branch]
  }
}

/** Indexes of branches by simple name and by `.` + full name of each alias. */
interface BranchIndex {
  readonly byName: ReadonlyMap<string, readonly number[]>
  readonly unnamed: readonly number[]
}

const indexes = new WeakMap<UnionType, BranchIndex>()

function indexOf(union: UnionType): BranchIndex {
  const known = indexes.get(union)
  if (known !== undefined) return known
  const byName = new Map<string, number[]>()
  const unnamed: number[] = []
  const add = (key: string, index: number): void => {
    const list = byName.get(key)
    if (list === undefined) byName.set(key, [index])
    else list.push(index)
  }
  for (const [index, branch] of union.branches.entries()) {
    if (!isNamed(branch)) {
      unnamed.push(index)
      continue
    }
    add(branch.name.simple, index)
    for (const alias of branch.aliases) add(`.${alias.full}`, index)
  }
  const built = { byName, unnamed }
  indexes.set(union, built)
  return built
}
