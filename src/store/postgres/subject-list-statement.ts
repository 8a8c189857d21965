import type { Page } from '../../model/page.ts'
import type { SubjectPrefix } from '../../model/subject.ts'
import type { DeletedFilter } from '../store.ts'
import { measureStatement } from './list-marks.ts'
import type { FilledStatement, Range } from './subject-filter.ts'
import { orderColumn, Parameters, prefixCondition, within } from './subject-filter.ts'

// Conditions of partial indexes of the same names.
const standings = {
  live: `s.standing = 'live'`,
  all: `s.standing <> 'empty'`,
  'deleted-only': `s.standing = 'deleted'`,
} as const satisfies Record<DeletedFilter, string>

/** Builds the list of subjects of `GET /subjects`, within a range of places. */
export function subjectListStatement(
  prefix: SubjectPrefix,
  deleted: DeletedFilter,
  range: Range,
  page: Page,
): FilledStatement {
  const parameters = new Parameters()
  const text = `
    ${select(prefix, deleted, range, parameters)}
    order by place
    limit ${parameters.add(page.limit ?? null)} offset ${parameters.add(page.offset)}`
  return { text, values: parameters.values }
}

/** Builds what counts them, a number of subjects at a time. */
export function subjectMeasureStatement(
  prefix: SubjectPrefix,
  deleted: DeletedFilter,
  range: Range,
  chunks: number,
): FilledStatement {
  const parameters = new Parameters()
  const text = measureStatement(select(prefix, deleted, range, parameters), chunks)
  return { text, values: parameters.values }
}

function select(
  prefix: SubjectPrefix,
  deleted: DeletedFilter,
  range: Range,
  parameters: Parameters,
): string {
  // The ordering column alone: then an index holds all that is asked for.
  const place = orderColumn(prefix)
  const conditions = [
    prefixCondition(prefix, parameters),
    standings[deleted],
    ...within(place, range, parameters),
  ]
  return `select ${place} as place from subjects s where ${conditions.join(' and ')}`
}
