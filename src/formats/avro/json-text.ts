import { assertNever } from '../../errors/assert-never.ts'
import { quoteJson } from '../json-reader.ts'
import { javaDoubleText } from './java-number.ts'
import type { JsonNode, JsonNumber } from '../json-reader.ts'

/** A JSON value as compact text, numbers as the reference prints them. Avro 3. */
export function jsonText(node: JsonNode): string {
  switch (node.kind) {
    case 'string':
      return quoteJson(node.value)
    case 'number':
      return numberText(node.literal)
    case 'literal':
      return String(node.value)
    case 'array':
      return `[${node.items.map(jsonText).join(',')}]`
    case 'object': {
      let text = ''
      for (const [key, value] of node.members) {
        text += `${text === '' ? '' : ','}${quoteJson(key)}:${jsonText(value)}`
      }
      return `{${text}}`
    }
    default:
      return assertNever(node)
  }
}

function numberText(literal: string): string {
  if (isIntegral(literal)) return literal === '-0' ? '0' : literal
  const value = Number(literal)
  const text = javaDoubleText(value)
  // What JSON has no number for is printed as a string.
  return Number.isFinite(value) ? text : `"${text}"`
}

/** Tells whole-number notation (`1`, `-20`) from fractions and exponents (`1.0`, `1e3`). */
export function isIntegral(literal: string): boolean {
  return /^-?\d+$/.test(literal)
}

/** Whether a JSON number is written as an integer between the bounds, both included. */
export function isIntegerBetween(node: JsonNumber, min: bigint, max: bigint): boolean {
  if (!isIntegral(node.literal) || node.literal.length > 20) return false
  const value = BigInt(node.literal)
  return value >= min && value <= max
}

/** Equal JSON values; members in any order, numbers by the text they print. */
export function sameJson(a: JsonNode, b: JsonNode): boolean {
  switch (a.kind) {
    case 'string':
      return b.kind === 'string' && a.value === b.value
    case 'number':
      return b.kind === 'number' && numberText(a.literal) === numberText(b.literal)
    case 'literal':
      return b.kind === 'literal' && a.value === b.value
    case 'array':
      return (
        b.kind === 'array' &&
        a.items.length === b.items.length &&
        a.items.every((item, index) => {
          const other = b.items[index]
          return other !== undefined && sameJson(item, other)
        })
      )
    case 'object':
      return b.kind === 'object' && sameMembers(a.members, b.members)
    default:
      return assertNever(a)
  }
}

/** Equal members, in any order. */
export function sameMembers(
  a: ReadonlyMap<string, JsonNode>,
  b: ReadonlyMap<string, JsonNode>,
): boolean {
  if (a.size !== b.size) return false
  for (const [key, value] of a) {
    const other = b.get(key)
    if (other === undefined || !sameJson(value, other)) return false
  }
  return true
}

/** The same value with the members of every object in it in UTF-16 order of their names. Avro 4. */
export function sortedJson(node: JsonNode): JsonNode {
  if (node.kind === 'array') return { ...node, items: node.items.map(sortedJson) }
  if (node.kind === 'object') return { ...node, members: sortedMembers(node.members) }
  return node
}

/** Members sorted by name, and their values inside. */
export function sortedMembers(members: ReadonlyMap<string, JsonNode>): Map<string, JsonNode> {
  const entries = [...members].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return new Map(entries.map(([key, value]) => [key, sortedJson(value)]))
}
