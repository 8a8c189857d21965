import type { Place } from '../../../model/place.ts'
import type { Declaration, Field, LogicalSchema } from '../ast.ts'

/** A native schema in logical types, with the way back to its text. */
export interface Translated {
  readonly schema: LogicalSchema
  /** Where columns stand in the native text; those of other texts may be left out. */
  readonly placesOf: (fields: readonly Field[]) => ReadonlyMap<Field, Place>
}

/** The named types found on the way, each once, in the order in which they are complete. */
export class Declarations {
  readonly list: Declaration[] = []
  readonly #names = new Map<object, string>()
  readonly #taken = new Set<string>()

  /**
   * The name of a native type, which is translated when it is met first.
   *
   * @param type what tells types apart
   * @param preferred its name unless another type has it
   */
  nameOf(type: object, preferred: string, translate: (name: string) => Declaration): string {
    const known = this.#names.get(type)
    if (known !== undefined) return known
    let name = preferred
    for (let i = 2; this.#taken.has(name); i++) name = `${preferred}_${i}`
    this.#taken.add(name)
    this.#names.set(type, name)
    this.list.push(translate(name))
    return name
  }
}
