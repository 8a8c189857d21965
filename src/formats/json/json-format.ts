import { SchemaFault } from '../schema-fault.ts'
import type { SchemaFormat } from '../format.ts'
import { printJson } from './canonical.ts'
import { compareAsReference } from './compare/compare.ts'
import { differenceMessage, differenceSentence } from './messages.ts'
import { textMember } from './document.ts'
import { withHint } from './hints.ts'
import { loadSchema } from './load/load.ts'
import { sortKeys } from './normalize.ts'
import { parseJsonSchema } from './parse.ts'
import type { JsonSchema } from './parse.ts'
import { createPlaceFinder } from './places.ts'
import { compareSoundly } from './sound/compare.ts'
import { validateSoundly } from './sound/validate.ts'
import { editInlineTags, readInlineTags } from './tags.ts'

/** JSON Schema behind the contract of all formats: drafts 4, 6, 7, 2019-09 and 2020-12. */
export const jsonFormat: SchemaFormat<JsonSchema> = {
  schemaType: 'JSON',
  parse: (source) => parseJsonSchema(source),
  validate(parsed, { validateFields, strictness }) {
    if (strictness === 'sound') validateSoundly(parsed)
    else loadSchema(parsed)
    if (validateFields) refuseReservedNames(parsed)
  },
  canonicalText: (parsed) => printJson(parsed.main.root),
  normalize: (parsed) => ({
    ...parsed,
    main: { ...parsed.main, root: sortKeys(parsed.main.root) },
  }),
  formattedText: (parsed) => printJson(parsed.main.root),
  recordName: (parsed) => textMember(parsed.main.root, 'title'),
  topLevelFields: (parsed) => rootProperties(parsed),
  equivalent: (a, b) => printJson(a.main.root) === printJson(b.main.root),
  compare(reader, writer, { policy, strictness }) {
    const differences =
      strictness === 'sound'
        ? compareSoundly(reader, writer)
        : compareAsReference(reader, writer, policy)
    return differences.map(withHint)
  },
  message: differenceMessage,
  sentence: differenceSentence,
  inlineTags: readInlineTags,
  editTags: editInlineTags,
}

function rootProperties({ main }: JsonSchema): string[] {
  const properties = main.root.kind === 'object' ? main.root.members.get('properties') : undefined
  return properties?.kind === 'object' ? [...properties.members.keys()] : []
}

function refuseReservedNames(parsed: JsonSchema): void {
  const name = rootProperties(parsed).find((each) => each.startsWith('$$'))
  if (name === undefined) return
  const { main } = parsed
  throw new SchemaFault(
    'Field names cannot start with $$ prefix',
    createPlaceFinder(main).find(main.root, ['properties', name]),
  )
}
