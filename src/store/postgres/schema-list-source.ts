import { DEFAULT_CONTEXT } from '../../model/subject.ts'
import type { SchemaListFilter } from '../store.ts'
import type { AssociationsFilter } from './association-filter.ts'
import { isAssociated, wantedAssociation } from './association-filter.ts'
import type { Parameters, Range } from './subject-filter.ts'
import { prefixCondition, printedConditions, within } from './subject-filter.ts'

/** What a list of schemas asks for, whatever page of it. */
export type SchemaFilter = Omit<SchemaListFilter, 'page'>

/** The subjects that a list of schemas walks, as `s`. */
export interface SchemaListSource {
  readonly from: string
  /** What is printed of a subject: the list sorts by it, and an index is walked in its order. */
  readonly place: string
  readonly conditions: readonly string[]
}

/** Says where a list of schemas finds its subjects, within a range of places. */
export function schemaListSource(
  filter: SchemaFilter,
  range: Range,
  parameters: Parameters,
): SchemaListSource {
  const { prefix, associations } = filter
  if (filter.aliases) return aliasedSource(filter, range, parameters)
  const isNarrow = prefix.kind === 'anywhere' && prefix.prefix !== ''
  if (associations !== undefined && !isNarrow && !associations.lifecycles.includes('NONE')) {
    return associatedSource(filter, associations, range, parameters)
  }
  const { place, conditions } = directSource(filter, range, parameters)
  return {
    from: 'subjects s',
    place,
    conditions: [...conditions, ...associated(filter, place, parameters)],
  }
}

/** The subjects that the prefix asks for. */
function directSource(
  filter: SchemaFilter,
  range: Range,
  parameters: Parameters,
): Omit<SchemaListSource, 'from'> {
  const { prefix } = filter
  const asked = [prefixCondition(prefix, parameters), standing(filter)]
  if (prefix.kind === 'in-context') {
    // In the default context the name is what is printed.
    if (prefix.context === DEFAULT_CONTEXT) {
      return { place: 's.name', conditions: [...asked, ...within('s.name', range, parameters)] }
    }
    asked.push(...printedConditions(prefix, 's.printed', parameters))
  }
  return { place: 's.printed', conditions: [...asked, ...within('s.printed', range, parameters)] }
}

/**
 * The subjects of the prefix, and what their aliases lead to outside of it. Rest-api 3.3.
 *
 * Both are in order already; a condition with `or` would make PostgreSQL look at every subject.
 */
function aliasedSource(
  filter: SchemaFilter,
  range: Range,
  parameters: Parameters,
): SchemaListSource {
  const { prefix } = filter
  const direct = directSource(filter, range, parameters)
  const arms = [
    `select s.subject_id, ${direct.place} as place from subjects s
          where ${direct.conditions.join(' and ')} order by place`,
  ]
  const all = prefixCondition(prefix, parameters)
  if (all !== 'true') {
    const inside = printedConditions(prefix, 'k.alias_of', parameters)
    const targets = [
      'k.alias_of is not null',
      prefixCondition(prefix, parameters),
      ...(inside.length === 0 ? [] : [`not (${inside.join(' and ')})`]),
      ...within('k.alias_of', range, parameters),
    ]
    arms.push(`select s.subject_id, s.printed as place from (
            select distinct k.alias_of from configs k
            join subjects s on s.subject_id = k.subject_id
            where ${targets.join(' and ')} order by k.alias_of
          ) t
          join subjects s on s.printed = t.alias_of
          where not (${all}) and ${standing(filter)}
          order by place`)
  }
  return {
    from: `((${arms.join(')\n        union all (')})) s`,
    place: 's.place',
    conditions: associated(filter, 's.place', parameters),
  }
}

/**
 * Starts from the associations: most subjects have none.
 *
 * `offset 0` keeps PostgreSQL from joining all of them with all subjects, for a page of some.
 */
function associatedSource(
  filter: SchemaFilter,
  associations: AssociationsFilter,
  range: Range,
  parameters: Parameters,
): SchemaListSource {
  const { prefix } = filter
  const wanted = [
    wantedAssociation(associations, parameters),
    ...printedConditions(prefix, 'a.subject', parameters),
    ...within('a.subject', range, parameters),
  ]
  const subject = ['s.printed = l.place', prefixCondition(prefix, parameters), standing(filter)]
  return {
    from: `(select distinct a.subject as place from associations a
          where ${wanted.join(' and ')} order by place) l
        cross join lateral (
          select s.subject_id from subjects s where ${subject.join(' and ')} offset 0
        ) s`,
    place: 'l.place',
    conditions: ['true'],
  }
}

/** What partial indexes on subjects need; versions must be looked at all the same. */
function standing({ deleted }: SchemaFilter): string {
  return deleted ? `s.standing <> 'empty'` : `s.standing = 'live'`
}

function associated(
  filter: SchemaFilter,
  place: string,
  parameters: Parameters,
): readonly string[] {
  if (filter.associations === undefined) return ['true']
  return [isAssociated(filter.associations, place, parameters)]
}
