import type { SchemaListFilter } from '../store.ts'
import { associationColumns, associationOrder } from './associations.ts'
import { contentColumns } from './content-row.ts'
import { toStoredText } from './stored-text.ts'
import { orderColumn, Parameters, prefixCondition } from './subject-filter.ts'

/**
 * Builds the list of schemas of `GET /schemas`.
 *
 * First the page is found on narrow rows, subjects in their order and versions within; only then
 * are contents, aliases and associations joined to what is on it.
 */
export function schemaListStatement(filter: SchemaListFilter): {
  readonly text: string
  readonly values: readonly unknown[]
} {
  const parameters = new Parameters()
  const order = filter.aliases ? 's.printed' : orderColumn(filter.prefix)
  const text = `
    with page as (
      select s.printed, v.version, v.schema_id, v.context_id, v.deleted_at, v.written_at
      from subjects s
      ${joinVersions(filter)}
      where ${conditions(filter, parameters).join(' and ')}
      order by ${order}, v.version
      limit ${parameters.add(filter.page.limit ?? null)} offset ${parameters.add(filter.page.offset)}
    )
    select p.printed, p.version, p.schema_id as "schemaId",
      p.deleted_at is not null as deleted,
      (extract(epoch from p.written_at) * 1000)::bigint as "writtenAt", ${contentColumns},
      ${filter.aliases ? selectAliases(filter, parameters) : 'null'} as aliases,
      ${filter.associations ? selectAssociations(filter.associations, parameters) : 'null'}
        as associations
    from page p
    join schema_ids i on i.context_id = p.context_id and i.schema_id = p.schema_id
    join contents c on c.guid = i.guid
    order by p.printed, p.version`
  return { text, values: parameters.values }
}

const included = (filter: SchemaListFilter, version: string): string =>
  filter.deleted ? 'true' : `${version}.deleted_at is null`

/** One probe per subject finds its highest version, unless rules are asked for: see below. */
function joinVersions(filter: SchemaListFilter): string {
  if (!filter.latestOnly || filter.ruleType !== undefined) {
    return 'join versions v on v.subject_id = s.subject_id'
  }
  return `cross join lateral (
        select w.version, w.schema_id, w.context_id, w.deleted_at, w.written_at from versions w
        where w.subject_id = s.subject_id and ${included(filter, 'w')}
        order by w.version desc limit 1
      ) v`
}

function conditions(filter: SchemaListFilter, parameters: Parameters): readonly string[] {
  const { ruleType, latestOnly, associations } = filter
  const found = [matches(filter, parameters)]
  // Partial indexes on subjects need the first, the other is about versions.
  found.push(filter.deleted ? `s.standing <> 'empty'` : `s.standing = 'live'`)
  found.push(included(filter, 'v'))
  if (ruleType !== undefined) {
    // Written so that the planner may start from the rules' index when few schemas have the type.
    found.push(`exists (
        select from schema_ids i join contents c on c.guid = i.guid
        where i.context_id = v.context_id and i.schema_id = v.schema_id
          and c.rule_types <> '{}'
          and c.rule_types @> array[${parameters.add(toStoredText(ruleType))}::text])`)
    if (latestOnly) {
      found.push(`not exists (select from versions w where w.subject_id = v.subject_id
          and w.version > v.version and ${included(filter, 'w')})`)
    }
  }
  if (associations !== undefined) found.push(associated(associations, parameters))
  return found
}

/** The prefix, or with aliases also what the aliases of such subjects lead to. */
function matches(filter: SchemaListFilter, parameters: Parameters): string {
  const direct = prefixCondition(filter.prefix, parameters)
  if (!filter.aliases) return direct
  return `(${direct} or s.printed in (${aliasesOf(filter, 'k.alias_of', parameters)}))`
}

function selectAliases(filter: SchemaListFilter, parameters: Parameters): string {
  return `(${aliasesOf(filter, 'json_agg(s.printed order by s.printed)', parameters)}
        and k.alias_of = p.printed)`
}

function aliasesOf(filter: SchemaListFilter, columns: string, parameters: Parameters): string {
  return `select ${columns} from configs k
        join subjects s on s.subject_id = k.subject_id
        where k.alias_of is not null and ${prefixCondition(filter.prefix, parameters)}`
}

type AssociationsFilter = NonNullable<SchemaListFilter['associations']>

/** Which of a subject's associations count. Rest-api 2.2. */
function ofKind(filter: AssociationsFilter, parameters: Parameters, printed: string): string {
  const { resourceType, associationTypes } = filter
  return [
    `a.subject = ${printed}`,
    ...(resourceType === undefined
      ? []
      : [`a.resource_type = ${parameters.add(toStoredText(resourceType))}`]),
    ...(associationTypes.length === 0
      ? []
      : [
          `a.association_type = any (${parameters.add(associationTypes.map(toStoredText))}::text[])`,
        ]),
  ].join(' and ')
}

function ofLifecycle(filter: AssociationsFilter, parameters: Parameters): string {
  if (filter.lifecycles.length === 0) return ''
  return ` and a.lifecycle = any (${parameters.add(filter.lifecycles)}::text[])`
}

function associated(filter: AssociationsFilter, parameters: Parameters): string {
  const kind = ofKind(filter, parameters, 's.printed')
  const some = `exists (select from associations a where ${kind}${ofLifecycle(filter, parameters)})`
  if (!filter.lifecycles.includes('NONE')) return some
  return `(${some} or not exists (select from associations a where ${kind}))`
}

function selectAssociations(filter: AssociationsFilter, parameters: Parameters): string {
  const kind = ofKind(filter, parameters, 'p.printed')
  return `(select json_agg(row_to_json(l)) from (
        select ${associationColumns} from associations a
        where ${kind}${ofLifecycle(filter, parameters)}
        order by ${associationOrder}) l)`
}
