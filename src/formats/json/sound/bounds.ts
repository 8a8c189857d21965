import { compareDecimals, parseDecimal } from '../decimal.ts'
import type { Decimal } from '../decimal.ts'
import { requiredNames } from './names.ts'
import { itemsOf, keyword, membersOf, numberOf, acceptsNothing } from './part.ts'
import type { Conjunction, Flat } from './part.ts'
import { remembered } from './remembered.ts'
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

interface Found<T> {
  readonly found: T
}

const tightest: Readonly<Record<Side, WeakMap<Conjunction, Found<Bound | undefined>>>> = {
  lower: new WeakMap(),
  upper: new WeakMap(),
}

/** The bound of a conjunction that says most; `undefined` when it has none. */
export function tightestBound(conjunction: Conjunction, side: Side): Bound | undefined {
  return remembered(tightest[side], conjunction, () => {
    let found: Bound | undefined
    for (const bound of conjunction.flats.flatMap((flat) => numberBounds(flat, side))) {
      if (found === undefined || !isImplied(bound, found, side)) found = bound
    }
    return { found }
  }).found
}

/** True when some bound of the conjunction is at least as tight as the wanted one. */
export function isBoundImplied(conjunction: Conjunction, wanted: Bound, side: Side): boolean {
  const known = tightestBound(conjunction, side)
  return known !== undefined && isImplied(wanted, known, side)
}

function isImplied(wanted: Bound, known: Bound, side: Side): boolean {
  const order = compareDecimals(known.value, wanted.value)
  if (order === 0) return known.exclusive || !wanted.exclusive
  return side === 'lower' ? order > 0 : order < 0
}

const multiples = new WeakMap<Conjunction, readonly Decimal[]>()

/** What a conjunction's numbers are multiples of. */
export function knownMultiples(conjunction: Conjunction): readonly Decimal[] {
  return remembered(multiples, conjunction, () =>
    conjunction.flats.flatMap((flat) => {
      const step = numberOf(flat, 'multipleOf')
      return step === undefined ? [] : [parseDecimal(step)]
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
    least = Math.max(least, requiredNames(conjunction).size)
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
