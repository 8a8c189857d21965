import type { Page } from '../model/page.ts'

/** Takes the asked slice of a list that is already in memory. */
export function cutPage<T>(rows: readonly T[], { offset, limit }: Page): readonly T[] {
  return rows.slice(offset, limit === undefined ? undefined : offset + limit)
}
