import { SchemaFault } from '../schema-fault.ts'
import { FieldIndex } from './field-index.ts'
import { namespaceFault, nameFault } from './names.ts'
import { placeOfSpot } from './places.ts'
import { sameDefinition } from './same-type.ts'
import type { AvroType, Field, Name, NamedType, RecordType } from './ast.ts'
import type { NameRule } from './names.ts'
import type { Document } from './places.ts'

/** A use of a name that nothing had defined yet, and how to put the type in its place. */
interface ForwardUse {
  readonly name: string
  readonly at: number
  readonly bind: (type: NamedType) => void
}

/**
 * The names of a schema: shared by its documents, which are read one after another.
 *
 * A name may be used before it is defined (Avro 1.4): the use gets a placeholder, an empty record
 * that stands nowhere else, until {@link Scope.bindForwardUses}.
 */
export class Scope {
  readonly documents: Document[] = []
  /** Names of the references' root types. */
  readonly externalNames = new Set<string>()
  readonly #types = new Map<string, NamedType>()
  readonly #placeholders = new Map<AvroType, string>()
  #forwardUses: ForwardUse[] = []
  /** Fields of the main text whose defaults leaned on a placeholder. */
  readonly doubtful = new Set<Field>()
  /** Name rule of the document being read; strict names come with checked defaults. */
  rule: NameRule = 'lenient'

  /** Starts the next document; its offsets follow those of the ones before. */
  open(text: string): Document {
    const last = this.documents.at(-1)
    const document = { text, base: last === undefined ? 0 : last.base + last.text.length + 1 }
    this.documents.push(document)
    return document
  }

  /** @throws SchemaFault always, placed in the main document if the spot is there */
  fail(reason: string, at: number): never {
    const main = this.documents[0]
    const inMain = main !== undefined && at <= main.text.length
    throw new SchemaFault(reason, inMain ? placeOfSpot(this.documents, at) : undefined)
  }

  checkName(name: string | undefined, at: number): asserts name is string {
    const fault = nameFault(name, this.rule)
    if (fault !== undefined) this.fail(fault, at)
  }

  /**
   * Adds a complete type: a record's own fields see it only as a name that comes later.
   *
   * @returns the definition that counts: the first one of that name
   */
  define<T extends NamedType>(type: T): T {
    this.#checkNamespace(type.name, type.at)
    const known = this.#types.get(type.name.full)
    if (known === undefined) {
      this.#types.set(type.name.full, type)
      return type
    }
    if (!sameDefinition(known, type)) this.fail(`Can't redefine: ${type.name.full}`, type.at)
    return known as T
  }

  /** The type that a text names: in the scope's namespace first, a bare name also without. */
  find(text: string, name: Name): NamedType | undefined {
    return this.#types.get(name.full) ?? this.#types.get(text)
  }

  /** A stand-in for a name that comes later. */
  placeholder(name: Name, at: number): AvroType {
    const stand = placeholderRecord(name, at)
    this.#placeholders.set(stand, name.full)
    return stand
  }

  isPlaceholder(type: AvroType): boolean {
    return this.#placeholders.size > 0 && this.#placeholders.has(type)
  }

  /** Remembers a slot that may hold a placeholder; other types need no second look. */
  remember<K extends PropertyKey>(slot: Record<K, AvroType>, key: K, at: number): void {
    if (this.#placeholders.size === 0) return
    const name = this.#placeholders.get(slot[key])
    if (name !== undefined) this.rememberUse(name, at, (type) => (slot[key] = type))
  }

  /** Remembers what to do with a type once its name is defined. */
  rememberUse(name: string, at: number, bind: (type: NamedType) => void): void {
    this.#forwardUses.push({ name, at, bind })
  }

  /**
   * Puts the definitions where names were used before them.
   *
   * @throws SchemaFault when there is none
   */
  bindForwardUses(): void {
    const uses = this.#forwardUses
    for (const { name, at, bind } of uses) {
      const type = this.#types.get(name)
      if (type === undefined) this.fail(`Undefined schema: ${name}`, at)
      bind(type)
    }
    this.#forwardUses = []
    this.#placeholders.clear()
  }

  #checkNamespace(name: Name, at: number): void {
    const fault = this.rule === 'strict' ? namespaceFault(name.namespace) : undefined
    if (fault !== undefined) this.fail(fault, at)
  }
}

function placeholderRecord(name: Name, at: number): RecordType {
  return {
    kind: 'record',
    isError: false,
    name,
    doc: undefined,
    aliases: [],
    fields: [],
    fieldByName: new FieldIndex([]),
    properties: new Map(),
    at,
  }
}
