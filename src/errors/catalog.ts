/** How an error is worded, and which number it carries on the wire. */
interface CatalogRow {
  /** The wire's `error_code`; its first three digits are the HTTP status. */
  readonly code: number
  // oxlint-disable-next-line typescript/no-explicit-any -- each row names its own parameters
  readonly text: (details: any) => string
}

const soft = 'was soft deleted.Set permanent=true to delete permanently'
const hard = 'was not deleted first before being permanently deleted'

/**
 * Kind to code and sentence: the only place where such numbers stand.
 *
 * @see Rest-api, Appendix A
 */
export const catalog = {
  ROUTE_NOT_FOUND: { code: 404, text: () => 'HTTP 404 Not Found' },
  METHOD_NOT_ALLOWED: { code: 405, text: () => 'HTTP 405 Method Not Allowed' },
  NOT_ACCEPTABLE: { code: 406, text: () => 'HTTP 406 Not Acceptable' },
  UNSUPPORTED_MEDIA_TYPE: { code: 415, text: () => 'HTTP 415 Unsupported Media Type' },
  BODY_TOO_LARGE: {
    code: 413,
    text: (p: { maxBytes: number }) => `Request body is larger than ${p.maxBytes} bytes`,
  },
  BAD_REQUEST: { code: 400, text: (p: { reason: string }) => p.reason },
  CONTEXT_NAME_HAS_COLON: {
    code: 400,
    text: (p: { context: string }) => `Context name '${p.context}' cannot contain a colon`,
  },
  BODY_IS_NULL: {
    code: 422,
    text: (p: { argument: string }) => `${p.argument} must not be null (was null)`,
  },
  /** Config members that the reference does not have. */
  INVALID_CONFIG_VALUE: {
    code: 422,
    text: (p: { member: string; value: string; values: readonly string[] }) =>
      `Invalid ${p.member} '${p.value}'. Valid values are ${p.values.join(', ')}`,
  },
  UNAUTHENTICATED: { code: 401, text: () => 'Unauthorized' },
  FORBIDDEN: { code: 403, text: () => 'Forbidden' },
  INTERNAL: { code: 500, text: () => 'Internal Server Error' },
  METADATA_NOT_READ: {
    code: 50001,
    text: () =>
      'Error while retrieving schema: its sensitive metadata cannot be decrypted with the secret that is configured, or none is',
  },
  STORE_UNAVAILABLE: {
    code: 503,
    text: (p: { reason: string }) => `The database cannot be reached: ${p.reason}`,
  },

  SUBJECT_NOT_FOUND: {
    code: 40401,
    text: (p: { subject: string }) => `Subject '${p.subject}' not found.`,
  },
  VERSION_NOT_FOUND: {
    code: 40402,
    text: (p: { version: number }) => `Version ${p.version} not found.`,
  },
  SCHEMA_NOT_FOUND: { code: 40403, text: () => 'Schema not found' },
  SCHEMA_ID_NOT_FOUND: { code: 40403, text: (p: { id: number }) => `Schema ${p.id} not found` },
  SCHEMA_GUID_NOT_FOUND: {
    code: 40403,
    text: (p: { guid: string }) => `Schema ${p.guid} not found`,
  },
  SUBJECT_SOFT_DELETED: {
    code: 40404,
    text: (p: { subject: string }) => `Subject '${p.subject}' ${soft}`,
  },
  SUBJECT_NOT_SOFT_DELETED: {
    code: 40405,
    text: (p: { subject: string }) => `Subject '${p.subject}' ${hard}`,
  },
  VERSION_SOFT_DELETED: {
    code: 40406,
    text: (p: { subject: string; version: number | string }) =>
      `Subject '${p.subject}' Version ${p.version} ${soft}`,
  },
  VERSION_NOT_SOFT_DELETED: {
    code: 40407,
    text: (p: { subject: string; version: number | string }) =>
      `Subject '${p.subject}' Version ${p.version} ${hard}`,
  },
  SUBJECT_CONFIG_NOT_FOUND: {
    code: 40408,
    text: (p: { subject: string }) =>
      `Subject '${p.subject}' does not have subject-level compatibility configured`,
  },
  SUBJECT_MODE_NOT_FOUND: {
    code: 40409,
    text: (p: { subject: string }) =>
      `Subject '${p.subject}' does not have subject-level mode configured`,
  },
  ASSOCIATION_NOT_FOUND: {
    code: 40410,
    text: (p: { resource: string }) => `Association for '${p.resource}' not found.`,
  },

  INCOMPATIBLE_SCHEMA: {
    code: 40901,
    text: (p: { subject: string; messages: readonly string[] }) =>
      `Schema being registered is incompatible with an earlier schema for subject "${p.subject}", details: [${p.messages.join(', ')}]`,
  },
  INCOMPATIBLE_ASSOCIATION_SCHEMA: {
    code: 40901,
    text: (p: { messages: readonly string[] }) => `[${p.messages.join(', ')}]`,
  },
  ASSOCIATION_EXISTS_FOR_RESOURCE: {
    code: 40903,
    text: (p: { associationType: string; resource: string }) =>
      `An association of type '${p.associationType}' already exists for resource '${p.resource}'`,
  },
  ASSOCIATION_EXISTS_FOR_SUBJECT: {
    code: 40904,
    text: (p: { subject: string }) => `An association already exists for subject '${p.subject}'`,
  },
  STRONG_ASSOCIATION_EXISTS: {
    code: 40905,
    text: (p: { subject: string }) =>
      `A strong association already exists for subject '${p.subject}'`,
  },
  NO_ACTIVE_VERSION: {
    code: 40907,
    text: (p: { subject: string }) =>
      `No active (non-deleted) version exists for subject '${p.subject}'`,
  },
  ASSOCIATION_FROZEN: {
    code: 40908,
    text: (p: { associationType: string; subject: string }) =>
      `The association of type  '${p.associationType}' is frozen for subject '${p.subject}'`,
  },

  INVALID_SCHEMA: {
    code: 42201,
    text: (p: { schemaType: string; reason: string }) =>
      `Invalid schema of type ${p.schemaType}, details: ${p.reason}`,
  },
  INVALID_SCHEMA_TYPE: {
    code: 42201,
    text: (p: { schemaType: string }) => `Invalid schema type ${p.schemaType}`,
  },
  EMPTY_SCHEMA: { code: 42201, text: () => 'Empty schema' },
  INVALID_REFERENCE: {
    code: 42201,
    text: (p: {
      name: string | undefined
      subject: string | undefined
      version: number | undefined
    }) =>
      `Invalid schema, details: Invalid reference: {name='${p.name ?? null}', subject='${p.subject ?? null}', version=${p.version ?? null}}`,
  },
  REFERENCE_NOT_FOUND: {
    code: 42201,
    text: (p: { subject: string; version: number }) =>
      `Invalid schema, details: No schema reference found for subject "${p.subject}" and version ${p.version}`,
  },
  REFERENCE_VERSION_CONFLICT: {
    code: 42201,
    text: (p: { name: string; first: number; second: number }) =>
      `Invalid schema, details: Conflicting reference versions for "${p.name}": version ${p.first} and version ${p.second}`,
  },
  VERSION_NOT_NEXT: { code: 42201, text: () => 'Version is not one more than previous version' },
  INVALID_LOGICAL_SCHEMA: { code: 42201, text: (p: { reason: string }) => p.reason },
  INVALID_VERSION: {
    code: 42202,
    text: (p: { version: string }) =>
      `The specified version '${p.version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
  },
  INVALID_COMPATIBILITY_LEVEL: {
    code: 42203,
    text: () =>
      'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
  },
  INVALID_MODE: {
    code: 42204,
    text: () => 'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
  },
  FORWARD_MODE_NOT_GLOBAL: {
    code: 42204,
    text: () => 'Forward mode only supported on global level',
  },
  READ_ONLY_MODE: {
    code: 42205,
    text: (p: { subject: string | null; context: string }) =>
      `Subject ${p.subject} in context ${p.context} is in read-only mode`,
  },
  NOT_IMPORT_MODE: {
    code: 42205,
    text: (p: { subject: string; context: string }) =>
      `Subject ${p.subject} in context ${p.context} is not in import mode`,
  },
  NOT_READ_WRITE_MODE: {
    code: 42205,
    text: (p: { subject: string; context: string }) =>
      `Subject ${p.subject} in context ${p.context} is not in read-write mode`,
  },
  ID_OVERWRITE: {
    code: 42205,
    text: (p: { id: number; context: string }) =>
      `Overwrite new schema with id ${p.id} in context ${p.context} is not permitted.`,
  },
  IMPORT_WITH_SUBJECTS: { code: 42205, text: () => 'Cannot import since found existing subjects' },
  MODE_IMMUTABLE: { code: 42205, text: () => 'Mode changes are not allowed' },
  STRONGLY_ASSOCIATED_REFERENCE: {
    code: 42205,
    text: (p: { subject: string }) =>
      `Subject '${p.subject}' has a strong association and cannot be referenced`,
  },
  REFERENCE_EXISTS: {
    code: 42206,
    text: (p: { subject: string; version: number }) =>
      `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${p.subject},version=${p.version}}.`,
  },
  SUBJECT_REFERENCE_EXISTS: {
    code: 42206,
    text: (p: { subject: string }) => `One or more references exist to the schema ${p.subject}.`,
  },
  INVALID_SUBJECT: {
    code: 42208,
    text: (p: { subject: string }) => `The specified subject '${p.subject}' is not a valid.`,
  },
  /** Ours: an import took the highest id there is, and the next schema would need a higher one. */
  IDS_EXHAUSTED: {
    code: 42205,
    text: () => 'No schema id is left in the context: its highest one is taken',
  },
  SCHEMA_TOO_LARGE: {
    code: 42209,
    text: () => 'Register operation failed because schema is too large',
  },
  INVALID_RULE_SET: { code: 42210, text: (p: { reason: string }) => p.reason },
  CONTEXT_NOT_EMPTY: {
    code: 42211,
    text: (p: { context: string }) => `The specified context '${p.context}' is not empty.`,
  },
  INVALID_ASSOCIATION: {
    code: 42212,
    text: (p: { property: string; detail: string }) =>
      `The association specified an invalid value for property: '${p.property}', detail: ${p.detail}`,
  },
  /** Only inside batches: the message of the schema's own error, under another code. */
  INVALID_ASSOCIATION_SCHEMA: { code: 42212, text: (p: { message: string }) => p.message },
  ASSOCIATION_NOT_WRITTEN: {
    code: 500,
    text: (p: { message: string }) => `Error while creating association: ${p.message}`,
  },
  ASSOCIATIONS_NOT_READ: {
    code: 500,
    text: (p: { property: string; detail: string }) =>
      `Error while getting associations: property: ${p.property}; detail: ${p.detail}`,
  },
} as const satisfies Record<string, CatalogRow>

/** The closed set of what can go wrong. */
export type ErrorKind = keyof typeof catalog

/** What an error of that kind must be told about itself. */
export type ErrorDetails<K extends ErrorKind> =
  Parameters<(typeof catalog)[K]['text']> extends [infer D] ? D : undefined
