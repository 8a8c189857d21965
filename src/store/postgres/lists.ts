import { isRegistryError } from '../../errors/registry-error.ts'
import type { Page } from '../../model/page.ts'
import type { QualifiedSubject, SubjectPrefix } from '../../model/subject.ts'
import { parseSubject } from '../../model/subject.ts'
import type { DeletedFilter, ListedSchema, ListStore, ReferenceTarget } from '../store.ts'
import type { AssociationRow } from './associations.ts'
import { toAssociation } from './associations.ts'
import type { ContentRow } from './content-row.ts'
import { decodeContent } from './content-row.ts'
import type { Database } from './database.ts'
import { schemaListStatement } from './schema-list-statement.ts'
import type { Sealer } from './sealer.ts'
import { fromStoredText, toStoredText } from './stored-text.ts'
import { orderColumn, Parameters, prefixCondition } from './subject-filter.ts'

interface ListedRow extends ContentRow {
  readonly printed: string
  readonly version: number
  readonly schemaId: number
  readonly deleted: boolean
  readonly writtenAt: number
  readonly aliases: readonly string[] | null
  readonly associations: readonly AssociationRow[] | null
}

// Conditions of partial indexes of the same names.
const standings = {
  live: `s.standing = 'live'`,
  all: `s.standing <> 'empty'`,
  'deleted-only': `s.standing = 'deleted'`,
} as const satisfies Record<DeletedFilter, string>

/** Answers lists, page by page; their statements are planned anew for each set of filters. */
export function createListStore(database: Database, sealer: Sealer): ListStore {
  return {
    async listSubjects(
      prefix: SubjectPrefix,
      deleted: DeletedFilter,
      page: Page,
    ): Promise<readonly QualifiedSubject[]> {
      const parameters = new Parameters()
      // The ordering column alone: then an index holds all that is asked for.
      const order = orderColumn(prefix)
      const text = `
        select ${order} as subject from subjects s
        where ${prefixCondition(prefix, parameters)} and ${standings[deleted]}
        order by ${order}
        limit ${parameters.add(page.limit ?? null)} offset ${parameters.add(page.offset)}`
      const rows = await database.query<{ subject: string }>({ text }, parameters.values)
      return rows.map(({ subject }) =>
        prefix.kind === 'in-context'
          ? { context: prefix.context, subject: fromStoredText(subject) }
          : parseSubject(fromStoredText(subject)),
      )
    },

    async listSchemas(filter): Promise<readonly ListedSchema[]> {
      const { text, values } = schemaListStatement(filter)
      const rows = await database.query<ListedRow>({ text }, values)
      return rows.flatMap((row) => toListedSchema(row, sealer) ?? [])
    },

    async listReferrers(
      target: ReferenceTarget,
      includeDeleted: boolean,
      page: Page,
    ): Promise<readonly number[]> {
      const rows = await database.query<{ schemaId: number }>(selectReferrers, [
        toStoredText(target.name.context),
        toStoredText(target.name.subject),
        target.version,
        includeDeleted,
        page.limit ?? null,
        page.offset,
      ])
      return rows.map(({ schemaId }) => schemaId)
    },
  }
}

/** Reads a row; `undefined` when its metadata cannot be opened: lists leave such out. */
function toListedSchema(row: ListedRow, sealer: Sealer): ListedSchema | undefined {
  try {
    return {
      name: parseSubject(fromStoredText(row.printed)),
      version: row.version,
      schemaId: row.schemaId,
      guid: row.guid,
      deleted: row.deleted,
      writtenAt: row.writtenAt,
      content: decodeContent(row, sealer),
      aliases: (row.aliases ?? []).map(fromStoredText),
      associations: (row.associations ?? []).map(toAssociation),
    }
  } catch (thrown) {
    if (isRegistryError(thrown, 'INTERNAL')) return undefined
    throw thrown
  }
}

const selectReferrers = {
  name: 'select referrers',
  text: `
    select v.schema_id as "schemaId" from contexts x
    join subjects s on s.context_id = x.context_id
    join schema_references r on r.target_subject_id = s.subject_id
    join versions v on v.subject_id = r.subject_id and v.version = r.version
    join contexts o on o.context_id = v.context_id
    where x.name = $1 and s.name = $2 and r.target_version = $3 and ($4 or v.deleted_at is null)
    group by o.name, v.schema_id
    order by o.name, v.schema_id
    limit $5 offset $6`,
}
