import { lineAndColumn } from '../line-and-column.ts'
import type { Place } from '../../model/place.ts'

/** A text and where its offsets start among those of the whole schema. */
export interface Document {
  readonly text: string
  readonly base: number
}

/**
 * The places of many spots at once, in one pass over each text.
 *
 * @param spots offsets as the nodes carry them, in any order
 * @returns spot to place; a spot inside a reference is told in the reference's own lines
 */
export function placesOf(
  documents: readonly Document[],
  spots: Iterable<number>,
): ReadonlyMap<number, Place> {
  const sorted = [...new Set(spots)].sort((a, b) => a - b)
  const places = new Map<number, Place>()
  let from = 0
  for (const { text, base } of documents) {
    let to = from
    while (to < sorted.length && (sorted[to] ?? 0) <= base + text.length) to++
    if (to > from) locate(text, base, sorted.slice(from, to), places)
    from = to
  }
  return places
}

/** The place of one spot. */
export function placeOfSpot(documents: readonly Document[], spot: number): Place {
  return placesOf(documents, [spot]).get(spot) ?? { pointer: '', line: 0, column: 0 }
}

/** One open object or array on the way to a spot. */
interface Level {
  readonly isObject: boolean
  /** The member name, or the index, of the value that comes next. */
  key: string | number
  /** In an object, whether the next string is a member name. */
  expectsName: boolean
}

// The root was parsed before: only what follows it may be anything at all.
function locate(
  text: string,
  base: number,
  spots: readonly number[],
  places: Map<number, Place>,
): void {
  const levels: Level[] = []
  let next = 0
  let counted = 0
  let line = 1
  let column = 1
  const settle = (at: number): void => {
    while (next < spots.length && (spots[next] ?? 0) - base <= at) {
      const here = lineAndColumn(text.slice(counted, at), at - counted)
      column = here.line === 1 ? column + here.column - 1 : here.column
      line += here.line - 1
      counted = at
      places.set(spots[next] ?? 0, { pointer: pointerOf(levels), line, column })
      next++
    }
  }
  for (let at = 0; at < text.length && next < spots.length; at++) {
    const level = levels.at(-1)
    const c = text[at]
    if (c === ' ' || c === '\n' || c === '\r' || c === '\t') continue
    if (c === '/') {
      at = endOfComment(text, at)
    } else if (c === ',') {
      if (level === undefined) continue
      if (level.isObject) level.expectsName = true
      else level.key = Number(level.key) + 1
    } else if (c === ':') {
      if (level !== undefined) level.expectsName = false
    } else if (c === '}' || c === ']') {
      levels.pop()
    } else if (c === '"') {
      const end = endOfString(text, at)
      if (level?.expectsName === true) level.key = JSON.parse(text.slice(at, end + 1)) as string
      else settle(at)
      at = end
    } else {
      settle(at)
      if (c === '{') levels.push({ isObject: true, key: '', expectsName: true })
      else if (c === '[') levels.push({ isObject: false, key: 0, expectsName: false })
    }
  }
  settle(text.length)
}

function endOfComment(text: string, at: number): number {
  if (text[at + 1] === '*') {
    const close = text.indexOf('*/', at + 2)
    return close < 0 ? text.length : close + 1
  }
  let end = at
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++
  return end
}

function endOfString(text: string, at: number): number {
  let end = at + 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  return end
}

function pointerOf(levels: readonly Level[]): string {
  let pointer = ''
  for (const { key } of levels) {
    pointer += `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
  }
  return pointer
}
