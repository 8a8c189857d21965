import { parseSubject } from '../../model/subject.ts'
import type { ListedVersion } from '../store.ts'
import type { AssociationRow } from './associations.ts'
import { toAssociation } from './associations.ts'
import { fromStoredText } from './stored-text.ts'

/** A row of the list of schemas, as {@link listedColumns} select it. */
export interface ListedRow {
  /** Printed. */
  readonly subject: string
  readonly version: number
  readonly schemaId: number
  readonly guid: string
  readonly deleted: boolean
  readonly writtenAt: number
  /** On the first row, for all of the page: pairs of a printed subject and what is aliased to it. */
  readonly aliases?: readonly (readonly [subject: string, alias: string])[] | null
  /** On the first row, for all of the page. */
  readonly associations?: readonly AssociationRow[] | null
}

/** Columns of the page `p`. */
export const listedColumns = `p.place as subject, p.version,
      p.schema_id as "schemaId", p.guid, p.deleted_at is not null as deleted,
      (date_part('epoch', p.written_at) * 1000)::bigint as "writtenAt"`

/** Reads the rows of a page. */
export function readListed(rows: readonly ListedRow[]): readonly ListedVersion[] {
  const listed: ListedVersion[] = []
  const allAliases = bySubject(rows[0]?.aliases, ([subject]) => subject)
  const allAssociations = bySubject(rows[0]?.associations, ({ subject }) => subject)
  let last: string | undefined
  let name = parseSubject('')
  let aliases: ListedVersion['aliases'] = []
  let associations: ListedVersion['associations'] = []
  for (const row of rows) {
    const { subject, version, schemaId, guid, deleted, writtenAt } = row
    if (subject !== last) {
      last = subject
      name = parseSubject(fromStoredText(subject))
      aliases = (allAliases.get(subject) ?? []).map(([, alias]) => fromStoredText(alias))
      associations = (allAssociations.get(subject) ?? []).map(toAssociation)
    }
    listed.push({ name, version, schemaId, guid, deleted, writtenAt, aliases, associations })
  }
  return listed
}

function bySubject<T>(
  told: readonly T[] | null | undefined,
  subjectOf: (one: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>()
  for (const one of told ?? []) {
    const subject = subjectOf(one)
    const others = found.get(subject)
    if (others === undefined) found.set(subject, [one])
    else others.push(one)
  }
  return found
}
