import { compareDecimals } from '../decimal.ts'
import { numberBounds } from './bounds.ts'
import { possibleKinds } from './kinds.ts'
import { knownDemands } from './names.ts'
import { conjunctionOf, textsOf } from './part.ts'
import type { Conjunction, Part } from './part.ts'
import { finiteValues, valueKey } from './values.ts'

const MAX_DEPTH = 6

/** Told how much was looked at; may throw to stop. */
type Spend = (steps: number) => void

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
  if (both.never) return true
  const one = conjunctionOf(first)
  const other = conjunctionOf(second)
  const theirs = possibleKinds(other)
  const kinds = [...possibleKinds(one)].filter((kind) => theirs.has(kind))
  return kinds.every((kind) => {
    if (listedApart(one, other)) return true
    if (kind === 'integer' || kind === 'fraction') return rangesApart(both)
    return kind === 'object' && depth < MAX_DEPTH && requiredApart(one, other, both, spend, depth)
  })
}

function listedApart(one: Conjunction, other: Conjunction): boolean {
  const values = finiteValues(one)
  const others = finiteValues(other)
  if (values === undefined || others === undefined) return false
  const keys = new Set(others.map(valueKey))
  return !values.some((value) => keys.has(valueKey(value)))
}

function rangesApart(both: Conjunction): boolean {
  const lower = both.flats.flatMap((flat) => numberBounds(flat, 'lower'))
  const upper = both.flats.flatMap((flat) => numberBounds(flat, 'upper'))
  return lower.some((low) =>
    upper.some((high) => {
      const order = compareDecimals(low.value, high.value)
      return order > 0 || (order === 0 && (low.exclusive || high.exclusive))
    }),
  )
}

function requiredApart(
  one: Conjunction,
  other: Conjunction,
  both: Conjunction,
  spend: Spend,
  depth: number,
): boolean {
  const required = new Set(both.flats.flatMap((flat) => textsOf(flat, 'required')))
  return [...required].some((name) =>
    areDisjoint(knownDemands(one, name), knownDemands(other, name), spend, depth + 1),
  )
}
