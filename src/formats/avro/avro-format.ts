import { isNamed } from './ast.ts'
import { printType } from './canonical.ts'
import { compareAvro } from './compare/compare.ts'
import { differenceMessage, differenceSentence } from './differences.ts'
import { normalizeAvro } from './normalize.ts'
import { parseAvro } from './parse.ts'
import { sameSchema } from './same-type.ts'
import { checkDefaults } from './sound/check-defaults.ts'
import { editTagsOf, inlineTagsOf } from './tags.ts'
import type { SchemaFormat } from '../format.ts'
import type { AvroSchema } from './ast.ts'

/** Avro behind the contract of formats. */
export const avroFormat: SchemaFormat<AvroSchema> = {
  schemaType: 'AVRO',
  parse: parseAvro,
  validate: (parsed, { strictness }) => {
    if (strictness === 'sound') checkDefaults(parsed)
  },
  canonicalText: (parsed) => parsed.canonicalText,
  normalize: normalizeAvro,
  formattedText: (parsed, format) =>
    format.toLowerCase() === 'resolved' ? printType(parsed.root) : parsed.canonicalText,
  recordName: ({ root }) => (isNamed(root) ? root.name.full : undefined),
  topLevelFields: ({ root }) =>
    root.kind === 'record' ? root.fields.map((field) => field.name) : [],
  equivalent: (a, b) => sameSchema(a.root, b.root),
  compare: (reader, writer, { strictness }) => compareAvro(reader, writer, strictness),
  message: differenceMessage,
  sentence: differenceSentence,
  inlineTags: inlineTagsOf,
  editTags: editTagsOf,
}
