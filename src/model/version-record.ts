/** One version of a subject: which schema it is, and how it stands. */
export interface VersionRecord {
  readonly version: number
  /** Unique in the subject's context. */
  readonly schemaId: number
  /** Lower-case UUID text derived from the content. */
  readonly guid: string
  /** Soft-deleted. */
  readonly deleted: boolean
  /** Milliseconds since the epoch; the record's `ts` on the wire. */
  readonly writtenAt: number
}
