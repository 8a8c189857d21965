import { LRUCache } from 'lru-cache'
import { isNotFound } from './request-error.ts'
import type { RequestError } from './request-error.ts'

/** How long a cache believes what it holds. */
export interface JoinedCacheOptions<V> {
  /** Entries; the least recently used one goes. */
  readonly max: number
  /** The same for what is known not to exist. */
  readonly maxMisses: number
  /** After that a value still serves while it is asked for again; absent: for ever. */
  readonly ttlMs?: number
  /** How long "not found" is believed. */
  readonly missTtlMs: number
  readonly now: () => number
  /** Whether what was set while a question was under way is behind its answer; absent: never. */
  readonly isBehind?: (held: V, answer: V) => boolean
}

interface Held<V> {
  readonly value: V
  readonly staleAt: number
}

interface Miss {
  readonly error: RequestError
  readonly until: number
}

/**
 * A bounded cache in front of the registry: one request under way per key, different keys in
 * parallel, a stale value served while it is refreshed, "not found" remembered for a moment.
 *
 * @see Serde 4.2
 */
export class JoinedCache<V extends object> {
  readonly #held: LRUCache<string, Held<V>>
  readonly #misses: LRUCache<string, Miss>
  readonly #pending = new Map<string, Promise<V>>()
  readonly #options: JoinedCacheOptions<V>

  constructor(options: JoinedCacheOptions<V>) {
    this.#options = options
    this.#held = new LRUCache({ max: options.max })
    this.#misses = new LRUCache({ max: options.maxMisses })
  }

  /** What is held, stale or not; never asks. */
  peek(key: string): V | undefined {
    return this.#held.get(key)?.value
  }

  /** Whether the value held, if any, should be asked for again. */
  isStale(key: string): boolean {
    const held = this.#held.get(key)
    return held !== undefined && this.#options.now() >= held.staleAt
  }

  /** Whether an answer is on its way. */
  isAsked(key: string): boolean {
    return this.#pending.has(key)
  }

  set(key: string, value: V): void {
    const { ttlMs, now } = this.#options
    const staleAt = ttlMs === undefined ? Number.POSITIVE_INFINITY : now() + ttlMs
    this.#held.set(key, { value, staleAt })
    this.#misses.delete(key)
  }

  delete(key: string): void {
    this.#held.delete(key)
    this.#misses.delete(key)
  }

  /** Keys of what is held, and of what is known not to exist. */
  keysWith(prefix: string): readonly string[] {
    const keys = [...this.#held.keys(), ...this.#misses.keys()]
    return keys.filter((key) => key.startsWith(prefix))
  }

  entries(): readonly (readonly [string, V])[] {
    return [...this.#held.entries()].map(([key, held]) => [key, held.value])
  }

  /** @throws whatever `ask` throws; a "not found" is thrown again without asking for a while */
  async load(key: string, ask: () => Promise<V>): Promise<V> {
    const now = this.#options.now()
    const held = this.#held.get(key)
    if (held !== undefined) {
      // A refresh that fails leaves the old value in place: the next caller tries again.
      if (now >= held.staleAt) this.#ask(key, ask).catch(() => undefined)
      return held.value
    }
    const miss = this.#misses.get(key)
    if (miss !== undefined && now < miss.until) throw miss.error
    return this.#ask(key, ask)
  }

  #ask(key: string, ask: () => Promise<V>): Promise<V> {
    const pending = this.#pending.get(key)
    if (pending !== undefined) return pending
    const asked = this.#remember(key, ask).finally(() => this.#pending.delete(key))
    this.#pending.set(key, asked)
    return asked
  }

  async #remember(key: string, ask: () => Promise<V>): Promise<V> {
    const before = this.#held.peek(key)
    // What was set meanwhile is newer than the answer to an older question.
    const isNewer = (held: Held<V> | undefined): held is Held<V> =>
      held !== undefined && held !== before
    try {
      const value = await ask()
      const held = this.#held.peek(key)
      const isBehind = held !== undefined && this.#options.isBehind?.(held.value, value) === true
      if (isNewer(held) && !isBehind) return held.value
      this.set(key, value)
      return value
    } catch (error) {
      if (isNotFound(error) && !isNewer(this.#held.peek(key))) {
        this.#held.delete(key)
        this.#misses.set(key, { error, until: this.#options.now() + this.#options.missTtlMs })
      }
      throw error
    }
  }
}
