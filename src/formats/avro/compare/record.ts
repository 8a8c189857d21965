import { fieldText } from '../ast.ts'
import { printType } from '../canonical.ts'
import { Gathering, NONE } from './finding.ts'
import { compareNames } from './naming.ts'
import type { Field, RecordType } from '../ast.ts'
import type { Findings } from './finding.ts'
import type { Pair, Walk } from './walk.ts'

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

/** Each field of the reader is written, or has a default. Avro 5, record. */
export function compareRecords(
  walk: Walk,
  reader: RecordType,
  writer: RecordType,
  pair: Pair,
): Findings {
  const gathering = new Gathering().add(compareNames(walk, reader, writer))
  for (const field of reader.fields) {
    gathering.add(compareField(walk, field, writer, pair))
  }
  return gathering.findings
}

function compareField(walk: Walk, field: Field, writer: RecordType, pair: Pair): Findings {
  const written = writtenField(field, writer)
  if (written !== undefined) {
    return walk.visitUnder(
      {
        reader: field.type,
        readerAt: field.typeAt,
        writer: written.type,
        writerAt: written.typeAt,
      },
      'fields',
      field.position,
      'type',
    )
  }
  if (field.default !== undefined) return NONE
  if (field.type.kind === 'enum' && field.type.default !== undefined) {
    // The reference takes the enum's default for the field's and compares it with the record.
    return walk.visitUnder(
      { ...pair, reader: field.type, readerAt: field.typeAt },
      'fields',
      field.position,
      'type',
    )
  }
  return walk.found('READER_FIELD_MISSING_DEFAULT_VALUE', field.name, ['fields', field.position], {
    readerAt: field.at,
    hint: `Give the field ${field.name} a default`,
  })
}

/**
 * The writer's field of that name or alias.
 *
 * @throws AmbiguousField when there is more than one
 */
function writtenField(field: Field, writer: RecordType): Field | undefined {
  let found = writer.fieldByName.get(field.name)
  for (const alias of field.aliases) {
    const other = writer.fieldByName.get(alias)
    if (other === undefined) continue
    if (found !== undefined) throw new AmbiguousField(field, writer)
    found = other
  }
  return found
}
