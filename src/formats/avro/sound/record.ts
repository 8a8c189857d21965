import { jsonText } from '../json-text.ts'
import { Gathering, NONE } from '../compare/finding.ts'
import { compareNames } from '../compare/naming.ts'
import type { Field, RecordType } from '../ast.ts'
import type { DefaultCheck } from '../defaults.ts'
import type { Findings } from '../compare/finding.ts'
import type { Walk } from '../compare/walk.ts'

/** Each field of the reader is written once, or has a default that can be built. Avro 6, item 8. */
export function compareRecordsSoundly(
  walk: Walk,
  reader: RecordType,
  writer: RecordType,
  defaults: DefaultCheck,
): Findings {
  const gathering = new Gathering().add(compareNames(walk, reader, writer))
  for (const field of reader.fields) {
    gathering.add(compareField(walk, field, writer, defaults))
  }
  return gathering.findings
}

function compareField(
  walk: Walk,
  field: Field,
  writer: RecordType,
  defaults: DefaultCheck,
): Findings {
  const written = writtenFields(field, writer)
  const [only] = written
  if (written.length > 1) {
    const names = written.map((one) => one.name).join(', ')
    return walk.found('AMBIGUOUS_FIELD', names, ['fields', field.position], {
      readerAt: field.at,
      hint: `Remove the aliases of ${field.name} that are still fields of the writer`,
    })
  }
  if (only === undefined) return compareDefault(walk, field, defaults)
  return walk.visitUnder(
    {
      reader: field.type,
      readerAt: field.typeAt,
      writer: only.type,
      writerAt: only.typeAt,
    },
    'fields',
    field.position,
    'type',
  )
}

function compareDefault(walk: Walk, field: Field, defaults: DefaultCheck): Findings {
  const spot = ['fields', field.position]
  if (field.default === undefined) {
    return walk.found('READER_FIELD_MISSING_DEFAULT_VALUE', field.name, spot, {
      readerAt: field.at,
      hint: `Give the field ${field.name} a default`,
    })
  }
  if (defaults.fits(field) !== false) return NONE
  return walk.found('DEFAULT_INVALID', `${field.name}: ${jsonText(field.default)}`, spot, {
    readerAt: field.at,
    hint: `Give the field ${field.name} a default of its type; of a union, of the first branch`,
  })
}

function writtenFields(field: Field, writer: RecordType): readonly Field[] {
  const found = new Set<Field>()
  for (const name of [field.name, ...field.aliases]) {
    const written = writer.fieldByName.get(name)
    if (written !== undefined) found.add(written)
  }
  return [...found]
}
