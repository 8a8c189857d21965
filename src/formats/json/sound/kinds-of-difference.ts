/**
 * Differences that only the sound rule book knows: what the reference never compares, or compares
 * too loosely.
 *
 * @see Json-schema 8, "strict-sound mode"
 */
export const soundKinds = {
  TYPE_CONSTRAINT_ADDED: 'takes fewer types of value',
  VALUE_LOST: 'takes fewer of the listed values',
  LIMIT_NARROWED: 'has a tighter limit',
  PATTERN_ADDED_OR_CHANGED: 'demands a pattern that is not known to hold',
  FORMAT_CHANGED: 'demands a format that is not known to hold',
  REQUIRED_NAME_ADDED: 'requires a property that may be absent',
  PATTERN_PROPERTY_CHANGED: 'restricts properties whose name matches a pattern',
  PROPERTY_NAMES_CHANGED: 'restricts the names of properties',
  CLOSED_TO_KNOWN_PROPERTY: 'takes no properties beyond those it names',
  DEPENDENCY_CHANGED: 'demands more when a property is present',
  CONTAINS_CHANGED: 'demands something else of what a list contains',
  CLOSED_TO_KNOWN_ITEM: 'takes no items beyond those it names',
  UNEVALUATED_CHANGED: 'restricts what no other keyword evaluates',
  CONDITION_CHANGED: 'has a condition that is not known to hold',
  CHOICE_NOT_COVERED: 'has no branch that is known to take everything',
  ONEOF_OVERLAP: 'has branches that may hold at the same time',
  NOT_CHANGED: 'forbids something that is not known to be absent',
  NOTHING_ACCEPTED: 'accepts nothing',
  REFERENCE_UNDECIDED: 'has a reference that depends on how it was reached',
  TOO_COMPLEX: 'is too complex to decide about',
} as const satisfies Record<string, string>

/** A difference kind of the sound rule book. */
export type SoundKind = keyof typeof soundKinds
