import type { CompareOptions, SchemaFormat, SchemaSource, ValidateOptions } from '../format.ts'
import type { Difference } from '../difference.ts'
import type { Direction } from '../../model/compatibility-level.ts'
import { printFile } from './canonical.ts'
import { compareAsReference } from './compare/compare.ts'
import { checkDescriptor, checkImports } from './descriptor-check.ts'
import { serializedText } from './descriptor.ts'
import { describe, differenceRows } from './differences.ts'
import type { DifferenceRow } from './differences.ts'
import { normalizeFile } from './normalize.ts'
import type { ProtobufSchema } from './protobuf-schema.ts'
import { readSchema } from './references.ts'
import { lintProtobuf } from './rules/lint.ts'
import { lintRows } from './rules/rule-table.ts'
import { recordNameOf, topLevelFieldNames } from './schema-names.ts'
import { compareSoundly } from './sound/compare-sound.ts'
import { soundRows } from './sound/sound-rows.ts'
import { editTagsOf, inlineTagsOf } from './tags.ts'
import { withoutExtensions } from './without-extensions.ts'

/** Protobuf behind the contract of formats. */
export const protobufFormat: SchemaFormat<ProtobufSchema> = {
  schemaType: 'PROTOBUF',
  parse: parseProtobuf,
  validate: validateProtobuf,
  canonicalText: (parsed) => parsed.canonicalText,
  normalize: normalizeProtobuf,
  formattedText: formatProtobuf,
  recordName: recordNameOf,
  topLevelFields: topLevelFieldNames,
  equivalent: (a, b) => a.canonicalText === b.canonicalText,
  compare: compareProtobuf,
  brokenRules: (current, previous, category) =>
    lintProtobuf(current, previous, { use: [category] }),
  message: (difference, direction) =>
    `{errorType:"${difference.kind}", description:"${sentenceOf(difference, direction)}"}`,
  sentence: sentenceOf,
  inlineTags: ({ file }) => inlineTagsOf(file),
  editTags: ({ file }, edit) => printFile(editTagsOf(file, edit)),
}

function parseProtobuf({ schemaText, references }: SchemaSource): ProtobufSchema {
  const read = readSchema(schemaText, references)
  return { ...read, canonicalText: printFile(read.file) }
}

/** Every type must resolve; with `validateFields` a descriptor must be possible. Protobuf 4. */
function validateProtobuf(parsed: ProtobufSchema, { validateFields }: ValidateOptions): void {
  normalizeFile(parsed)
  if (!validateFields) return
  checkImports(parsed)
  checkDescriptor(parsed)
}

function normalizeProtobuf(parsed: ProtobufSchema): ProtobufSchema {
  const file = normalizeFile(parsed)
  return { ...parsed, file, canonicalText: printFile(file) }
}

function formatProtobuf(parsed: ProtobufSchema, format: string): string {
  switch (format.toLowerCase()) {
    case 'ignore_extensions':
      return printFile(withoutExtensions(parsed.file))
    case 'serialized':
      return serializedText(parsed)
    default:
      return parsed.canonicalText
  }
}

function compareProtobuf(
  reader: ProtobufSchema,
  writer: ProtobufSchema,
  { strictness }: CompareOptions,
): readonly Difference[] {
  return [
    ...compareAsReference(reader, writer),
    ...(strictness === 'sound' ? compareSoundly(reader, writer) : []),
  ]
}

const rows: ReadonlyMap<string, DifferenceRow> = new Map(
  Object.entries({ ...differenceRows, ...soundRows, ...lintRows }),
)

function sentenceOf(difference: Difference, direction: Direction): string {
  const row = rows.get(difference.kind)
  if (row === undefined) throw new Error(`No such kind of difference: ${difference.kind}`)
  return describe(row, difference, direction)
}
