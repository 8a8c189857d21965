import type { Field } from './ast.ts'

/** One rule that a schema breaks. */
export interface Finding {
  readonly rule: ValidityRule | ChangeRule
  /** Columns joined by dots, `element`, `key` and `value` inside collections; `''` is the root. */
  readonly path: string
  readonly text: string
  /** The innermost column around it; of the reader when there are two schemas. */
  readonly reader: Field | undefined
  readonly writer: Field | undefined
}

/** Rules about one schema. Compatibility 9. */
export type ValidityRule =
  | 'EMPTY_STRUCT'
  | 'FIELD_NAME_CASE_COLLISION'
  | 'CYCLIC_TYPE'
  | 'UNRESOLVED_TYPE_REF'
  | 'PRECISION_OUT_OF_RANGE'
  | 'SCALE_OUT_OF_RANGE'
  | 'LENGTH_OUT_OF_RANGE'
  | 'UNREPRESENTABLE_TYPE'

/** Rules about reading what another schema wrote. Compatibility 9. */
export type ChangeRule =
  | 'REQUIRED_FIELD_ADDED'
  | 'FIELD_DELETED'
  | 'FIELD_REORDERED'
  | 'NULLABLE_TO_NON_NULLABLE'
  | 'NON_NULLABLE_DEFAULT_REMOVED'
  | 'MAP_KEY_TYPE_MISMATCH'
  | 'TYPE_MISMATCH'
  | 'UNSUPPORTED_TYPE_CHANGE'

/** A finding in one line: `RULE at 'path': text`. */
export function findingText({ rule, path, text }: Finding): string {
  return `${rule} at '${path}': ${text}`
}

/** The path of a part inside what a path leads to. */
export function inside(path: string, part: string): string {
  return path === '' ? part : `${path}.${part}`
}
