/** A slice of a list: skip `offset` rows, give at most `limit`. */
export interface Page {
  readonly offset: number
  /** `undefined`: all. */
  readonly limit: number | undefined
}
