import { readFileSync } from 'node:fs'
import type { Metadata } from '../../src/model/metadata.ts'

/** Reads a file of cases from `test/vectors/registry`. */
export function registryVectors<Row>(name: string): readonly Row[] {
  const file = new URL(`../vectors/registry/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Row[]
}

/** Metadata as JSON shows it. */
export interface WrittenMetadata {
  readonly tags?: Readonly<Record<string, readonly string[]>>
  readonly properties?: Readonly<Record<string, string>>
  readonly sensitive?: readonly string[]
}

/** Turns metadata as JSON shows it into the model's. */
export function metadata(written: WrittenMetadata): Metadata {
  const { tags, properties, sensitive } = written
  return {
    ...(tags === undefined ? {} : { tags: new Map(Object.entries(tags)) }),
    ...(properties === undefined ? {} : { properties: new Map(Object.entries(properties)) }),
    ...(sensitive === undefined ? {} : { sensitive }),
  }
}

/** Metadata with properties alone. */
export function properties(written: Readonly<Record<string, string>>): Metadata {
  return { properties: new Map(Object.entries(written)) }
}
