import { printType } from '../canonical.ts'
import { fieldText } from '../field-text.ts'
import type { Field, RecordType } from '../ast.ts'

/** A reader field that could stand for several fields of the writer; it ends the whole check. */
export class AmbiguousField extends Error {
  override readonly name = 'AmbiguousField'
  readonly field: Field
  readonly writer: RecordType

  constructor(field: Field, writer: RecordType) {
    const record = printType(writer)
    super(
      `Reader record field ${fieldText(field)} matches multiple fields in writer record schema ${record}`,
    )
    this.field = field
    this.writer = writer
  }
}
