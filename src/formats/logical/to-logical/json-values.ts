import type { JsonNode } from '../../json-reader.ts'
import type { Literal } from '../ast.ts'

/** The text of a member; `undefined` for anything else. */
export function textOf(json: JsonNode | undefined): string | undefined {
  return json?.kind === 'string' ? json.value : undefined
}

/** A whole number from 0 to the largest int32, written as a number or as text. */
export function integerOf(json: JsonNode | undefined): number | undefined {
  return integerOfText(json?.kind === 'number' ? json.literal : textOf(json))
}

/** The same for a text alone. */
export function integerOfText(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined
  return Number(text) > 2_147_483_647 ? undefined : Number(text)
}

/** The texts of a list. */
export function textsOf(json: JsonNode | undefined): readonly string[] {
  return json?.kind === 'array' ? json.items.flatMap((item) => textOf(item) ?? []) : []
}

/** The members of an object that are texts. */
export function mapOf(json: JsonNode | undefined): ReadonlyMap<string, string> {
  const entries = json?.kind === 'object' ? [...json.members] : []
  return new Map(
    entries.flatMap(([key, value]) => {
      const text = textOf(value)
      return text === undefined ? [] : [[key, text]]
    }),
  )
}

/** A JSON value as a literal; `undefined` for numbers that are none. */
export function literalOf(json: JsonNode): Literal | undefined {
  switch (json.kind) {
    case 'string':
      return { kind: 'string', value: json.value }
    case 'number':
      return /^-?\d/.test(json.literal) ? { kind: 'number', text: json.literal } : undefined
    case 'literal':
      return json.value === null ? { kind: 'null' } : { kind: 'boolean', value: json.value }
    case 'array': {
      const items = json.items.map(literalOf)
      return items.every((item) => item !== undefined) ? { kind: 'array', items } : undefined
    }
    case 'object': {
      const entries = new Map<string, Literal>()
      for (const [key, value] of json.members) {
        const literal = literalOf(value)
        if (literal === undefined) return undefined
        entries.set(key, literal)
      }
      return { kind: 'map', entries }
    }
  }
}
