/** When a difference is harmless: `lenient` only under that policy. */
export type Tolerance = 'always' | 'lenient' | 'never'

type Sentence = (reader: string, writer: string, path: string) => string

interface DifferenceKind {
  readonly tolerated: Tolerance
  readonly sentence: Sentence
}

const none: Sentence = () => ''

/** The sentences, by the letters of the spec. Placeholders are filled once, never twice. */
const sentences = {
  a: (r, w, p) => `The keyword at path '${p}' in the ${r} schema is not present in the ${w} schema`,
  b: (r, w, p) =>
    `The value at path '${p}' in the ${r} schema is more than its value in the ${w} schema`,
  c: (r, w, p) =>
    `The value at path '${p}' in the ${r} schema is less than its value in the ${w} schema`,
  d: (r, w, p) => `The value at path '${p}' is different between the ${r} and ${w} schema`,
  e: (r, w, p) => `A type at path '${p}' is different between the ${r} schema and the ${w} schema`,
  f: (r, w, p) =>
    `An array or combined type at path '${p}' has fewer elements in the ${r} schema than the ${w} schema`,
  g: (r, w, p) =>
    `An array or combined type at path '${p}' has more elements in the ${r} schema than the ${w} schema`,
  h: (r, w, p) =>
    `The ${r} schema has an open content model and has a property or item at path '${p}' which is missing in the ${w} schema`,
  i: (r, w, p) =>
    `The ${r} schema has an unopen content model and has a required property at path '${p}' which is missing in the ${w} schema`,
  j: (r, w, p) =>
    `The ${r} has a closed content model and is missing a property or item present at path '${p}' in the ${w} schema`,
  k: (r, w, p) =>
    `A property or item is missing in the ${r} schema but present at path '${p}' in the ${w} schema and is not covered by its partially open content model`,
  l: (r, w, p) =>
    `The ${r} schema has a property or item at path '${p}' which is missing in the ${w} schema and is not covered by its partially open content model`,
} as const satisfies Record<string, Sentence>

const fine: DifferenceKind = { tolerated: 'always', sentence: none }
const breaks = (sentence: Sentence): DifferenceKind => ({ tolerated: 'never', sentence })
const lenient = (sentence: Sentence): DifferenceKind => ({ tolerated: 'lenient', sentence })

/**
 * Every kind of difference the reference's comparison yields, and what it means.
 *
 * @see Json-schema 7
 */
export const differenceKinds = {
  ID_CHANGED: fine,
  TITLE_CHANGED: fine,
  DESCRIPTION_CHANGED: fine,
  DEFAULT_CHANGED: fine,
  SCHEMA_REMOVED: fine,
  SCHEMA_ADDED: breaks(none),
  TYPE_EXTENDED: fine,
  TYPE_CHANGED: breaks(sentences.e),
  TYPE_NARROWED: breaks(sentences.e),

  MAX_LENGTH_REMOVED: fine,
  MAX_LENGTH_INCREASED: fine,
  MAX_LENGTH_ADDED: breaks(sentences.a),
  MAX_LENGTH_DECREASED: breaks(sentences.c),
  MIN_LENGTH_REMOVED: fine,
  MIN_LENGTH_DECREASED: fine,
  MIN_LENGTH_ADDED: breaks(sentences.a),
  MIN_LENGTH_INCREASED: breaks(sentences.b),
  PATTERN_REMOVED: fine,
  PATTERN_ADDED: breaks(sentences.a),
  PATTERN_CHANGED: breaks(sentences.d),

  MAXIMUM_REMOVED: fine,
  MAXIMUM_INCREASED: fine,
  MAXIMUM_ADDED: breaks(sentences.a),
  MAXIMUM_DECREASED: breaks(sentences.c),
  MINIMUM_REMOVED: fine,
  MINIMUM_DECREASED: fine,
  MINIMUM_ADDED: breaks(sentences.a),
  MINIMUM_INCREASED: breaks(sentences.b),
  EXCLUSIVE_MAXIMUM_REMOVED: fine,
  EXCLUSIVE_MAXIMUM_INCREASED: fine,
  EXCLUSIVE_MAXIMUM_ADDED: breaks(sentences.a),
  EXCLUSIVE_MAXIMUM_DECREASED: breaks(sentences.c),
  EXCLUSIVE_MINIMUM_REMOVED: fine,
  EXCLUSIVE_MINIMUM_DECREASED: fine,
  EXCLUSIVE_MINIMUM_ADDED: breaks(sentences.a),
  EXCLUSIVE_MINIMUM_INCREASED: breaks(sentences.b),
  MULTIPLE_OF_REMOVED: fine,
  MULTIPLE_OF_REDUCED: fine,
  MULTIPLE_OF_ADDED: breaks(sentences.a),
  MULTIPLE_OF_EXPANDED: breaks(sentences.b),
  MULTIPLE_OF_CHANGED: breaks(sentences.d),

  REQUIRED_ATTRIBUTE_REMOVED: fine,
  REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED: fine,
  REQUIRED_ATTRIBUTE_ADDED: breaks(sentences.a),
  MAX_PROPERTIES_REMOVED: fine,
  MAX_PROPERTIES_INCREASED: fine,
  MAX_PROPERTIES_ADDED: breaks(sentences.a),
  MAX_PROPERTIES_DECREASED: breaks(sentences.c),
  MIN_PROPERTIES_REMOVED: fine,
  MIN_PROPERTIES_DECREASED: fine,
  MIN_PROPERTIES_ADDED: breaks(sentences.a),
  MIN_PROPERTIES_INCREASED: breaks(sentences.b),
  ADDITIONAL_PROPERTIES_ADDED: fine,
  ADDITIONAL_PROPERTIES_EXTENDED: fine,
  ADDITIONAL_PROPERTIES_REMOVED: lenient(sentences.a),
  ADDITIONAL_PROPERTIES_NARROWED: lenient(sentences.f),
  UNEVALUATED_PROPERTIES_ADDED: fine,
  UNEVALUATED_PROPERTIES_EXTENDED: fine,
  UNEVALUATED_PROPERTIES_REMOVED: lenient(sentences.a),
  UNEVALUATED_PROPERTIES_NARROWED: lenient(sentences.f),
  DEPENDENCY_ARRAY_REMOVED: fine,
  DEPENDENCY_ARRAY_NARROWED: fine,
  DEPENDENCY_ARRAY_ADDED: breaks(sentences.a),
  DEPENDENCY_ARRAY_EXTENDED: breaks(sentences.g),
  DEPENDENCY_ARRAY_CHANGED: breaks(sentences.d),
  DEPENDENCY_SCHEMA_REMOVED: fine,
  DEPENDENCY_SCHEMA_ADDED: breaks(sentences.a),

  PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL: fine,
  OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: lenient(sentences.h),
  REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL: lenient(sentences.h),
  REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: breaks(sentences.h),
  OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL: fine,
  REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL: fine,
  REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL: breaks(sentences.i),
  PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: fine,
  PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: lenient(sentences.l),
  PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL: fine,
  PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL: fine,
  PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL: lenient(sentences.j),
  PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: fine,
  PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: lenient(sentences.k),

  MAX_ITEMS_REMOVED: fine,
  MAX_ITEMS_INCREASED: fine,
  MAX_ITEMS_ADDED: breaks(sentences.a),
  MAX_ITEMS_DECREASED: breaks(sentences.c),
  MIN_ITEMS_REMOVED: fine,
  MIN_ITEMS_DECREASED: fine,
  MIN_ITEMS_ADDED: breaks(sentences.a),
  MIN_ITEMS_INCREASED: breaks(sentences.b),
  MAX_CONTAINS_REMOVED: fine,
  MAX_CONTAINS_INCREASED: fine,
  MAX_CONTAINS_ADDED: breaks(sentences.a),
  MAX_CONTAINS_DECREASED: breaks(sentences.c),
  MIN_CONTAINS_REMOVED: fine,
  MIN_CONTAINS_DECREASED: fine,
  MIN_CONTAINS_ADDED: breaks(sentences.a),
  MIN_CONTAINS_INCREASED: breaks(sentences.b),
  UNIQUE_ITEMS_REMOVED: fine,
  UNIQUE_ITEMS_ADDED: breaks(sentences.a),
  ADDITIONAL_ITEMS_ADDED: fine,
  ADDITIONAL_ITEMS_EXTENDED: fine,
  ADDITIONAL_ITEMS_REMOVED: breaks(sentences.a),
  ADDITIONAL_ITEMS_NARROWED: breaks(sentences.f),
  UNEVALUATED_ITEMS_ADDED: fine,
  UNEVALUATED_ITEMS_EXTENDED: fine,
  UNEVALUATED_ITEMS_REMOVED: breaks(sentences.a),
  UNEVALUATED_ITEMS_NARROWED: breaks(sentences.f),
  ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL: fine,
  ITEM_ADDED_TO_OPEN_CONTENT_MODEL: breaks(sentences.h),
  ITEM_ADDED_TO_CLOSED_CONTENT_MODEL: fine,
  ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: fine,
  ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: breaks(sentences.l),
  ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL: fine,
  ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL: fine,
  ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL: breaks(sentences.j),
  ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: fine,
  ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: breaks(sentences.k),

  ENUM_ARRAY_EXTENDED: fine,
  ENUM_ARRAY_NARROWED: breaks(sentences.f),
  ENUM_ARRAY_CHANGED: breaks(sentences.e),
  COMBINED_TYPE_EXTENDED: fine,
  PRODUCT_TYPE_NARROWED: fine,
  SUM_TYPE_EXTENDED: fine,
  NOT_TYPE_NARROWED: fine,
  COMBINED_TYPE_CHANGED: breaks(sentences.e),
  COMBINED_TYPE_SUBSCHEMAS_CHANGED: breaks(sentences.e),
  PRODUCT_TYPE_EXTENDED: breaks(sentences.g),
  NOT_TYPE_EXTENDED: breaks(sentences.g),
  SUM_TYPE_NARROWED: breaks(sentences.f),
} as const satisfies Record<string, DifferenceKind>

/** A difference type of the reference. */
export type ReferenceKind = keyof typeof differenceKinds
