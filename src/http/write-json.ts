import { byCodeUnit } from './read-value.ts'

/** A piece of JSON text; `undefined` where a member is to be left out. */
export type Piece = string | undefined

/**
 * Writes an object with exactly these members, in this order.
 *
 * Text is built instead of objects because a JavaScript object cannot hold every name (`__proto__`)
 * nor keep every order (`"10"` before `"9"`).
 */
export function members(...pairs: readonly (readonly [name: string, piece: Piece])[]): string {
  let json = ''
  for (const [name, piece] of pairs) {
    if (piece === undefined) continue
    json += `${json === '' ? '' : ','}"${name}":${piece}`
  }
  return `{${json}}`
}

/** Writes an array. */
export function array<T>(items: readonly T[], write: (item: T) => string): string {
  let json = ''
  for (const item of items) json += `${json === '' ? '' : ','}${write(item)}`
  return `[${json}]`
}

/** Writes a string. */
export function text(value: string): string {
  return JSON.stringify(value)
}

/** Writes a string, an empty one not at all. */
export function fullText(value: string | undefined): Piece {
  return value === undefined || value === '' ? undefined : JSON.stringify(value)
}

/** Writes a number or a boolean. */
export function scalar(value: number | boolean | undefined): Piece {
  return value === undefined ? undefined : String(value)
}

/** Writes an array, an empty one not at all. */
export function fullArray<T>(items: readonly T[] | undefined, write: (item: T) => string): Piece {
  return items === undefined || items.length === 0 ? undefined : array(items, write)
}

/** Writes a set of texts in code-unit order, an empty one not at all. */
export function fullSet(items: readonly string[] | undefined): Piece {
  return fullArray(items?.toSorted(byCodeUnit), text)
}

/** Writes a map in the code-unit order of its keys, an empty one not at all. */
export function fullMap<T>(
  map: ReadonlyMap<string, T> | undefined,
  write: (value: T) => string,
): Piece {
  if (map === undefined || map.size === 0) return undefined
  const sorted = [...map].toSorted(([a], [b]) => byCodeUnit(a, b))
  return `{${sorted.map(([key, value]) => `${JSON.stringify(key)}:${write(value)}`).join(',')}}`
}
