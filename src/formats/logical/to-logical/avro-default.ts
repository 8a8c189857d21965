import type { Field as AvroField } from '../../avro/ast.ts'
import type { Literal, TypeUse } from '../ast.ts'
import { decimalOfBytes, hexOfBytes } from '../decimal-bytes.ts'
import { literalOf } from './json-values.ts'

/**
 * The default of an Avro field; that of null says no more than that the column may be null.
 *
 * Only the field's own default is turned into decimals and bytes: what is inside of collections
 * stays as it is in JSON.
 */
export function avroDefault(native: AvroField, { type }: TypeUse): Literal | undefined {
  const json = native.default
  if (json === undefined || (json.kind === 'literal' && json.value === null)) return undefined
  if (json.kind !== 'string') return literalOf(json)
  if (type.kind === 'decimal') {
    return { kind: 'number', text: decimalOfBytes(json.value, type.scale) }
  }
  if (type.kind === 'binary' || type.kind === 'varbinary') {
    return { kind: 'bytes', hex: hexOfBytes(json.value) }
  }
  return literalOf(json)
}
