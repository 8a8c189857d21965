import { compareDecimals } from '../decimal.ts'
import { tightestBound } from './bounds.ts'
import { possibleKinds } from './kinds.ts'
import { knownDemands, requiredNames } from './names.ts'
import { conjunctionOf } from './part.ts'
import type { Conjunction, Part } from './part.ts'
import { STEPS_PER_LOOK } from './steps.ts'
import type { Spend } from './steps.ts'
import { finiteValues, valueKey } from './values.ts'

const MAX_DEPTH = 6

/**
 * True when it is certain that no value satisfies both.
 *
 * By kind, by listed values, by ranges of numbers, and by what a required property may hold: the
 * discriminator of a union.
 */
export function areDisjoint(
  first: readonly Part[],
  second: readonly Part[],
  spend: Spend,
  depth = 0,
): boolean {
  spend(1)
  const both = conjunctionOf([...first, ...second])
  spend(both.flats.length * STEPS_PER_LOOK)
  if (both.never) return true
  const one = conjunctionOf(first)
  const other = conjunctionOf(second)
  const theirs = possibleKinds(other)
  const kinds = [...possibleKinds(one)].filter((kind) => theirs.has(kind))
  if (kinds.length === 0 || listedApart(one, other, spend)) return true
  return kinds.every((kind) => {
    if (kind === 'integer' || kind === 'fraction') return rangesApart(both)
    return kind === 'object' && depth < MAX_DEPTH && requiredApart(one, other, both, spend, depth)
  })
}

function listedApart(one: Conjunction, other: Conjunction, spend: Spend): boolean {
  const values = finiteValues(one)
  const others = finiteValues(other)
  if (values === undefined || others === undefined) return false
  spend((values.length + others.length) * STEPS_PER_LOOK)
  const keys = new Set(others.map(valueKey))
  return !values.some((value) => keys.has(valueKey(value)))
}

function rangesApart(both: Conjunction): boolean {
  const low = tightestBound(both, 'lower')
  const high = tightestBound(both, 'upper')
  if (low === undefined || high === undefined) return false
  const order = compareDecimals(low.value, high.value)
  return order > 0 || (order === 0 && (low.exclusive || high.exclusive))
}

function requiredApart(
  one: Conjunction,
  other: Conjunction,
  both: Conjunction,
  spend: Spend,
  depth: number,
): boolean {
  return [...requiredNames(both)].some((name) =>
    areDisjoint(knownDemands(one, name, spend), knownDemands(other, name, spend), spend, depth + 1),
  )
}
