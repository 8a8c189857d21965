/**
 * A largest set of pairs in a bipartite graph, grown along augmenting paths in the order of the rows
 * and of their edges.
 *
 * @param edges for each row the columns it may be paired with
 * @param spend told how many edges were looked at, may throw to stop
 * @returns for each row its column, if it got one
 */
export function findMatching(
  edges: readonly (readonly number[])[],
  spend: (steps: number) => void,
): (number | undefined)[] {
  const columnOf: (number | undefined)[] = edges.map(() => undefined)
  const rowOf = new Map<number, number>()
  for (const start of edges.keys()) augment(start, edges, rowOf, columnOf, spend)
  return columnOf
}

/** Depth first with a stack of its own: paths may be as long as there are rows. */
function augment(
  start: number,
  edges: readonly (readonly number[])[],
  rowOf: Map<number, number>,
  columnOf: (number | undefined)[],
  spend: (steps: number) => void,
): void {
  const visited = new Set<number>()
  const path: { row: number; next: number }[] = [{ row: start, next: 0 }]
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const column = edges[top.row]?.[top.next++]
    if (column === undefined) {
      path.pop()
      continue
    }
    spend(1)
    if (visited.has(column)) continue
    visited.add(column)
    const holder = rowOf.get(column)
    if (holder !== undefined) {
      path.push({ row: holder, next: 0 })
      continue
    }
    for (const { row, next } of path) {
      const taken = edges[row]?.[next - 1]
      if (taken === undefined) continue
      columnOf[row] = taken
      rowOf.set(taken, row)
    }
    return
  }
}
