import { LRUCache } from 'lru-cache'
import { subjectKey } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { Registry, Touched } from '../registry/registry.ts'
import type { ReadyAnswer } from './ready-answer.ts'

/** A thing whose change ends the answers that depend on it. */
export type Topic = string

/**
 * The schema id, whatever the context: a subject's schema may be answered from another context once
 * one appears there (rest-api 3.1).
 */
export function idTopic(schemaId: number): Topic {
  return `id ${schemaId}`
}

/** The versions, config and mode of a subject. */
export function subjectTopic(name: QualifiedSubject): Topic {
  return `subject ${subjectKey(name)}`
}

/** What is set on contexts, and so on subjects without settings of their own. */
export const SCOPES: Topic = 'scopes'

/**
 * The key of what is answered to a `GET` of a URL, whatever its headers say.
 *
 * @param url as it is routed; two spellings of one URL have two keys
 */
export function readKey(url: string): string {
  return `GET ${url} `
}

/** Longer requests are answered anew: their keys would crowd the answers out. */
export const MAX_KEY_CHARACTERS = 64 * 1024

/**
 * The key of what is answered to a body that was sent to a URL.
 *
 * @param body as text, to the letter
 */
export function bodyKey(method: string, url: string, body: string): string {
  return `${method} ${url} ${body}`
}

/** An answer and what it depends on. */
interface Filled {
  readonly answer: ReadyAnswer
  readonly topics: readonly Topic[]
  /** False for an answer that something else than these topics could change. */
  readonly keep: boolean
}

/** A read under way; dirty once something it may have read has changed. */
interface Filling {
  /** `undefined`: not known before the read ends. */
  readonly topic: Topic | undefined
  dirty: boolean
}

/** What an entry weighs beside its bytes: headers and bookkeeping, roughly. */
const OVERHEAD_BYTES = 512

/**
 * Ready answers, bounded by bytes; dropped as soon as the registry says that one may have changed.
 */
export class ReadyCache {
  readonly #answers: LRUCache<string, Filled>
  readonly #keysOfTopic = new Map<Topic, Set<string>>()
  readonly #filling = new Set<Filling>()
  readonly #stopListening: () => void

  constructor(registry: Registry, maxBytes: number) {
    this.#answers = new LRUCache<string, Filled>({
      maxSize: Math.max(1, maxBytes),
      sizeCalculation: ({ answer }, key) => answer.body.length + 2 * key.length + OVERHEAD_BYTES,
      dispose: (filled, key) => {
        this.#forget(key, filled)
      },
    })
    this.#stopListening = registry.onChange((touched) => {
      this.#drop(touched && topicsOf(touched))
    })
  }

  /** The answer under a key; undefined when it has to be made. */
  get(key: string): ReadyAnswer | undefined {
    return this.#answers.get(key)?.answer
  }

  /**
   * Makes an answer and keeps it, unless something changed while it was being made.
   *
   * @param topic whose changes matter meanwhile; `undefined` when only `make` will know
   * @throws whatever `make` throws; failures are not kept
   */
  async fill(
    key: string,
    topic: Topic | undefined,
    make: () => Promise<Filled>,
  ): Promise<ReadyAnswer> {
    const filling: Filling = { topic, dirty: false }
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
    for (const topic of filled.topics) {
      const keys = this.#keysOfTopic.get(topic)
      if (keys === undefined) this.#keysOfTopic.set(topic, new Set([key]))
      else keys.add(key)
    }
  }

  #forget(key: string, { topics }: Filled): void {
    for (const topic of topics) {
      const keys = this.#keysOfTopic.get(topic)
      keys?.delete(key)
      if (keys?.size === 0) this.#keysOfTopic.delete(topic)
    }
  }

  #drop(topics: readonly Topic[] | undefined): void {
    for (const filling of this.#filling) {
      const { topic } = filling
      if (topic === undefined || (topics?.includes(topic) ?? true)) filling.dirty = true
    }
    if (topics === undefined) {
      this.#answers.clear()
      return
    }
    for (const topic of topics) {
      for (const key of this.#keysOfTopic.get(topic) ?? []) this.#answers.delete(key)
    }
  }
}

function topicsOf({ name, schemaIds }: Touched): readonly Topic[] {
  const subject = name.subject === '' ? [subjectTopic(name), SCOPES] : [subjectTopic(name)]
  return [...schemaIds.map(idTopic), ...subject]
}
