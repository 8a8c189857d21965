import type { SchemaListFilter } from '../store.ts'
import { toStoredText } from './stored-text.ts'
import type { Parameters } from './subject-filter.ts'

/** What a list of schemas asks of the associations of their subjects. Rest-api 2.2. */
export type AssociationsFilter = NonNullable<SchemaListFilter['associations']>

/** Which rows of `associations a` keep the schemas of their subjects in the list. */
export function wantedAssociation(filter: AssociationsFilter, parameters: Parameters): string {
  const lifecycles = filter.lifecycles.filter((lifecycle) => lifecycle !== 'NONE')
  return [
    'true',
    ...ofKind(filter, parameters),
    ...(filter.lifecycles.length === 0
      ? []
      : [`a.lifecycle = any (${parameters.add(lifecycles)}::text[])`]),
  ].join(' and ')
}

/** The same, asked of a subject. Without lifecycles all will do, with `NONE` also none. */
export function isAssociated(
  filter: AssociationsFilter,
  printed: string,
  parameters: Parameters,
): string {
  const none = (): string =>
    `not exists (select from associations a
        where ${[`a.subject = ${printed}`, ...ofKind(filter, parameters)].join(' and ')})`
  if (filter.lifecycles.length > 0 && filter.lifecycles.every((one) => one === 'NONE')) {
    return none()
  }
  const some = `exists (select from associations a
        where a.subject = ${printed} and ${wantedAssociation(filter, parameters)})`
  return filter.lifecycles.includes('NONE') ? `(${some} or ${none()})` : some
}

function ofKind(filter: AssociationsFilter, parameters: Parameters): readonly string[] {
  const { resourceType, associationTypes } = filter
  return [
    ...(resourceType === undefined
      ? []
      : [`a.resource_type = ${parameters.add(toStoredText(resourceType))}`]),
    ...(associationTypes.length === 0
      ? []
      : [
          `a.association_type = any (${parameters.add(associationTypes.map(toStoredText))}::text[])`,
        ]),
  ]
}
