import type { Page } from '../../model/page.ts'
import type { QualifiedSubject, SubjectPrefix } from '../../model/subject.ts'
import { parseSubject } from '../../model/subject.ts'
import type {
  ChangeFeed,
  DeletedFilter,
  ListedVersion,
  ListStore,
  ReferenceTarget,
} from '../store.ts'
import { changedSchemas, changedSubject } from './changed-place.ts'
import type { Database } from './database.ts'
import type { Chunk, MarkedList } from './list-marks.ts'
import { ListMarks } from './list-marks.ts'
import type { ListedRow } from './listed-row.ts'
import { readListed } from './listed-row.ts'
import { schemaListStatement, schemaMeasureStatement } from './schema-list-statement.ts'
import { fromStoredText, toStoredText } from './stored-text.ts'
import type { FilledStatement } from './subject-filter.ts'
import { subjectListStatement, subjectMeasureStatement } from './subject-list-statement.ts'

/** Answers lists, page by page; their statements are planned anew for each set of filters. */
export function createListStore(database: Database, changes: ChangeFeed): ListStore {
  const marks = new ListMarks(changes)
  const run = <Row>({ text, values }: FilledStatement): Promise<readonly Row[]> =>
    database.query<Row>({ text }, values)

  return {
    async listSubjects(
      prefix: SubjectPrefix,
      deleted: DeletedFilter,
      page: Page,
    ): Promise<readonly QualifiedSubject[]> {
      const list: MarkedList = {
        key: JSON.stringify(['subjects', prefix, deleted]),
        measure: (range, chunks) =>
          run<Chunk>(subjectMeasureStatement(prefix, deleted, range, chunks)),
        placeOf: (change) => changedSubject(change, prefix),
      }
      const seat = await marks.seek(list, page)
      const rows = await run<{ place: string }>(
        subjectListStatement(prefix, deleted, seat.range, seat.page),
      )
      return rows.map(({ place }) =>
        prefix.kind === 'in-context'
          ? { context: prefix.context, subject: fromStoredText(place) }
          : parseSubject(fromStoredText(place)),
      )
    },

    async listSchemas({ page, ...filter }): Promise<readonly ListedVersion[]> {
      const list: MarkedList = {
        key: JSON.stringify(['schemas', filter]),
        measure: (range, chunks) => run<Chunk>(schemaMeasureStatement(filter, range, chunks)),
        placeOf: (change) => changedSchemas(change, filter),
      }
      const seat = await marks.seek(list, page)
      const rows = await run<ListedRow>(schemaListStatement(filter, seat.range, seat.page))
      return readListed(rows)
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
