import type { DifferenceRow } from '../differences.ts'

/**
 * What the sound rule book sees beyond the reference: whatever makes a reader lose or mistake a value
 * of the writer, in the binary encoding or in its JSON mapping.
 *
 * @see Protobuf 8.4; the number of the class stands behind each group
 */
export const soundRows = {
  // 1
  REQUIRED_LABEL_CHANGED: {
    effect: 'breaks',
    text: "The field at path '%p' is required in the %1 schema but not in the %2 schema",
    hint: 'Keep the field optional.',
  },
  // 2
  FIELD_CARDINALITY_CHANGED: {
    effect: 'breaks',
    text: "The field at path '%p' holds one value in the %1 schema but many in the %2 schema",
    hint: 'Keep the field repeated, or add a field with an unused number.',
  },
  // 3
  FIELD_SCALAR_NARROWED: {
    effect: 'breaks',
    text: "The field at path '%p' holds fewer values in the %1 schema than in the %2 schema%i",
    hint: 'Use a type that holds all values of the old one, or add a field with an unused number.',
  },
  STRING_FROM_BYTES: {
    effect: 'breaks',
    text: "The field at path '%p' is a string in the %1 schema but bytes in the %2 schema",
    hint: 'Keep the field as bytes.',
  },
  STRING_TO_BYTES: {
    effect: 'none',
    text: "The field at path '%p' is bytes in the %1 schema but a string in the %2 schema",
  },
  // 4
  FIELD_ENUM_TYPE_CHANGED: {
    effect: 'breaks',
    text: "The enum of the field at path '%p' in the %1 schema does not cover the one in the %2 schema%i",
    hint: 'Keep the enum of the field.',
  },
  CLOSED_ENUM_CONST_REMOVED: {
    effect: 'breaks',
    text: "A closed enum of the field at path '%p' in the %1 schema lacks numbers of the %2 schema%i",
    hint: 'Keep the constants, marked as deprecated.',
  },
  // 4 and 9
  ENUM_NAME_REMOVED: {
    effect: 'breaks',
    text: "An enum of the field at path '%p' in the %1 schema lacks names of the %2 schema%i",
    hint: 'Keep the name, as an alias if the number gets another one.',
  },
  // 5
  RESERVED_TAG_REUSED: {
    effect: 'breaks',
    text: "The field at path '%p' in the %1 schema uses what the %2 schema reserves",
    hint: 'Give the field an unused number and name.',
  },
  RESERVED_REMOVED: {
    effect: 'none',
    text: "The message at path '%p' in the %1 schema reserves less than in the %2 schema%i",
  },
  // 6
  GROUP_CHANGED: {
    effect: 'breaks',
    text: "The group at path '%p' differs between the %1 and the %2 schema%i",
    hint: 'Keep the group.',
  },
  EXTENSION_CHANGED: {
    effect: 'breaks',
    text: "The extension at path '%p' differs between the %1 and the %2 schema%i",
    hint: 'Keep the type of the extension.',
  },
  RPC_CHANGED: {
    effect: 'none',
    text: "The rpc at path '%p' differs between the %1 and the %2 schema%i",
  },
  FIELD_DEFAULT_CHANGED: {
    effect: 'breaks',
    text: "The default of the field at path '%p' in the %1 schema is not that of the %2 schema%i",
    hint: 'Keep the default: absent values are read as it.',
  },
  SYNTAX_CHANGED: {
    effect: 'undecided',
    text: 'The %1 schema is not of the syntax of the %2 schema: presence, open enums and UTF-8 checks differ',
    hint: 'Keep the syntax line.',
  },
  // 7
  ONEOF_FIELDS_REMOVED: {
    effect: 'breaks',
    text: "The %1 schema lacks the oneof at path '%p' in the %2 schema with all its fields",
    hint: 'Keep the oneof and its fields, marked as deprecated.',
  },
  // 8
  IMPORTED_TYPE_CHANGED: {
    effect: 'breaks',
    text: "The imported type of the field at path '%p' in the %1 schema does not read that of the %2 schema%i",
    hint: 'Refer to versions that are compatible, in imports of imports too.',
  },
  TYPE_UNRESOLVED: {
    effect: 'undecided',
    text: "The type of the field at path '%p' cannot be resolved in the %1 or the %2 schema",
    hint: 'Add the missing reference.',
  },
  // 10, and json_name of 6
  JSON_NAME_CHANGED: {
    effect: 'breaks',
    text: "The JSON name of the field at path '%p' in the %1 schema is not that of the %2 schema%i",
    hint: 'Keep the name, or set json_name to the old one.',
  },
} as const satisfies Record<string, DifferenceRow>

/** The kinds of the sound rule book. */
export type SoundKind = keyof typeof soundRows
