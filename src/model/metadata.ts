/** Tags, properties and sensitive names of one schema; part of its identity. */
export interface Metadata {
  /** Path pattern to tag names. */
  readonly tags?: ReadonlyMap<string, readonly string[]>
  readonly properties?: ReadonlyMap<string, string>
  /** Names of properties to encrypt at rest. */
  readonly sensitive?: readonly string[]
}

/** The metadata property that ties a schema to its own version number. */
export const VERSION_PROPERTY = 'confluent:version'
/** The metadata property that lists reserved top-level field names, comma-separated. */
export const RESERVED_PROPERTY = 'confluent:reserved'
