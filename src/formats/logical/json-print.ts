import { quoteJson } from '../json-reader.ts'

/** Members of a JSON object, each value JSON text already. */
export type Members = readonly (readonly [key: string, json: string])[]

/** An object of these members. */
export function objectJson(members: Members): string {
  return `{${members.map(([key, json]) => `${quoteJson(key)}:${json}`).join(',')}}`
}

/** A list of JSON texts. */
export function listJson(items: readonly string[]): string {
  return `[${items.join(',')}]`
}

/** A list of texts. */
export function textsJson(texts: readonly string[]): string {
  return listJson(texts.map(quoteJson))
}

/** An object of texts. */
export function mapJson(map: ReadonlyMap<string, string>): string {
  return objectJson([...map].map(([key, value]) => [key, quoteJson(value)]))
}
