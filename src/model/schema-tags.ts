/** The names of an entity inside a schema, and its tags. Rest-api 3.11. */
export interface SchemaTags {
  readonly entityPath: string
  readonly entityType: 'sr_record' | 'sr_field'
  readonly tags: readonly string[]
}

/** An edit of inline tags. Additions are applied before removals. */
export interface TagEdit {
  readonly add: readonly SchemaTags[]
  readonly remove: readonly SchemaTags[]
}
