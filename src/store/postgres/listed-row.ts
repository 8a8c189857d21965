import { parseSubject } from '../../model/subject.ts'
import type { Association } from '../../model/association.ts'
import type { ListedVersion } from '../store.ts'
import type { AssociationRow } from './associations.ts'
import { toAssociation } from './associations.ts'
import { fromStoredText } from './stored-text.ts'

/**
 * A row of the list of schemas, as {@link listedColumns} select it, and an association beside it.
 *
 * A version that is the lowest of its subject on the page has a row for each association.
 */
export interface ListedRow extends Nullable<AssociationRow> {
  /** The subject, printed. */
  readonly place: string
  readonly version: number
  readonly schemaId: number
  readonly contentGuid: string
  readonly deleted: boolean
  readonly writtenAt: number
  /** On the first row, for all of the page: pairs of a printed subject and what is aliased to it. */
  readonly aliases?: readonly (readonly [subject: string, alias: string])[] | null
}

type Nullable<T> = { readonly [K in keyof T]?: T[K] | null }

/** Columns of the page `p`. */
export const listedColumns = `p.place, p.version, p.schema_id as "schemaId",
      p.guid as "contentGuid", p.deleted_at is not null as deleted,
      (date_part('epoch', p.written_at) * 1000)::bigint as "writtenAt"`

/** Reads the rows of a page. */
export function readListed(rows: readonly ListedRow[]): readonly ListedVersion[] {
  const listed: ListedVersion[] = []
  const allAliases = aliasesBySubject(rows[0]?.aliases ?? [])
  let last: ListedRow | undefined
  let name = parseSubject('')
  let aliases: ListedVersion['aliases'] = []
  let associations: Association[] = []
  for (const row of rows) {
    const { place, version, schemaId, contentGuid: guid, deleted, writtenAt } = row
    const isSubject = place === last?.place
    const isVersion = isSubject && version === last?.version
    if (!isSubject) {
      name = parseSubject(fromStoredText(place))
      aliases = allAliases.get(place) ?? []
      associations = []
    }
    if (isAssociated(row)) associations.push(toAssociation(row))
    if (!isVersion) {
      listed.push({ name, version, schemaId, guid, deleted, writtenAt, aliases, associations })
    }
    last = row
  }
  return listed
}

function isAssociated(row: ListedRow): row is ListedRow & AssociationRow {
  return typeof row.subject === 'string'
}

function aliasesBySubject(
  pairs: readonly (readonly [subject: string, alias: string])[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const [subject, alias] of pairs) {
    const aliases = found.get(subject) ?? []
    aliases.push(fromStoredText(alias))
    found.set(subject, aliases)
  }
  return found
}
