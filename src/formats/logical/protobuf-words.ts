import { metaWords } from './meta-words.ts'

/** The option by which a column asks for its field number; numbers follow one another otherwise. */
export const TAG_OPTION = 'protobuf.tag'

/** Parameters of `(confluent.field_meta)` that carry types; all others are a column's options. */
export const typeParams: ReadonlySet<string> = new Set([
  'precision',
  'scale',
  metaWords.connectType,
  metaWords.flinkType,
  metaWords.flinkPrecision,
  metaWords.flinkMinLength,
  metaWords.flinkMaxLength,
  metaWords.flinkNotNull,
  metaWords.flinkWrapped,
  metaWords.check,
])

/** How the message of a struct without a name ends, behind the name of its column. */
export const ROW_SUFFIX = '_Row'
