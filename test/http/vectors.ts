import { readFileSync } from 'node:fs'

/** Reads the rows of one vector file. */
export function httpVectors<T>(name: string): readonly T[] {
  const file = new URL(`../vectors/http/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as readonly T[]
}
