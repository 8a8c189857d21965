import { registryError } from '../errors/registry-error.ts'
import type { Page } from '../model/page.ts'

/** A query string as it was parsed: repeated parameters are lists. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** The text of a parameter; the first one when it is repeated, `''` when it is absent. */
export function text(query: Query, name: string): string {
  const value = query[name]
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}

/** The text of a parameter, `undefined` when it is absent. */
export function optionalText(query: Query, name: string): string | undefined {
  return query[name] === undefined ? undefined : text(query, name)
}

/** Every text of a repeatable parameter. */
export function texts(query: Query, name: string): readonly string[] {
  const value = query[name]
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

/** `true` in any letter case is true, anything else is not; never an error. Rest-api 1.6. */
export function flag(query: Query, name: string): boolean {
  const value = query[name]
  return value !== undefined && text(query, name).toLowerCase() === 'true'
}

/**
 * Reads an enumerated parameter.
 *
 * @throws RegistryError ROUTE_NOT_FOUND on an unknown constant, as the reference does
 */
export function constant<T extends string>(value: string, constants: readonly T[]): T {
  const found = constants.find((candidate) => candidate === value)
  if (found === undefined) throw registryError('ROUTE_NOT_FOUND')
  return found
}

/** The lists a page is cut from, and how long a page may be. Rest-api 4.1, `*.search.*`. */
export const pageLimits = {
  schemas: { fallback: 1000, max: 1000 },
  referrers: { fallback: 1000, max: 1000 },
  associations: { fallback: 1000, max: 1000 },
  settings: { fallback: 1000, max: 10_000 },
  subjects: { fallback: undefined, max: 0x7fff_ffff },
  versions: { fallback: undefined, max: 0x7fff_ffff },
  contexts: { fallback: undefined, max: 0x7fff_ffff },
} as const satisfies Record<string, { readonly fallback: number | undefined; readonly max: number }>

/**
 * Reads `offset` and `limit`; a limit out of range means the list's default, not an error.
 *
 * @throws RegistryError ROUTE_NOT_FOUND on what is no int32, BAD_REQUEST on a negative offset
 * (where the reference breaks down with a 500)
 */
export function page(query: Query, list: keyof typeof pageLimits): Page {
  const { fallback, max } = pageLimits[list]
  const offset = integer(text(query, 'offset'), 0)
  const limit = integer(text(query, 'limit'), -1)
  if (offset < 0) throw registryError('BAD_REQUEST', { reason: 'offset must not be negative' })
  return { offset, limit: limit > 0 && limit <= max ? limit : fallback }
}

/**
 * Reads an int32 as a path segment or parameter writes it.
 *
 * @throws RegistryError ROUTE_NOT_FOUND when it is none
 */
export function integer(value: string, fallback?: number): number {
  if (fallback !== undefined && value.trim() === '') return fallback
  const number = /^[+-]?\d{1,11}$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= -0x8000_0000 && number <= 0x7fff_ffff)) throw registryError('ROUTE_NOT_FOUND')
  return number
}
