import type { RuleTable } from './linter.ts'

const WIRE = ['WIRE']
const SOURCE = ['SOURCE']

/** The rules of JSON Schema: SOURCE for what generated code sees, WIRE for what data does. @see Breaking-rules 3 */
export const jsonRules = {
  PROPERTY_NO_DELETE: { categories: SOURCE, meaning: 'declared property removed' },
  PROPERTY_SAME_TYPE: { categories: WIRE, meaning: 'type set changed' },
  PROPERTY_TYPE_NARROWED: {
    categories: WIRE,
    meaning: 'a previously allowed type is not allowed any more',
  },
  REQUIRED_NO_ADD: {
    categories: WIRE,
    meaning: 'a name became required (declared or not, default or not)',
  },
  REQUIRED_NO_DELETE: {
    categories: SOURCE,
    meaning: 'a name is not required any more (readers relying on it)',
  },
  PROPERTY_ADDED_TO_OPEN_OBJECT: {
    categories: WIRE,
    meaning: 'new constraint on a name that old data could carry',
  },
  OBJECT_CLOSED: {
    categories: WIRE,
    meaning: 'additionalProperties/unevaluatedProperties became stricter',
  },
  PATTERN_PROPERTY_CHANGED: { categories: WIRE, meaning: 'patternProperties added or changed' },
  PROPERTY_NAMES_CHANGED: { categories: WIRE, meaning: 'propertyNames added or changed' },
  LIMIT_TIGHTENED: {
    categories: WIRE,
    meaning: 'any numeric, length, count limit, multipleOf, pattern, uniqueItems made stricter',
  },
  FORMAT_SAME: { categories: WIRE, meaning: 'format or content keyword changed' },
  ENUM_VALUE_NO_DELETE: { categories: WIRE, meaning: 'a value of an enum was removed' },
  CONST_SAME: { categories: WIRE, meaning: 'a const changed' },
  ITEMS_CHANGED: {
    categories: WIRE,
    meaning: 'the schemas of elements or of a tuple changed incompatibly',
  },
  CONTAINS_CHANGED: { categories: WIRE, meaning: 'what an array has to contain changed' },
  ONEOF_DISJOINT: { categories: WIRE, meaning: 'branches of a oneOf can both match one document' },
  CONDITION_SAME: { categories: WIRE, meaning: 'if/then/else changed' },
  DEFAULT_SAME: { categories: SOURCE, meaning: 'default changed' },
  ID_SAME: { categories: SOURCE, meaning: 'the $id changed' },
  DRAFT_SAME: { categories: SOURCE, meaning: 'the dialect ($schema) changed' },
  REF_TARGET_SAME: { categories: SOURCE, meaning: 'a $ref points elsewhere' },
  TITLE_SAME: { categories: SOURCE, meaning: 'title (record name) changed' },
} as const satisfies RuleTable

export type JsonRule = keyof typeof jsonRules
