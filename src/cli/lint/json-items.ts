import type { Difference } from '../../formats/difference.ts'
import type { SchemaPair } from './json-walk.ts'
import type { BrokenRule } from './linter.ts'

const itemKeywords: ReadonlySet<string> = new Set([
  'items',
  'prefixItems',
  'additionalItems',
  'unevaluatedItems',
])

/**
 * Arrays whose elements broke: the comparison tells of what changed inside of an element, such as
 * its type; here the array that holds it is told of, once for each keyword.
 *
 * @param told what is known of arrays already
 */
export function changedItems(
  differences: readonly Difference[],
  pairs: readonly SchemaPair[],
  told: readonly BrokenRule[],
): readonly BrokenRule[] {
  const arrays = new Set(pairs.map(({ pointer }) => pointer))
  const known = new Set(
    told.filter(({ rule }) => rule === 'ITEMS_CHANGED').map((one) => one.current),
  )
  const found = new Map<string, BrokenRule>()
  for (const { effect, reader, writer } of differences) {
    if (effect !== 'breaks' || reader === undefined || known.has(reader)) continue
    const pointer = innermostItems(reader.pointer, arrays)
    if (pointer === undefined || found.has(pointer)) continue
    const path = `#${pointer}`
    const message = `${path}: elements that were allowed are not allowed any more`
    found.set(pointer, { rule: 'ITEMS_CHANGED', path, message, current: reader, previous: writer })
  }
  return [...found.values()]
}

/** The end of a pointer is cut off until what is left is the items of an array. */
function innermostItems(pointer: string, arrays: ReadonlySet<string>): string | undefined {
  let left = pointer
  while (left !== '') {
    const slash = left.lastIndexOf('/')
    const outer = left.slice(0, slash)
    if (itemKeywords.has(left.slice(slash + 1)) && arrays.has(outer)) return left
    left = outer
  }
  return undefined
}
