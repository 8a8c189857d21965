import type { SubjectPrefix } from '../../model/subject.ts'
import { printSubject } from '../../model/subject.ts'
import type { Change } from '../store.ts'
import type { SchemaFilter } from './schema-list-source.ts'
import { toStoredText } from './stored-text.ts'

/** Where a change moves the rows of a list, if it does; `undefined` in it: it may be anywhere. */
export type ChangedPlace = { readonly place: string | undefined } | undefined

/** Where a change is felt in a list of subjects. */
export function changedSubject(change: Change, prefix: SubjectPrefix): ChangedPlace {
  if (!movesVersions(change)) return undefined
  const { name } = change
  if (prefix.kind !== 'in-context') return { place: toStoredText(printSubject(name)) }
  return name.context === prefix.context ? { place: toStoredText(name.subject) } : undefined
}

/** Where a change is felt in a list of schemas. */
export function changedSchemas(change: Change, filter: SchemaFilter): ChangedPlace {
  const { action, name } = change
  // The change does not tell where an alias led before.
  if (action === 'config' && filter.aliases) return { place: undefined }
  const isFelt = movesVersions(change) || (action === 'association' && filter.associations)
  return isFelt ? { place: toStoredText(printSubject(name)) } : undefined
}

const moving: ReadonlySet<Change['action']> = new Set([
  'register',
  'soft-delete',
  'hard-delete',
  'restore',
])

const movesVersions = ({ action }: Change): boolean => moving.has(action)
