import { readFileSync } from 'node:fs'

/** Reads a file of cases from `test/vectors/wire`. */
export function wireVectors<Row>(name: string): readonly Row[] {
  const file = new URL(`../vectors/wire/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Row[]
}

/** Bytes written as hex. */
export function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}
