/** Up to so many fields, looking at all is as fast as a table. */
const FEW_FIELDS = 8

/** Differs from process to process, so that nobody can choose names that fall together. */
const seed = Math.trunc(Math.random() * 2 ** 32)

/**
 * The fields of a record by name.
 *
 * A hash table with open addressing, half full at most: a `Map` of as many thousand entries costs
 * more to grow and to collect than to read the fields.
 */
export class FieldIndex<Field extends { readonly name: string }> {
  /** The first field that has the name of one before it; the one before is what counts. */
  readonly repeated: Field | undefined
  readonly #fields: readonly Field[]
  /** Positions of fields, each one more than it is; 0 is free. As long as a power of two. */
  readonly #slots: Int32Array | undefined

  constructor(fields: readonly Field[]) {
    this.#fields = fields
    if (fields.length <= FEW_FIELDS) {
      this.repeated = fields.find((field) => this.#search(field.name) !== field)
      return
    }
    this.#slots = new Int32Array(2 ** (33 - Math.clz32(fields.length)))
    this.repeated = this.#fill(this.#slots)
  }

  /** The field of a name. */
  get(name: string): Field | undefined {
    const slots = this.#slots
    if (slots === undefined) return this.#search(name)
    return this.#fields[(slots[this.#slotOf(slots, name)] ?? 0) - 1]
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  #search(name: string): Field | undefined {
    return this.#fields.find((field) => field.name === name)
  }

  #fill(slots: Int32Array): Field | undefined {
    const fields = this.#fields
    let repeated: Field | undefined
    for (let position = 0; position < fields.length; position++) {
      const field = fields[position]
      if (field === undefined) continue
      const slot = this.#slotOf(slots, field.name)
      if (slots[slot] === 0) slots[slot] = position + 1
      else repeated ??= field
    }
    return repeated
  }

  /** The slot that holds a name, or the free one where it would go. */
  #slotOf(slots: Int32Array, name: string): number {
    const mask = slots.length - 1
    let slot = hash(name) & mask
    for (;;) {
      const position = slots[slot] ?? 0
      if (position === 0 || this.#fields[position - 1]?.name === name) return slot
      slot = (slot + 1) & mask
    }
  }
}

function hash(text: string): number {
  let h = seed
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x5bd1e995)
    h ^= h >>> 15
  }
  return h
}
