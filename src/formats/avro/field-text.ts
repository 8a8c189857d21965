import type { Field } from './ast.ts'

/** A field in the reference's words: `a type:INT pos:0`. */
export function fieldText(field: Field): string {
  return `${field.name} type:${field.type.kind.toUpperCase()} pos:${field.position}`
}
