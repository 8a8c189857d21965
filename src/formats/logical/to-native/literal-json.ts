import { quoteJson } from '../../json-reader.ts'
import { SchemaFault } from '../../schema-fault.ts'
import type { Literal, LogicalType } from '../ast.ts'
import { bytesOfDecimal, bytesOfHex } from '../decimal-bytes.ts'
import { listJson, objectJson } from '../json-print.ts'

/** A literal as JSON, bytes one character a byte. */
export function literalJson(literal: Literal): string {
  switch (literal.kind) {
    case 'null':
      return 'null'
    case 'boolean':
      return String(literal.value)
    case 'number':
      return literal.text.replace(/^(-?)0+(?=\d)/, '$1')
    case 'string':
      return quoteJson(literal.value)
    case 'bytes':
      return quoteJson(bytesOfHex(literal.hex))
    case 'array':
      return listJson(literal.items.map(literalJson))
    case 'map':
      return objectJson([...literal.entries].map(([key, value]) => [key, literalJson(value)]))
  }
}

/**
 * The default of an Avro field as JSON: a decimal's number becomes its bytes.
 *
 * @throws SchemaFault when it has more digits than the type
 */
export function avroDefaultJson(literal: Literal, type: LogicalType): string {
  if (literal.kind !== 'number' || type.kind !== 'decimal') return literalJson(literal)
  const bytes = bytesOfDecimal(literal.text, type.scale)
  if (bytes === undefined) {
    throw new SchemaFault(`the default ${literal.text} has more digits than its DECIMAL`)
  }
  return quoteJson(bytes)
}
