import type { Change, ChangeFeed } from '../store.ts'
import { toChange } from './changes.ts'
import type { ChangeRow } from './changes.ts'

/** Stub, replaced below. */
export class PostgresChangeFeed implements ChangeFeed {
  readonly #listeners = new Set<(change: Change | undefined) => void>()

  subscribe(listener: (change: Change | undefined) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  publish(rows: readonly ChangeRow[]): void {
    for (const row of rows) for (const listener of this.#listeners) listener(toChange(row))
  }
}
