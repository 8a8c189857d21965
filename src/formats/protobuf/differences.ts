import type { Direction } from '../../model/compatibility-level.ts'
import type { Place } from '../../model/place.ts'
import type { Difference, Effect } from '../difference.ts'

/** What is known of one kind of difference. */
export interface DifferenceRow {
  readonly effect: Effect
  /** The description; `%1`, `%2` are the words of reader and writer, `%p` the path, `%i` more words. */
  readonly text: string
  readonly hint?: string
}

/**
 * Every kind the reference knows, and whether it breaks.
 *
 * @see Protobuf 8.2; rest-api, Appendix E
 */
export const differenceRows = {
  PACKAGE_CHANGED: {
    effect: 'breaks',
    text: "The package at '%p' in the %1 schema does not match the package in the %2 schema",
    hint: 'Keep the package statement as it was.',
  },
  MESSAGE_ADDED: {
    effect: 'none',
    text: "The %1 schema has a MESSAGE type at path '%p' that the %2 schema lacks",
  },
  MESSAGE_REMOVED: {
    effect: 'breaks',
    text: "The %1 schema is missing a MESSAGE type at path '%p' in the %2 schema",
    hint: 'Keep the message, even if nothing uses it any more.',
  },
  MESSAGE_MOVED: {
    effect: 'none',
    text: "The MESSAGE type at path '%p' stands at another position in the %1 schema than in the %2 schema",
  },
  ENUM_ADDED: {
    effect: 'none',
    text: "The %1 schema has an ENUM type at path '%p' that the %2 schema lacks",
  },
  ENUM_REMOVED: {
    effect: 'none',
    text: "The %1 schema is missing an ENUM type at path '%p' in the %2 schema",
  },
  ENUM_CONST_ADDED: {
    effect: 'none',
    text: "The %1 schema has an ENUM constant at path '%p' that the %2 schema lacks",
  },
  ENUM_CONST_CHANGED: {
    effect: 'none',
    text: "The name of an ENUM constant at path '%p' in the %1 schema does not match its name in the %2 schema",
  },
  ENUM_CONST_REMOVED: {
    effect: 'none',
    text: "The %1 schema is missing an ENUM constant at path '%p' in the %2 schema",
  },
  FIELD_ADDED: {
    effect: 'none',
    text: "The %1 schema has a field at path '%p' that the %2 schema lacks",
  },
  FIELD_REMOVED: {
    effect: 'none',
    text: "The %1 schema is missing a field at path '%p' in the %2 schema",
  },
  FIELD_NAME_CHANGED: {
    effect: 'none',
    text: "The name of a field at path '%p' in the %1 schema does not match its name in the %2 schema",
  },
  FIELD_KIND_CHANGED: {
    effect: 'breaks',
    text: "The type of a field at path '%p' in the %1 schema does not match the %2 schema",
    hint: 'Keep the type of the field, and give the new type a field with an unused number.',
  },
  FIELD_SCALAR_KIND_CHANGED: {
    effect: 'breaks',
    text: "The kind of a SCALAR field at path '%p' in the %1 schema does not match its kind in the %2 schema",
    hint: 'Use a type with the same encoding, or add a field with an unused number.',
  },
  FIELD_NAMED_TYPE_CHANGED: {
    effect: 'breaks',
    text: "The type of a MESSAGE field at path '%p' in the %1 schema does not match its type in the %2 schema",
    hint: 'Keep the message type of the field, or add a field with an unused number.',
  },
  FIELD_STRING_OR_BYTES_LABEL_CHANGED: {
    effect: 'none',
    text: "The label for a STRING or BYTES field at path '%p' in the %1 schema does not match its label in the %2 schema",
  },
  FIELD_NUMERIC_LABEL_CHANGED: {
    effect: 'breaks',
    text: "The label for a NUMERIC field at path '%p' in the %1 schema does not match its label in the %2 schema",
    hint: 'Keep the label of the field, or add a field with an unused number.',
  },
  REQUIRED_FIELD_ADDED: {
    effect: 'breaks',
    // The two spaces are the reference's.
    text: "A required field  at path '%p' in the %1 schema is missing in the %2 schema",
    hint: 'Make the added field optional.',
  },
  REQUIRED_FIELD_REMOVED: {
    effect: 'breaks',
    text: "The %1 schema is missing a required field at path: '%p' in the %2 schema",
    hint: 'Keep the required field.',
  },
  ONEOF_ADDED: {
    effect: 'none',
    text: "The %1 schema has a oneof at path '%p' that the %2 schema lacks",
  },
  ONEOF_REMOVED: {
    effect: 'none',
    text: "The %1 schema is missing a oneof at path '%p' in the %2 schema",
  },
  ONEOF_FIELD_ADDED: {
    effect: 'none',
    text: "The %1 schema has a oneof field at path '%p' that the %2 schema lacks",
  },
  ONEOF_FIELD_REMOVED: {
    effect: 'breaks',
    text: "The %1 schema is missing a oneof field at path '%p' in the %2 schema",
    hint: 'Keep the field in its oneof, marked as deprecated.',
  },
  ONEOF_FIELD_MOVED_TO_TOP_LEVEL: {
    effect: 'none',
    text: "The oneof field at path '%p' in the %1 schema was moved out of its oneof to a top-level field in the %2 schema",
  },
  MULTIPLE_FIELDS_MOVED_TO_ONEOF: {
    effect: 'breaks',
    text: "Multiple fields in the oneof at path '%p' in the %1 schema are outside a oneof in the %2 schema",
    hint: 'Move at most one existing field into a new oneof.',
  },
  FIELD_MOVED_TO_EXISTING_ONEOF: {
    effect: 'breaks',
    text: "A field in the oneof at path '%p' in the %1 schema is outside an existing oneof in the %2 schema",
    hint: 'Leave the field outside of the oneof.',
  },
} as const satisfies Record<string, DifferenceRow>

/** The reference's kinds. */
export type ReferenceKind = keyof typeof differenceRows

/** The row of a kind, whichever table it stands in. */
export type DifferenceTable = ReadonlyMap<string, DifferenceRow>

/** The two places of a difference. */
export interface DifferencePlaces {
  readonly reader: Place | undefined
  readonly writer: Place | undefined
}

/** Makes a difference of a kind from its row. */
export function differenceOf(
  kind: string,
  row: DifferenceRow,
  path: string,
  places: DifferencePlaces,
): Difference {
  const { effect, hint } = row
  const { reader, writer } = places
  return hint === undefined
    ? { kind, path, effect, info: '', reader, writer }
    : { kind, path, effect, info: '', reader, writer, hint }
}

/** The reference's words for reader and writer. Compatibility 6. */
export const sides = {
  'new-reads-old': ['new', 'old'],
  'old-reads-new': ['old', 'new'],
} as const satisfies Record<Direction, readonly [string, string]>

/** The description of a difference, its words and path put in. */
export function describe(
  row: DifferenceRow,
  { path, info }: Difference,
  direction: Direction,
): string {
  const [reader, writer] = sides[direction]
  const words = new Map([
    ['%1', reader],
    ['%2', writer],
    ['%p', path],
    ['%i', info === '' ? '' : `: ${info}`],
  ])
  // One pass: a `%` inside a path is no placeholder.
  return row.text.replace(/%[12pi]/g, (placeholder) => words.get(placeholder) ?? placeholder)
}
