import type { DifferenceRow } from '../differences.ts'

/** Sets of rules to select at once; `CSR` suits a schema registry. */
export const lintCategories = ['FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE', 'CSR'] as const
export type LintCategory = (typeof lintCategories)[number]

/** What a rule says, and which categories select it. */
interface LintRow extends DifferenceRow {
  readonly categories: readonly LintCategory[]
}

/** Every rule, under the ids that Buf users know. Data: longer than a file of code may be. @see Breaking-rules 1 */
export const lintRows = {
  ENUM_NO_DELETE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE'],
    text: "The enum at '%p' in the %2 schema is gone from its file in the %1 schema",
  },
  EXTENSION_NO_DELETE: {
    effect: 'breaks',
    categories: ['FILE'],
    text: "The extension at '%p' in the %2 schema is gone from its file in the %1 schema",
  },
  FILE_NO_DELETE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE'],
    text: "The file '%p' of the %2 schema is gone from the %1 schema",
  },
  MESSAGE_NO_DELETE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE'],
    text: "The message at '%p' in the %2 schema is gone from its file in the %1 schema",
  },
  SERVICE_NO_DELETE: {
    effect: 'breaks',
    categories: ['FILE'],
    text: "The service at '%p' in the %2 schema is gone from its file in the %1 schema",
  },
  PACKAGE_NO_DELETE: {
    effect: 'breaks',
    categories: ['PACKAGE'],
    text: 'The package of the %2 schema is gone from the %1 schema%i',
  },
  PACKAGE_ENUM_NO_DELETE: {
    effect: 'breaks',
    categories: ['PACKAGE'],
    text: "The enum at '%p' in the %2 schema is gone from its package in the %1 schema",
  },
  PACKAGE_EXTENSION_NO_DELETE: {
    effect: 'breaks',
    categories: ['PACKAGE'],
    text: "The extension at '%p' in the %2 schema is gone from its package in the %1 schema",
  },
  PACKAGE_MESSAGE_NO_DELETE: {
    effect: 'breaks',
    categories: ['PACKAGE'],
    text: "The message at '%p' in the %2 schema is gone from its package in the %1 schema",
  },
  PACKAGE_SERVICE_NO_DELETE: {
    effect: 'breaks',
    categories: ['PACKAGE'],
    text: "The service at '%p' in the %2 schema is gone from its package in the %1 schema",
  },
  ENUM_SAME_TYPE: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: "The enum at '%p' changed between open and closed from the %2 to the %1 schema%i",
  },
  ENUM_VALUE_NO_DELETE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE'],
    text: "The enum number at '%p' in the %2 schema is gone from the %1 schema",
  },
  EXTENSION_MESSAGE_NO_DELETE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE'],
    text: "The message at '%p' in the %1 schema has fewer extension numbers than in the %2 schema%i",
  },
  FIELD_NO_DELETE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE'],
    text: "The field at '%p' in the %2 schema is gone from the %1 schema",
  },
  FIELD_SAME_CARDINALITY: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: "The cardinality of the field at '%p' changed from the %2 to the %1 schema%i",
  },
  FIELD_SAME_CPP_STRING_TYPE: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: "The C++ string type of the field at '%p' changed from the %2 to the %1 schema%i",
  },
  FIELD_SAME_JAVA_UTF8_VALIDATION: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: "The Java UTF-8 validation of the field at '%p' changed from the %2 to the %1 schema%i",
  },
  FIELD_SAME_JSTYPE: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: "The option jstype of the field at '%p' changed from the %2 to the %1 schema%i",
  },
  FIELD_SAME_TYPE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE'],
    text: "The type of the field at '%p' changed from the %2 to the %1 schema%i",
  },
  FIELD_SAME_UTF8_VALIDATION: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: "The UTF-8 validation of the field at '%p' changed from the %2 to the %1 schema%i",
  },
  FILE_SAME_CC_ENABLE_ARENAS: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option cc_enable_arenas changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_CC_GENERIC_SERVICES: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option cc_generic_services changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_CSHARP_NAMESPACE: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option csharp_namespace changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_GO_PACKAGE: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option go_package changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_JAVA_GENERIC_SERVICES: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option java_generic_services changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_JAVA_MULTIPLE_FILES: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option java_multiple_files changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_JAVA_OUTER_CLASSNAME: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option java_outer_classname changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_JAVA_PACKAGE: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option java_package changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_OBJC_CLASS_PREFIX: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option objc_class_prefix changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_OPTIMIZE_FOR: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option optimize_for changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_PHP_CLASS_PREFIX: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option php_class_prefix changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_PHP_METADATA_NAMESPACE: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option php_metadata_namespace changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_PHP_NAMESPACE: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option php_namespace changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_PY_GENERIC_SERVICES: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option py_generic_services changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_RUBY_PACKAGE: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option ruby_package changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_SWIFT_PREFIX: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: 'The file option swift_prefix changed from the %2 to the %1 schema%i',
  },
  FILE_SAME_SYNTAX: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE'],
    text: 'The syntax changed from the %2 to the %1 schema%i',
  },
  MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE'],
    text: "The message at '%p' lost its standard descriptor accessor from the %2 to the %1 schema",
  },
  ONEOF_NO_DELETE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE'],
    text: "The oneof at '%p' in the %2 schema is gone from the %1 schema",
  },
  RPC_NO_DELETE: {
    effect: 'breaks',
    categories: ['FILE', 'PACKAGE'],
    text: "The rpc at '%p' in the %2 schema is gone from the %1 schema",
  },
  ENUM_SAME_JSON_FORMAT: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON'],
    text: "The JSON format of the enum at '%p' is no longer ALLOW in the %1 schema as in the %2 schema",
  },
  ENUM_VALUE_SAME_NAME: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON'],
    text: "The name of the enum number at '%p' changed from the %2 to the %1 schema%i",
  },
  FIELD_SAME_JSON_NAME: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON'],
    text: "The JSON name of the field at '%p' changed from the %2 to the %1 schema%i",
  },
  FIELD_SAME_NAME: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON'],
    text: "The name of the field at '%p' changed from the %2 to the %1 schema%i",
  },
  MESSAGE_SAME_JSON_FORMAT: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON'],
    text: "The JSON format of the message at '%p' is no longer ALLOW in the %1 schema as in the %2 schema",
  },
  FIELD_SAME_DEFAULT: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'],
    text: "The default of the field at '%p' changed from the %2 to the %1 schema%i",
  },
  FIELD_SAME_ONEOF: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'],
    text: "The field at '%p' moved into, out of or between oneofs from the %2 to the %1 schema%i",
  },
  FILE_SAME_PACKAGE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'],
    text: 'The package changed from the %2 to the %1 schema%i',
  },
  MESSAGE_SAME_REQUIRED_FIELDS: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'],
    text: "The required fields of the message at '%p' changed from the %2 to the %1 schema%i",
  },
  RESERVED_ENUM_NO_DELETE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'],
    text: "The enum at '%p' in the %1 schema reserves less than in the %2 schema%i",
  },
  RESERVED_MESSAGE_NO_DELETE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'],
    text: "The message at '%p' in the %1 schema reserves less than in the %2 schema%i",
  },
  RPC_SAME_CLIENT_STREAMING: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'],
    text: "The streaming of the rpc at '%p' changed from the %2 to the %1 schema%i",
  },
  RPC_SAME_SERVER_STREAMING: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'],
    text: "The streaming of the rpc at '%p' changed from the %2 to the %1 schema%i",
  },
  RPC_SAME_IDEMPOTENCY_LEVEL: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'],
    text: "The idempotency level of the rpc at '%p' changed from the %2 to the %1 schema%i",
  },
  RPC_SAME_REQUEST_TYPE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'],
    text: "The request type of the rpc at '%p' changed from the %2 to the %1 schema%i",
  },
  RPC_SAME_RESPONSE_TYPE: {
    effect: 'breaks',
    categories: ['CSR', 'FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'],
    text: "The response type of the rpc at '%p' changed from the %2 to the %1 schema%i",
  },
  ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED: {
    effect: 'breaks',
    categories: ['CSR', 'WIRE_JSON'],
    text: "The enum number at '%p' in the %2 schema is gone from the %1 schema, and its name is not reserved",
  },
  FIELD_NO_DELETE_UNLESS_NAME_RESERVED: {
    effect: 'breaks',
    categories: ['CSR', 'WIRE_JSON'],
    text: "The field at '%p' in the %2 schema is gone from the %1 schema, and its name is not reserved",
  },
  FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY: {
    effect: 'breaks',
    categories: ['CSR', 'WIRE_JSON'],
    text: "The cardinality of the field at '%p' changed beyond binary and JSON compatibility from the %2 to the %1 schema%i",
  },
  FIELD_WIRE_JSON_COMPATIBLE_TYPE: {
    effect: 'breaks',
    categories: ['CSR', 'WIRE_JSON'],
    text: "The type of the field at '%p' changed beyond binary and JSON compatibility from the %2 to the %1 schema%i",
  },
  ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED: {
    effect: 'breaks',
    categories: ['CSR', 'WIRE_JSON', 'WIRE'],
    text: "The enum number at '%p' in the %2 schema is gone from the %1 schema, and is not reserved",
  },
  FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED: {
    effect: 'breaks',
    categories: ['CSR', 'WIRE_JSON', 'WIRE'],
    text: "The field at '%p' in the %2 schema is gone from the %1 schema, and its number is not reserved",
  },
  FIELD_WIRE_COMPATIBLE_CARDINALITY: {
    effect: 'breaks',
    categories: ['WIRE'],
    text: "The cardinality of the field at '%p' changed beyond binary compatibility from the %2 to the %1 schema%i",
  },
  FIELD_WIRE_COMPATIBLE_TYPE: {
    effect: 'breaks',
    categories: ['WIRE'],
    text: "The type of the field at '%p' changed beyond binary compatibility from the %2 to the %1 schema%i",
  },
  MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT: {
    effect: 'breaks',
    categories: [],
    text: "The option message_set_wire_format of the message at '%p' changed from the %2 to the %1 schema",
  },
  FILE_SAME_PHP_GENERIC_SERVICES: {
    effect: 'breaks',
    categories: [],
    text: 'The file option php_generic_services changed from the %2 to the %1 schema%i',
  },
} as const satisfies Record<string, LintRow>

/** The id of a rule. */
export type LintRule = keyof typeof lintRows

/** Names of older configurations for rules that live on. */
export const lintAliases: ReadonlyMap<string, LintRule> = new Map([
  ['FIELD_SAME_CTYPE', 'FIELD_SAME_CPP_STRING_TYPE'],
  ['FIELD_SAME_LABEL', 'FIELD_SAME_CARDINALITY'],
  ['FILE_SAME_JAVA_STRING_CHECK_UTF8', 'FIELD_SAME_JAVA_UTF8_VALIDATION'],
])
