import { LRUCache } from 'lru-cache'

/**
 * Values by key, bounded by bytes; reads of one key that is not there are joined.
 *
 * A read that was under way when its key was forgotten still answers those who asked before, but
 * is neither kept nor joined any more: it may have seen what was there before the change.
 */
export class Remembered<V extends object> {
  readonly #kept: LRUCache<string, V>
  readonly #reading = new Map<string, Promise<V | undefined>>()
  /** Reads of several keys under way, and the keys forgotten meanwhile. */
  readonly #loads = new Set<Set<string>>()

  /** @param sizeOf bytes that a value takes, roughly */
  constructor(maxBytes: number, sizeOf: (value: V) => number) {
    this.#kept = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: (value, key) => 2 * key.length + 100 + sizeOf(value),
    })
  }

  peek(key: string): V | undefined {
    return this.#kept.peek(key)
  }

  /** Answers from memory, else loads; that nothing was found is not remembered. */
  async read<F extends V | undefined>(key: string, load: () => Promise<F>): Promise<F | V> {
    const kept = this.#kept.get(key)
    if (kept !== undefined) return kept
    // The loader of a key is always the same, so whatever it joins yields the same type.
    const joined = this.#reading.get(key) as Promise<F> | undefined
    if (joined !== undefined) return joined
    const reading = load()
    this.#reading.set(key, reading)
    try {
      const value = await reading
      if (value !== undefined && this.#reading.get(key) === reading) this.#kept.set(key, value)
      return value
    } finally {
      if (this.#reading.get(key) === reading) this.#reading.delete(key)
    }
  }

  /**
   * Answers several keys at once, loading those that are not in memory; what is not found is left
   * out.
   */
  async readAll(
    keys: readonly string[],
    load: (missing: readonly string[]) => Promise<ReadonlyMap<string, V>>,
  ): Promise<ReadonlyMap<string, V>> {
    const found = new Map<string, V>()
    const missing = new Set<string>()
    for (const key of keys) {
      const kept = this.#kept.get(key)
      if (kept === undefined) missing.add(key)
      else found.set(key, kept)
    }
    if (missing.size === 0) return found
    const forgotten = new Set<string>()
    this.#loads.add(forgotten)
    try {
      for (const [key, value] of await load([...missing])) {
        found.set(key, value)
        if (this.#loads.has(forgotten) && !forgotten.has(key)) this.#kept.set(key, value)
      }
      return found
    } finally {
      this.#loads.delete(forgotten)
    }
  }

  put(key: string, value: V): void {
    this.#kept.set(key, value)
  }

  forget(key: string): void {
    this.#kept.delete(key)
    this.#reading.delete(key)
    for (const forgotten of this.#loads) forgotten.add(key)
  }

  clear(): void {
    this.#kept.clear()
    this.#reading.clear()
    this.#loads.clear()
  }
}

/** Bytes that plain data takes in memory, roughly. */
export function roughBytes(value: unknown): number {
  if (typeof value === 'string') return 2 * value.length + 16
  if (typeof value !== 'object' || value === null) return 8
  const parts = value instanceof Map ? [...value.entries()].flat() : Object.values(value)
  return parts.reduce((sum: number, part) => sum + roughBytes(part), 40)
}
