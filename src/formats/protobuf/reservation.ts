import { boundsOf } from './ast.ts'
import type { ReservedNode, TagRange } from './ast.ts'
import { printRange } from './canonical.ts'

/** What a message or enum reserves, ready to be asked many times. */
export interface Reservation {
  readonly names: ReadonlySet<string>
  /** Merged, ascending, both ends included. */
  readonly ranges: readonly { readonly from: number; readonly to: number }[]
}

/** Gathers reserved statements. */
export function reservationOf(statements: readonly ReservedNode[]): Reservation {
  const items = statements.flatMap((statement) => statement.items)
  return {
    names: new Set(items.filter((item) => typeof item === 'string')),
    ranges: mergedRanges(items.filter((item) => typeof item !== 'string')),
  }
}

/** Ranges without overlap, ascending. */
export function mergedRanges(ranges: readonly TagRange[]): Reservation['ranges'] {
  const merged: { from: number; to: number }[] = []
  for (const { from, to } of ranges.map(boundsOf).toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** Tells whether merged ranges hold all numbers of another range. */
export function coversRange(ranges: Reservation['ranges'], range: TagRange): boolean {
  const { from, to } = boundsOf(range)
  let low = 0
  let high = ranges.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((ranges[middle]?.from ?? 0) <= from) low = middle
    else high = middle - 1
  }
  const candidate = ranges[low]
  return candidate !== undefined && candidate.from <= from && candidate.to >= to
}

/** What is not reserved any more, in words; `''` when all still is. */
export function lostReservations(
  current: readonly ReservedNode[],
  previous: readonly ReservedNode[],
): string {
  const kept = reservationOf(current)
  const isLost = (item: TagRange | string): boolean =>
    typeof item === 'string' ? !kept.names.has(item) : !coversRange(kept.ranges, item)
  return previous
    .flatMap(({ items }) => items)
    .filter(isLost)
    .map((item) => (typeof item === 'string' ? `"${item}"` : printRange(item)))
    .join(', ')
}
