import { nodeOf } from '../json-reader.ts'
import { jsonText } from './json-text.ts'
import type { JsonTape } from '../json-tape.ts'
import type { Scope } from './scope.ts'

/** A document while its types are read into a scope; values are known by their cells on the tape. */
export class Reading {
  readonly scope: Scope
  readonly tape: JsonTape
  readonly #base: number

  constructor(scope: Scope, tape: JsonTape, base: number) {
    this.scope = scope
    this.tape = tape
    this.#base = base
  }

  /** The spot of a value among those of the whole schema. */
  at(value: number): number {
    return this.#base + this.tape.start(value)
  }

  /** @throws SchemaFault always, placed at the value */
  fail(reason: string, value: number): never {
    return this.scope.fail(reason, this.at(value))
  }

  /** @throws SchemaFault always: `<complaint>: <json>` */
  failShowing(complaint: string, value: number): never {
    return this.fail(`${complaint}: ${jsonText(nodeOf(this.tape, value))}`, value)
  }
}
