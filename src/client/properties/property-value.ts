import { SerdeError } from '../serde-error.ts'

/** A property as files and maps hold it. */
export type PropertyValue = string | number | boolean

/** Refuses a set of properties, with a sentence. */
export function refuse(sentence: string): never {
  throw new SerdeError('INVALID_OPTIONS', sentence)
}

/** `true` or `false`, in any letter case. */
export function readBoolean(name: string, value: PropertyValue): boolean {
  const text = String(value).trim().toLowerCase()
  if (text === 'true' || text === 'false') return text === 'true'
  return refuse(`${name} must be true or false, not '${value}'`)
}

/** An integer within bounds. */
export function readInteger(name: string, value: PropertyValue, least: number): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= least && String(value).trim() !== '') return number
  return refuse(`${name} must be an integer of at least ${least}, not '${value}'`)
}

/** A number above zero. */
export function readNumber(name: string, value: PropertyValue): number {
  const number = Number(value)
  if (Number.isFinite(number) && number > 0) return number
  return refuse(`${name} must be a number above 0, not '${value}'`)
}

/** Seconds, -1 for ever; given in milliseconds. */
export function readSeconds(name: string, value: PropertyValue): number {
  const seconds = readInteger(name, value, -1)
  return seconds === -1 ? Number.POSITIVE_INFINITY : seconds * 1000
}

/** A Java class by its simple name, with or without package. */
export function readClass<T>(
  name: string,
  value: PropertyValue,
  classes: Readonly<Record<string, T>>,
): T {
  const simple = String(value).trim().split('.').at(-1) ?? ''
  const found = Object.hasOwn(classes, simple) ? classes[simple] : undefined
  if (found !== undefined) return found
  return refuse(`${name} must be one of ${Object.keys(classes).join(', ')}, not '${value}'`)
}

/** A GUID in its text form. */
export function readGuid(name: string, value: PropertyValue): string {
  const guid = String(value).trim().toLowerCase()
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(guid)) return guid
  return refuse(`${name} must be a GUID, not '${value}'`)
}

/** One of several words. */
export function readWord<W extends string>(
  name: string,
  value: PropertyValue,
  words: readonly W[],
): W {
  const found = words.find((word) => word === String(value).trim())
  return found ?? refuse(`${name} must be one of ${words.join(', ')}, not '${value}'`)
}

/** `k=v,k2=v2`; a value with commas stands in single quotes. */
export function readPairs(name: string, value: PropertyValue): Readonly<Record<string, string>> {
  const pairs: [string, string][] = []
  const pattern = /\s*([^=,]+)=(?:'([^']*)'|([^,]*))\s*(?:,|$)/gy
  const text = String(value)
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text)
    if (match === null) return refuse(`${name} must look like key=value,key2=value2, not '${text}'`)
    const [, key = '', quoted, plain] = match
    pairs.push([key.trim(), quoted ?? plain ?? ''])
  }
  if (pairs.length === 0) refuse(`${name} is empty: give it a key=value, or leave it out`)
  return Object.fromEntries(pairs)
}
