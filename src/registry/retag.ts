import { formatOf } from '../formats/all-formats.ts'
import type { SchemaTags } from '../model/schema-tags.ts'
import type { StoredContent } from '../store/store.ts'
import type { SchemaOffer } from './offers.ts'
import { refusingFaults } from './parse-schema.ts'
import type { OfferedText } from './parse-schema.ts'
import type { RegistryRoom } from './registry-room.ts'

/** How a text's inline tags are read before its own parsing: as it came, unchecked. */
const asItCame = { mode: 'lenient', validation: undefined, normalize: false } as const

/** Tells whether an offer adds or removes inline tags. */
export function editsTags({ tagsToAdd, tagsToRemove }: TagChanges): boolean {
  return tagsToAdd.length > 0 || tagsToRemove.length > 0
}

type TagChanges = Pick<SchemaOffer, 'tagsToAdd' | 'tagsToRemove'>

/**
 * A text with its inline tags edited, then with those of the latest version added if asked for.
 *
 * @throws RegistryError INVALID_SCHEMA, `No matching path '<p>' found in the schema` among others
 * @see Rest-api 3.5 D.2, 3.11
 */
export async function retag(
  room: RegistryRoom,
  context: string,
  text: OfferedText,
  offer: TagChanges & Pick<SchemaOffer, 'propagateTags'>,
  latest: StoredContent | undefined,
): Promise<OfferedText> {
  const { tagsToAdd, tagsToRemove } = offer
  const edited = editsTags(offer)
    ? await editText(room, context, text, tagsToAdd, tagsToRemove)
    : text
  if (!offer.propagateTags || latest === undefined) return edited
  const { schemaType } = latest.content
  const { parsed } = await room.schemas.parseStored(context, latest)
  const inherited = formatOf(schemaType).inlineTags(parsed)
  return inherited.length === 0 ? edited : await editText(room, context, edited, inherited, [])
}

async function editText(
  room: RegistryRoom,
  context: string,
  text: OfferedText,
  add: readonly SchemaTags[],
  remove: readonly SchemaTags[],
): Promise<OfferedText> {
  const { schema, schemaType } = await room.schemas.parseOffer(context, text, asItCame)
  const { format, parsed } = schema
  const schemaText = refusingFaults(schemaType, () => format.editTags(parsed, { add, remove }))
  return { ...text, schemaText }
}
