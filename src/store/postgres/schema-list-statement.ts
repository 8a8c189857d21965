import type { Page } from '../../model/page.ts'
import { wantedAssociation } from './association-filter.ts'
import { associationColumns, associationOrder } from './associations.ts'
import { measureStatement } from './list-marks.ts'
import { listedColumns } from './listed-row.ts'
import type { SchemaFilter } from './schema-list-source.ts'
import { schemaListSource } from './schema-list-source.ts'
import { toStoredText } from './stored-text.ts'
import type { FilledStatement, Range } from './subject-filter.ts'
import { Parameters, prefixCondition } from './subject-filter.ts'

/**
 * Builds the list of schemas of `GET /schemas`, within a range of places.
 *
 * First the page is found on narrow rows, subjects in their order and versions within; only then
 * are aliases and associations joined to what is on it.
 */
export function schemaListStatement(
  filter: SchemaFilter,
  range: Range,
  cut: Page,
): FilledStatement {
  const parameters = new Parameters()
  const page = selectPage(filter, range, cut, parameters)
  const told = [aliasesTold(filter, parameters), associationsTold(filter, parameters)]
  const of = (part: keyof Told): readonly string[] => told.flatMap((one) => one?.[part] ?? [])
  const text = `
    with page as (${page})
    select ${[listedColumns, ...of('columns')].join(', ')}
    from (select ${['q.*', ...of('marks')].join(', ')} from page q) p ${of('join').join(' ')}
    order by ${['p.place, p.version', ...of('order')].join(', ')}`
  return { text, values: parameters.values }
}

/** Builds what counts the rows of the same list, a number of subjects at a time. */
export function schemaMeasureStatement(
  filter: SchemaFilter,
  range: Range,
  chunks: number,
): FilledStatement {
  const parameters = new Parameters()
  const { from, place, conditions } = schemaListSource(filter, range, parameters)
  const subjects = `select s.subject_id, ${place} as place from ${from}
        where ${conditions.join(' and ')}`
  const [rows, matching] = rowsOfSubject(filter, parameters)
  const counted = isOnePerSubject(filter) ? undefined : `left join ${rows} on ${matching}`
  return { text: measureStatement(subjects, chunks, counted), values: parameters.values }
}

/** What a page tells beside its rows: parts of the statement. */
interface Told {
  readonly columns: string
  /** Marks rows of the page, which is `q` here and `p` in the other parts. */
  readonly marks: string
  readonly join?: string
  readonly order?: string
}

/** Aliases of all subjects on the page, on its first row: few have any. */
function aliasesTold({ aliases, prefix }: SchemaFilter, parameters: Parameters): Told | undefined {
  if (!aliases) return undefined
  const columns = `case when p.is_first then (
        select json_agg(json_build_array(k.alias_of, s.printed) order by s.printed)
        from configs k join subjects s on s.subject_id = k.subject_id
        where k.alias_of in (select q.place from page q)
          and ${prefixCondition(prefix, parameters)}
      ) end as aliases`
  return { columns, marks: 'row_number() over (order by q.place, q.version) = 1 as is_first' }
}

/** Associations of a subject, a row each, on its first version: there may be many of both. */
function associationsTold(
  { associations }: SchemaFilter,
  parameters: Parameters,
): Told | undefined {
  if (associations === undefined) return undefined
  return {
    columns: associationColumns,
    marks: 'row_number() over (partition by q.place order by q.version) = 1 as is_lowest',
    join: `left join associations a on p.is_lowest and a.subject = p.place
      and ${wantedAssociation(associations, parameters)}`,
    order: associationOrder,
  }
}

/** A subject that stands has a latest version, whichever that is; rules are another matter. */
const isOnePerSubject = ({ latestOnly, ruleType }: SchemaFilter): boolean =>
  latestOnly && ruleType === undefined

const narrow = 'v.version, v.schema_id, v.guid, v.deleted_at, v.written_at'

function selectPage(
  filter: SchemaFilter,
  range: Range,
  page: Page,
  parameters: Parameters,
): string {
  const { from, place, conditions } = schemaListSource(filter, range, parameters)
  const cut = `limit ${parameters.add(page.limit ?? null)} offset ${parameters.add(page.offset)}`
  if (isOnePerSubject(filter)) {
    return `
      select s.place, ${narrow} from (
        select s.subject_id, ${place} as place from ${from}
        where ${conditions.join(' and ')} order by ${place} ${cut}
      ) s cross join ${latestVersion(filter)}`
  }
  const [rows, matching] = rowsOfSubject(filter, parameters)
  return `
      select ${place} as place, ${narrow}
      from ${from} cross join ${rows}
      where ${[...conditions, matching].join(' and ')}
      order by ${place}, v.version ${cut}`
}

/** What the list shows of a subject `s`: its versions as `v`, and a condition. */
function rowsOfSubject(
  filter: SchemaFilter,
  parameters: Parameters,
): readonly [from: string, condition: string] {
  const included = (version: string): readonly string[] =>
    filter.deleted ? [] : [`${version}.deleted_at is null`]
  const conditions = ['v.subject_id = s.subject_id', ...included('v')]
  if (filter.ruleType === undefined) return ['versions v', conditions.join(' and ')]
  // Written so that PostgreSQL may start from the rules' index when few schemas have the type.
  const ruleType = parameters.add(toStoredText(filter.ruleType))
  conditions.push(
    'i.context_id = v.context_id and i.schema_id = v.schema_id',
    `i.rule_types @> array[${ruleType}::text]`,
  )
  if (filter.latestOnly) {
    const later = ['w.subject_id = v.subject_id', 'w.version > v.version', ...included('w')]
    conditions.push(`not exists (select from versions w where ${later.join(' and ')})`)
  }
  return ['(versions v cross join schema_ids i)', conditions.join(' and ')]
}

/** One probe finds the highest version of a subject. */
function latestVersion({ deleted }: SchemaFilter): string {
  return `lateral (
        select w.version, w.schema_id, w.guid, w.deleted_at, w.written_at
        from versions w
        where w.subject_id = s.subject_id ${deleted ? '' : 'and w.deleted_at is null'}
        order by w.version desc limit 1
      ) v`
}
