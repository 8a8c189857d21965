import type { SchemaRecord } from './record.ts'

/**
 * Records waiting for their turn: each subject gets one in turn, and its own stay in their order.
 *
 * A registry takes the versions of one subject one after another, while an export lists them side
 * by side: in that order most requests would only wait for each other.
 */
export class FairQueue {
  readonly #bySubject = new Map<string, SchemaRecord[]>()
  /** Records that wait. */
  size = 0
  /** Length of their texts together, so that a few huge schemas do not fill the memory. */
  characters = 0

  push(record: SchemaRecord): void {
    const others = this.#bySubject.get(record.subject)
    if (others === undefined) this.#bySubject.set(record.subject, [record])
    else others.push(record)
    this.size += 1
    this.characters += record.schema.length
  }

  /** The next record; `undefined` when none waits. */
  take(): SchemaRecord | undefined {
    const [first] = this.#bySubject
    if (first === undefined) return undefined
    const [subject, records] = first
    const record = records.shift()
    // Behind all others: a map keeps the order in which its keys came.
    this.#bySubject.delete(subject)
    if (records.length > 0) this.#bySubject.set(subject, records)
    if (record === undefined) return undefined
    this.size -= 1
    this.characters -= record.schema.length
    return record
  }
}
