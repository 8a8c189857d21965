import { resolvedTypeOf } from '../../protobuf/field-facts.ts'
import type { FieldFacts } from '../../protobuf/field-facts.ts'
import { plainDecimal } from '../../protobuf/plain-decimal.ts'
import type { Literal } from '../ast.ts'
import { hexOfBytes } from '../decimal-bytes.ts'

/** The default that a field of proto2 or an edition writes; what is not a finite number is none. */
export function protobufDefault(facts: FieldFacts): Literal | undefined {
  const text = facts.node.kind === 'group' ? undefined : facts.node.defaultValue
  if (text === undefined) return undefined
  const type = resolvedTypeOf(facts)
  if (type.kind === 'enum') return { kind: 'string', value: text }
  if (type.kind !== 'scalar') return undefined
  switch (type.name) {
    case 'bool':
      return { kind: 'boolean', value: text === 'true' }
    case 'string':
      return { kind: 'string', value: text }
    case 'bytes':
      return { kind: 'bytes', hex: hexOfBytes(text) }
    default:
      return numberLiteral(text)
  }
}

function numberLiteral(text: string): Literal | undefined {
  const plain = plainDecimal(text) ?? text
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(plain) ? { kind: 'number', text: plain } : undefined
}
