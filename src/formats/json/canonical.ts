import { quoteJson } from '../json-reader.ts'
import type { JsonNode } from '../json-reader.ts'

/**
 * A JSON value printed compactly with its key order kept, as the reference stores it.
 *
 * @see Json-schema 4
 */
export function printJson(json: JsonNode): string {
  const parts: string[] = []
  print(json, parts)
  return parts.join('')
}

function print(json: JsonNode, parts: string[]): void {
  switch (json.kind) {
    case 'object': {
      let separator = '{'
      for (const [name, member] of json.members) {
        parts.push(separator, quoteJson(name), ':')
        print(member, parts)
        separator = ','
      }
      parts.push(separator === '{' ? '{}' : '}')
      return
    }
    case 'array': {
      let separator = '['
      for (const item of json.items) {
        parts.push(separator)
        print(item, parts)
        separator = ','
      }
      parts.push(separator === '[' ? '[]' : ']')
      return
    }
    case 'string':
      parts.push(quoteJson(json.value))
      return
    case 'number':
      parts.push(printNumber(json.literal))
      return
    case 'literal':
      parts.push(String(json.value))
      return
  }
}

/**
 * A number in the reference's writing: integers as digits, decimals with all their digits, an
 * exponent as `1E+5`; a number that is none is printed as text.
 */
export function printNumber(literal: string): string {
  if (/^-?\d+$/.test(literal)) return literal === '-0' ? '0' : literal
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal)
  if (parts === null) return quoteJson(literal)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '')
  const scale = fraction.length - Number(exponent)
  const minus = /^0+$/.test(digits) ? '' : sign
  const adjusted = digits.length - 1 - scale
  if (scale === 0) return minus + digits
  if (scale > 0 && adjusted >= -6) {
    const padded = digits.padStart(scale + 1, '0')
    return `${minus}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
  }
  const mantissa = digits.length === 1 ? digits : `${digits.slice(0, 1)}.${digits.slice(1)}`
  if (adjusted === 0) return minus + mantissa
  return `${minus}${mantissa}E${adjusted > 0 ? '+' : ''}${adjusted}`
}
