import { DefaultCheck, defaultFault, OpenRecord } from './defaults.ts'
import type { AvroType, Field, RecordType } from './ast.ts'
import type { Scope } from './scope.ts'

/**
 * Checks again the defaults that were let pass because a type was not known yet.
 *
 * The types are walked as they are printed, so they nest no deeper than a text may. A default that
 * needs the fields of a record around it is refused: the reference cannot look into that record yet.
 *
 * @throws SchemaFault on the first default that does not fit
 */
export function checkDoubtfulDefaults(root: AvroType, scope: Scope): void {
  if (scope.doubtful.size > 0) new DoubtfulDefaults(scope).visit(root)
}

class DoubtfulDefaults {
  readonly #scope: Scope
  readonly #met = new Set<AvroType>()
  readonly #open = new Set<AvroType>()
  readonly #check: DefaultCheck

  constructor(scope: Scope) {
    this.#scope = scope
    this.#check = new DefaultCheck({
      strictness: 'reference',
      isOpen: (type) => this.#open.has(type),
    })
  }

  visit(type: AvroType): void {
    if (type.kind === 'array') this.visit(type.items)
    else if (type.kind === 'map') this.visit(type.values)
    else if (type.kind === 'union') for (const branch of type.branches) this.visit(branch)
    else if (type.kind === 'record') this.#record(type)
  }

  #record(type: RecordType): void {
    if (this.#met.has(type) || this.#scope.externalNames.has(type.name.full)) return
    this.#met.add(type)
    this.#open.add(type)
    for (const field of type.fields) {
      this.visit(field.type)
      if (this.#scope.doubtful.has(field)) this.#field(field)
    }
    this.#open.delete(type)
  }

  #field(field: Field): void {
    try {
      if (this.#check.fits(field) === false) this.#scope.fail(defaultFault(field), field.at)
    } catch (error) {
      if (!(error instanceof OpenRecord)) throw error
      this.#scope.fail('Schema fields not set yet', field.at)
    }
  }
}
