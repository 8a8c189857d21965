import { registryError } from '../errors/registry-error.ts'

/**
 * Reads one JSON value as a wanted type, coercing as the reference's mapper does (rest-api 1.3).
 *
 * @param path of the member, for the message
 * @returns `undefined` for null, and for what coerces to it
 * @throws RegistryError BAD_REQUEST on a wrong shape
 */
export type Reader<T> = (value: unknown, path: string) => T | undefined

/** A JSON object as it was parsed; `__proto__` and the like are plain members of it. */
export type Members = Readonly<Record<string, unknown>>

function wrong(path: string, wanted: string, value: unknown): never {
  const shown =
    typeof value === 'string'
      ? `"${value.slice(0, 100)}"`
      : value === null
        ? 'null'
        : shapeOf(value)
  throw registryError('BAD_REQUEST', {
    reason: `Cannot read '${path}': expected ${wanted}, found ${shown}`,
  })
}

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `${value as number | boolean}`
}

/** Strings; numbers and booleans by their text. */
export const asText: Reader<string> = (value, path) => {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return wrong(path, 'a string', value)
}

/** Int32s; their text; floats cut off; the empty text is null. */
export const asInteger: Reader<number> = (value, path) => {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'string' && value.trim() === '') return undefined
  const numeric = typeof value === 'number' || (typeof value === 'string' && isNumeric(value))
  const number = numeric ? Math.trunc(Number(value)) : Number.NaN
  if (number >= -0x8000_0000 && number <= 0x7fff_ffff) return number === 0 ? 0 : number
  return wrong(path, 'a 32-bit integer', value)
}

function isNumeric(text: string): boolean {
  return /^\s*[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/.test(text)
}

const truths: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
])

/** Booleans; their text; numbers, of which only zero is false; the empty text is null. */
export const asFlag: Reader<boolean> = (value, path) => {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'string' && value.trim() === '') return undefined
  return truths.get(value) ?? wrong(path, 'true or false', value)
}

/** One of a closed set of texts, letter case included. */
export function asConstant<T extends string>(constants: readonly T[]): Reader<T> {
  return (value, path) => {
    if (value === null || value === undefined) return undefined
    const found = constants.find((constant) => constant === value)
    return found ?? wrong(path, `one of ${constants.join(', ')}`, value)
  }
}

/** Lists whose items are all there. */
export function asList<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (value === null || value === undefined) return undefined
    if (!Array.isArray(value)) return wrong(path, 'an array', value)
    return value.map((element: unknown, index) => {
      const place = `${path}[${index}]`
      return item(element, place) ?? wrong(place, 'a value', element)
    })
  }
}

/** Lists without order and repetition, brought into code-unit order. */
export const asTextSet: Reader<readonly string[]> = (value, path) => {
  const list = asList(asText)(value, path)
  return list === undefined ? undefined : [...new Set(list)].toSorted(byCodeUnit)
}

/** Objects as maps, in the code-unit order of their keys. */
export function asMap<T>(item: Reader<T>): Reader<ReadonlyMap<string, T>> {
  return (value, path) => {
    const members = asMembers(value, path)
    if (members === undefined) return undefined
    const keys = Object.keys(members).toSorted(byCodeUnit)
    return new Map(
      keys.map((key) => {
        const place = `${path}.${key}`
        return [key, item(members[key], place) ?? wrong(place, 'a value', members[key])]
      }),
    )
  }
}

/** Objects, their members not yet read. */
export const asMembers: Reader<Members> = (value, path) => {
  if (value === null || value === undefined) return undefined
  if (typeof value !== 'object' || Array.isArray(value)) return wrong(path, 'an object', value)
  return value as Members
}

/** A member of an object; inherited names are no members. */
export function member<T>(
  members: Members,
  name: string,
  reader: Reader<T>,
  path: string,
): T | undefined {
  if (!Object.hasOwn(members, name)) return undefined
  return reader(members[name], path === '' ? name : `${path}.${name}`)
}

/** Orders texts as the wire's sorted maps and sets do. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
