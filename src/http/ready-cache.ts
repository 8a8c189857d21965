import { LRUCache } from 'lru-cache'
import type { Registry } from '../registry/registry.ts'
import type { ReadyAnswer } from './ready-answer.ts'

/** An answer and the schema ids whose changes end it. */
interface Filled {
  readonly answer: ReadyAnswer
  readonly schemaIds: readonly number[]
  /** False for an answer that something else than these ids could change. */
  readonly keep: boolean
}

/** A read under way; dirty once something it may have read has changed. */
interface Filling {
  /** `undefined`: not known before the read ends. */
  readonly schemaId: number | undefined
  dirty: boolean
}

/** What an entry weighs beside its bytes: headers, key and bookkeeping, roughly. */
const OVERHEAD_BYTES = 512

/**
 * Ready answers by id and guid, bounded by bytes; dropped as soon as the registry says that an
 * answer may have changed.
 *
 * Entries are found by schema id whatever the context: a subject's schema may be answered from
 * another context once one appears there (rest-api 3.1).
 */
export class ReadyCache {
  readonly #answers: LRUCache<string, Filled>
  readonly #keysOfId = new Map<number, Set<string>>()
  readonly #filling = new Set<Filling>()
  readonly #stopListening: () => void

  constructor(registry: Registry, maxBytes: number) {
    this.#answers = new LRUCache<string, Filled>({
      maxSize: maxBytes,
      sizeCalculation: ({ answer }, key) => answer.bytes.length + 2 * key.length + OVERHEAD_BYTES,
      dispose: (filled, key) => {
        this.#forget(key, filled)
      },
    })
    this.#stopListening = registry.onSchemaIdsChanged((changed) => {
      this.#drop(changed?.schemaIds)
    })
  }

  /** The answer under a key; undefined when it has to be made. */
  get(key: string): ReadyAnswer | undefined {
    return this.#answers.get(key)?.answer
  }

  /**
   * Makes an answer and keeps it, unless something changed while it was being made.
   *
   * @param schemaId whose changes matter meanwhile; `undefined` when only `make` will know
   * @throws whatever `make` throws; failures are not kept
   */
  async fill(
    key: string,
    schemaId: number | undefined,
    make: () => Promise<Filled>,
  ): Promise<ReadyAnswer> {
    const filling: Filling = { schemaId, dirty: false }
    this.#filling.add(filling)
    try {
      const filled = await make()
      if (filled.keep && !filling.dirty) this.#keep(key, filled)
      return filled.answer
    } finally {
      this.#filling.delete(filling)
    }
  }

  /** Stops listening to the registry. */
  close(): void {
    this.#stopListening()
    this.#answers.clear()
  }

  #keep(key: string, filled: Filled): void {
    this.#answers.set(key, filled)
    if (!this.#answers.has(key)) return
    for (const schemaId of filled.schemaIds) {
      const keys = this.#keysOfId.get(schemaId)
      if (keys === undefined) this.#keysOfId.set(schemaId, new Set([key]))
      else keys.add(key)
    }
  }

  #forget(key: string, { schemaIds }: Filled): void {
    for (const schemaId of schemaIds) {
      const keys = this.#keysOfId.get(schemaId)
      keys?.delete(key)
      if (keys?.size === 0) this.#keysOfId.delete(schemaId)
    }
  }

  #drop(schemaIds: readonly number[] | undefined): void {
    for (const filling of this.#filling) {
      const { schemaId } = filling
      if (schemaId === undefined || (schemaIds?.includes(schemaId) ?? true)) filling.dirty = true
    }
    if (schemaIds === undefined) {
      this.#answers.clear()
      return
    }
    for (const schemaId of schemaIds) {
      for (const key of this.#keysOfId.get(schemaId) ?? []) this.#answers.delete(key)
    }
  }
}
