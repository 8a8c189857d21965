import type { Difference } from '../difference.ts'

const limits = [
  'MAX_LENGTH',
  'MIN_LENGTH',
  'MAXIMUM',
  'MINIMUM',
  'EXCLUSIVE_MAXIMUM',
  'EXCLUSIVE_MINIMUM',
  'MAX_PROPERTIES',
  'MIN_PROPERTIES',
  'MAX_ITEMS',
  'MIN_ITEMS',
  'MAX_CONTAINS',
  'MIN_CONTAINS',
] as const

const dropLimit = 'Leave the limit out: what was written without it need not respect it.'
const keepLimit = 'Keep the limit where it was, or loosen it.'
const keepOptional = 'Leave the name out of required: what was written may lack it.'
const giveDefault = 'Make the property optional, or give it a default.'
const stayOpen =
  'Leave the property undeclared, or give it the schema {}: an open object may hold anything there.'

/** The smallest change that would pass, for the kinds people meet most. */
const hintOfKind = new Map<string, string>([
  ...limits.flatMap((limit): [string, string][] => [
    [`${limit}_ADDED`, dropLimit],
    [`${limit}_${limit.includes('MAX') ? 'DECREASED' : 'INCREASED'}`, keepLimit],
  ]),
  ['OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL', stayOpen],
  ['REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL', stayOpen],
  ['REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL', stayOpen],
  ['REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL', giveDefault],
  ['REQUIRED_ATTRIBUTE_ADDED', giveDefault],
  ['REQUIRED_NAME_ADDED', keepOptional],
  [
    'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    'Keep the property, or let additionalProperties take it.',
  ],
  ['ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL', 'Keep the item, or let the rest of the list take it.'],
  [
    'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'Keep the property, or widen the schema for other properties until it takes it.',
  ],
  [
    'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'Widen the property until it takes whatever the schema for other properties took.',
  ],
  ['ADDITIONAL_PROPERTIES_REMOVED', 'Keep additionalProperties open: more may have been written.'],
  ['ADDITIONAL_PROPERTIES_NARROWED', 'Keep additionalProperties as wide as it was.'],
  ['ENUM_ARRAY_NARROWED', 'Keep the values that were removed; add new ones beside them.'],
  ['ENUM_ARRAY_CHANGED', 'Keep the old values; add new ones beside them.'],
  ['VALUE_LOST', 'Keep the values that were removed; add new ones beside them.'],
  ['TYPE_CHANGED', 'Keep the old type beside the new one, as in "type": ["string", "integer"].'],
  ['TYPE_NARROWED', 'Keep the wider type: integer does not take every number.'],
  ['TYPE_CONSTRAINT_ADDED', 'Keep every type that was taken before in the list of types.'],
  ['LIMIT_NARROWED', keepLimit],
  ['PATTERN_ADDED', 'Leave the pattern out: what was written without it need not match.'],
  ['PATTERN_CHANGED', 'Keep the old pattern, or leave it out.'],
  ['SUM_TYPE_NARROWED', 'Keep the branches that were removed.'],
  [
    'PRODUCT_TYPE_EXTENDED',
    'Leave the new branch out of allOf: what was written need not satisfy it.',
  ],
  ['UNIQUE_ITEMS_ADDED', 'Leave uniqueItems out: lists with repeated items may have been written.'],
])

/** The difference with one sentence naming the smallest change that would pass, if one is known. */
export function withHint(difference: Difference): Difference {
  const hint = difference.effect === 'none' ? undefined : hintOfKind.get(difference.kind)
  return hint === undefined ? difference : { ...difference, hint }
}
