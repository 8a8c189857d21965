import type { Place } from '../model/place.ts'

/**
 * Why a text is not a schema: thrown by `parse`, `validate` and `normalize` of every format.
 *
 * The registry turns it into error 42201 and the CLI into an annotation; nobody else catches it.
 */
export class SchemaFault extends Error {
  override readonly name = 'SchemaFault'
  /** The reference's inner text where the spec tables one; never carries the place. */
  readonly reason: string
  readonly place: Place | undefined

  constructor(reason: string, place?: Place) {
    super(place === undefined ? reason : `${reason} (line ${place.line}, column ${place.column})`)
    this.reason = reason
    this.place = place
  }
}
