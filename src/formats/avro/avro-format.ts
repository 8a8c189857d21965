import { isNamed } from './ast.ts'
import { printType } from './canonical.ts'
import { compareAvro } from './compare/compare.ts'
import { differenceMessage, differenceSentence } from './differences.ts'
import { normalizeAvro } from './normalize.ts'
import { parseAvro } from './parse.ts'
import { placesOf } from './places.ts'
import { sameSchema } from './same-type.ts'
import type { Difference } from '../difference.ts'
import type { SchemaFormat } from '../format.ts'
import type { AvroSchema } from './ast.ts'
import type { Findings } from './compare/finding.ts'

/** Avro behind the contract of formats. */
export const avroFormat: SchemaFormat<AvroSchema> = {
  schemaType: 'AVRO',
  parse: parseAvro,
  validate: () => undefined,
  canonicalText: (parsed) => parsed.canonicalText,
  normalize: normalizeAvro,
  formattedText: (parsed, format) =>
    format.toLowerCase() === 'resolved' ? printType(parsed.root) : parsed.canonicalText,
  recordName: ({ root }) => (isNamed(root) ? root.name.full : undefined),
  topLevelFields: ({ root }) =>
    root.kind === 'record' ? root.fields.map((field) => field.name) : [],
  equivalent: (a, b) => sameSchema(a.root, b.root),
  compare: (reader, writer) => placed(reader, writer, compareAvro(reader, writer)),
  message: differenceMessage,
  sentence: differenceSentence,
  inlineTags: () => [],
  editTags: (parsed) => parsed.canonicalText,
}

function placed(reader: AvroSchema, writer: AvroSchema, findings: Findings): Difference[] {
  if (findings.length === 0) return []
  const readerPlaces = placesOf(
    reader.documents,
    findings.map((finding) => finding.readerAt),
  )
  const writerPlaces = placesOf(
    writer.documents,
    findings.map((finding) => finding.writerAt),
  )
  return findings.map(({ readerAt, writerAt, ...rest }) => ({
    ...rest,
    effect: 'breaks',
    reader: readerPlaces.get(readerAt),
    writer: writerPlaces.get(writerAt),
  }))
}
