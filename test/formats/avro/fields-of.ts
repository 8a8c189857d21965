import { NO_PROPERTIES } from '../../../src/formats/avro/ast.ts'
import type { Field } from '../../../src/formats/avro/ast.ts'

/** Fields of these names, alike in all else. */
export function fieldsOf(names: readonly string[]): readonly Field[] {
  return names.map((name, position) => ({
    name,
    position,
    type: { kind: 'int', properties: NO_PROPERTIES, at: 0 },
    typeAt: 0,
    doc: undefined,
    default: undefined,
    order: 'ascending',
    aliases: [],
    properties: NO_PROPERTIES,
    at: 0,
  }))
}
