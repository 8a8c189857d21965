import type { RuleTable } from './linter.ts'

const WIRE = ['WIRE']
const SOURCE = ['SOURCE']

/** The rules of Avro: SOURCE for what generated code sees, WIRE for what data does. @see Breaking-rules 2 */
export const avroRules = {
  FIELD_NO_DELETE: { categories: SOURCE, meaning: 'record field removed' },
  FIELD_NO_DELETE_UNLESS_DEFAULTED: {
    categories: WIRE,
    meaning: 'field removed that had no default (old readers break)',
  },
  FIELD_ADDED_WITHOUT_DEFAULT: {
    categories: WIRE,
    meaning: 'new field lacks a default (new readers break on old data)',
  },
  FIELD_SAME_NAME: { categories: WIRE, meaning: 'position kept, name changed without alias' },
  FIELD_SAME_DEFAULT: { categories: WIRE, meaning: 'default changed or removed' },
  FIELD_SAME_TYPE: { categories: SOURCE, meaning: 'type changed at all (promotion included)' },
  FIELD_WIRE_COMPATIBLE_TYPE: {
    categories: WIRE,
    meaning: 'type changed beyond the promotion rules',
  },
  FIELD_LOSSY_PROMOTION: {
    categories: WIRE,
    meaning: 'an int or long was promoted to float or double',
  },
  FIELD_SAME_ORDER: {
    categories: SOURCE,
    meaning: 'field order or order attribute changed (sort order of data)',
  },
  LOGICAL_TYPE_SAME: { categories: WIRE, meaning: 'logicalType, precision or scale changed' },
  NAME_SAME: {
    categories: WIRE,
    meaning: 'the simple name of a named type changed, without an alias',
  },
  NAMESPACE_SAME: {
    categories: WIRE,
    meaning: 'the namespace of a named type changed, without an alias',
  },
  ALIAS_NO_DELETE: { categories: WIRE, meaning: 'alias removed' },
  ENUM_SYMBOL_NO_DELETE: { categories: WIRE, meaning: 'symbol removed' },
  ENUM_SYMBOL_ORDER_SAME: { categories: SOURCE, meaning: 'ordinals shifted' },
  ENUM_DEFAULT_NO_DELETE: { categories: WIRE, meaning: 'enum default removed or changed' },
  ENUM_SYMBOL_ADDED_WITHOUT_DEFAULT: {
    categories: WIRE,
    meaning: 'old readers cannot map the new symbol',
  },
  FIXED_SAME_SIZE: { categories: WIRE, meaning: 'fixed size changed' },
  UNION_BRANCH_NO_DELETE: {
    categories: WIRE,
    meaning: 'a branch was removed, which new readers need',
  },
  UNION_BRANCH_ADDED: {
    categories: WIRE,
    meaning: 'a branch was added, which old readers cannot read',
  },
  UNION_FIRST_BRANCH_SAME: { categories: WIRE, meaning: 'first branch changed (default meaning)' },
  DEFAULT_FITS_TYPE: {
    categories: WIRE,
    meaning: 'default not valid for the type (enum symbol, fixed length, first branch)',
  },
  DOC_NO_DELETE: { categories: SOURCE, meaning: 'documentation removed' },
} as const satisfies RuleTable

export type AvroRule = keyof typeof avroRules
