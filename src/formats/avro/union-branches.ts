import { nameOrKind } from './ast.ts'
import { printType } from './canonical.ts'
import type { AvroType, UnionType } from './ast.ts'
import type { Scope } from './scope.ts'

/** Up to so many branches, looking at all before is faster than a set of their names. */
const FEW_BRANCHES = 8

/**
 * Checks that a union holds no union and nothing twice; what is not defined yet is checked later.
 *
 * @param branches the union's own list, whose placeholders are replaced
 * @throws SchemaFault with the texts of Avro 1.3
 */
export function checkBranches(scope: Scope, union: UnionType, branches: AvroType[]): void {
  const names = branches.length > FEW_BRANCHES ? new Set<string>() : undefined
  for (let index = 0; index < branches.length; index++) {
    const branch = branches[index]
    if (branch === undefined) continue
    const at = union.branchesAt[index] ?? union.at
    if (branch.kind === 'union') scope.fail(`Nested union: ${printType(union)}`, at)
    const name = nameOrKind(branch)
    if (scope.isPlaceholder(branch)) {
      bindLater(scope, branches, index, at, name)
      continue
    }
    const isTwice = names === undefined ? isBefore(scope, branches, index, name) : names.has(name)
    if (isTwice) scope.fail(`Duplicate in union:${name}`, at)
    names?.add(name)
  }
}

function isBefore(
  scope: Scope,
  branches: readonly AvroType[],
  index: number,
  name: string,
): boolean {
  for (let before = 0; before < index; before++) {
    const branch = branches[before]
    if (branch !== undefined && nameOrKind(branch) === name && !scope.isPlaceholder(branch)) {
      return true
    }
  }
  return false
}

function bindLater(
  scope: Scope,
  branches: AvroType[],
  index: number,
  at: number,
  name: string,
): void {
  scope.rememberUse(name, at, (bound) => {
    if (branches.includes(bound)) scope.fail(`Duplicate in union:${name}`, at)
    branches[index] = bound
  })
}
