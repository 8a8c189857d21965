import { readJson } from '../../json-reader.ts'
import type { Literal } from '../ast.ts'
import { literalOf } from './json-values.ts'

/** A default by its JSON text. */
export function jsonDefault(text: string | undefined): Literal | undefined {
  if (text === undefined) return undefined
  return literalOf(readJson(text, { comments: false, nonFinite: true }))
}
