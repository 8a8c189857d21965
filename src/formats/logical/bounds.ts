import { SchemaFault } from '../schema-fault.ts'
import { MAX_LOGICAL_NODES } from './cursor.ts'

/** Deepest nesting of types through names that is translated, either way. */
export const MAX_TRANSLATED_DEPTH = 200

/** Counts what a translation makes, so that no schema can make it run for long. */
export class Bounds {
  #nodes = 0
  #depth = 0

  /** @throws SchemaFault when there are too many types, or they nest too deep */
  nest<T>(inside: () => T): T {
    if (++this.#nodes > MAX_LOGICAL_NODES) {
      throw new SchemaFault(`it has more than ${MAX_LOGICAL_NODES} types`)
    }
    if (++this.#depth > MAX_TRANSLATED_DEPTH) {
      throw new SchemaFault(`its types nest more than ${MAX_TRANSLATED_DEPTH} deep`)
    }
    const result = inside()
    this.#depth--
    return result
  }
}
