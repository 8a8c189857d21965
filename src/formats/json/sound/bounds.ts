import { compareDecimals, parseDecimal } from '../decimal.ts'
import type { Decimal } from '../decimal.ts'
import { itemsOf, keyword, membersOf, numberOf, textsOf, acceptsNothing } from './part.ts'
import type { Conjunction, Flat } from './part.ts'
import type { JsonNode } from '../../json-reader.ts'

/** One end of a range of numbers. */
export interface Bound {
  readonly value: Decimal
  readonly exclusive: boolean
}

/** Which way a bound limits. */
export type Side = 'lower' | 'upper'

const rangeKeywords = {
  lower: ['minimum', 'exclusiveMinimum'],
  upper: ['maximum', 'exclusiveMaximum'],
} as const

/** The bounds one object of keywords sets, draft 4's boolean form included. */
export function numberBounds(flat: Flat, side: Side): readonly Bound[] {
  const [inclusive, exclusive] = rangeKeywords[side]
  const limit = numberOf(flat, inclusive)
  const flag = keyword(flat, exclusive)
  const isExclusive = flag?.kind === 'literal' && flag.value === true && flat.draft === '4'
  const bounds: Bound[] = []
  if (limit !== undefined) bounds.push({ value: parseDecimal(limit), exclusive: isExclusive })
  if (flag?.kind === 'number' && flat.draft !== '4') {
    bounds.push({ value: parseDecimal(flag.literal), exclusive: true })
  }
  return bounds
}

/** True when some bound of the conjunction is at least as tight as the wanted one. */
export function isBoundImplied(conjunction: Conjunction, wanted: Bound, side: Side): boolean {
  return conjunction.flats.some((flat) =>
    numberBounds(flat, side).some((bound) => {
      const order = compareDecimals(bound.value, wanted.value)
      if (order === 0) return bound.exclusive || !wanted.exclusive
      return side === 'lower' ? order > 0 : order < 0
    }),
  )
}

/** True for one number inside a bound. */
export function isInside(literal: string, { value, exclusive }: Bound, side: Side): boolean {
  const order = compareDecimals(parseDecimal(literal), value)
  if (order === 0) return !exclusive
  return side === 'lower' ? order > 0 : order < 0
}

/** The least of what must be there, and the most of what may, for lengths and counts. */
export interface Range {
  readonly least: number
  readonly most: number
}

type Counted = 'Length' | 'Items' | 'Properties'

/** The range of lengths or counts that a conjunction leaves. */
export function countRange(conjunction: Conjunction, counted: Counted): Range {
  let least = 0
  let most = Infinity
  for (const flat of conjunction.flats) {
    least = Math.max(least, Number(numberOf(flat, `min${counted}`) ?? 0))
    most = Math.min(most, Number(numberOf(flat, `max${counted}`) ?? Infinity))
    if (counted === 'Properties') most = Math.min(most, mostProperties(flat))
    if (counted === 'Items') most = Math.min(most, mostItems(flat))
  }
  if (counted === 'Properties') {
    const required = new Set(conjunction.flats.flatMap((flat) => textsOf(flat, 'required')))
    least = Math.max(least, required.size)
  }
  return { least, most }
}

function mostProperties(flat: Flat): number {
  const isClosed = acceptsNothing(keyword(flat, 'additionalProperties'))
  if (!isClosed || membersOf(flat, 'patternProperties').size > 0) return Infinity
  return membersOf(flat, 'properties').size
}

function mostItems(flat: Flat): number {
  const { tuple, rest } = itemSchemas(flat)
  return acceptsNothing(rest) ? tuple.length : Infinity
}

/** What a list's items must satisfy: by position, and the rest. */
export interface ItemSchemas {
  readonly tuple: readonly JsonNode[]
  readonly rest: JsonNode | undefined
}

/** The item keywords of any draft in one shape. */
export function itemSchemas(flat: Flat): ItemSchemas {
  const items = keyword(flat, 'items')
  if (flat.draft === '2020-12') return { tuple: itemsOf(flat, 'prefixItems') ?? [], rest: items }
  if (items?.kind !== 'array') return { tuple: [], rest: items }
  return { tuple: items.items, rest: keyword(flat, 'additionalItems') }
}
