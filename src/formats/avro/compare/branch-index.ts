import { isNamed } from '../ast.ts'
import type { Name, UnionType } from '../ast.ts'

/** Finds the branches of a union by what they are called; answers are indexes, in order. */
export class BranchIndex {
  /** Branches without a name: at most one of each kind. */
  readonly unnamed: readonly number[]
  readonly #bySimpleName = new Map<string, number[]>()
  readonly #byFullName = new Map<string, number[]>()
  readonly #byAlias = new Map<string, number[]>()

  constructor(union: UnionType) {
    const unnamed: number[] = []
    for (const [index, branch] of union.branches.entries()) {
      if (!isNamed(branch)) {
        unnamed.push(index)
        continue
      }
      put(this.#bySimpleName, branch.name.simple, index)
      put(this.#byFullName, branch.name.full, index)
      for (const alias of branch.aliases) put(this.#byAlias, alias.full, index)
    }
    this.unnamed = unnamed
  }

  bySimpleName(name: Name): readonly number[] {
    return this.#bySimpleName.get(name.simple) ?? []
  }

  byFullName(name: Name): readonly number[] {
    return this.#byFullName.get(name.full) ?? []
  }

  /** Branches with an alias that is the full name. */
  byAlias(name: Name): readonly number[] {
    return this.#byAlias.get(name.full) ?? []
  }
}

function put(index: Map<string, number[]>, key: string, value: number): void {
  const list = index.get(key)
  if (list === undefined) index.set(key, [value])
  else list.push(value)
}

const indexes = new WeakMap<UnionType, BranchIndex>()

/** The index of a union, built once and kept as long as the union. */
export function branchIndexOf(union: UnionType): BranchIndex {
  let index = indexes.get(union)
  if (index === undefined) indexes.set(union, (index = new BranchIndex(union)))
  return index
}
