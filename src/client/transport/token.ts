/** A bearer token and how long it lives. */
export interface Token {
  readonly token: string
  /** Absent: until the registry answers 401. */
  readonly expiresInMs?: number
}
