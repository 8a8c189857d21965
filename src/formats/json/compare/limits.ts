import type { Limit } from '../ast.ts'
import type { Findings } from './outcome.ts'

type LimitName =
  | 'MAX_LENGTH'
  | 'MIN_LENGTH'
  | 'MAXIMUM'
  | 'MINIMUM'
  | 'EXCLUSIVE_MAXIMUM'
  | 'EXCLUSIVE_MINIMUM'
  | 'MAX_PROPERTIES'
  | 'MIN_PROPERTIES'
  | 'MAX_ITEMS'
  | 'MIN_ITEMS'
  | 'MAX_CONTAINS'
  | 'MIN_CONTAINS'

/**
 * Compares one numeric limit; as doubles, as the reference does.
 *
 * @see Json-schema 6, `limit`
 */
export function compareLimit(
  name: LimitName,
  keyword: string,
  reader: Limit,
  writer: Limit,
  findings: Findings,
): void {
  if (reader === undefined && writer === undefined) return
  if (writer === undefined) findings.add(`${name}_ADDED`, keyword, [keyword])
  else if (reader === undefined) findings.add(`${name}_REMOVED`, keyword, [keyword])
  else if (Number(reader) > Number(writer)) findings.add(`${name}_INCREASED`, keyword, [keyword])
  else if (Number(reader) < Number(writer)) findings.add(`${name}_DECREASED`, keyword, [keyword])
}
