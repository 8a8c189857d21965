import type { Change } from '../store.ts'
import type { Database } from './database.ts'
import { fromStoredText } from './stored-text.ts'

/** A change as the writing functions and the log answer it. */
export interface ChangeRow {
  readonly sequence: number
  readonly action: Change['action']
  readonly context: string
  readonly subject: string
  readonly revision: number
  readonly versions: readonly number[]
  readonly schemaIds: readonly number[]
  readonly guids: readonly string[]
}

/** Reads one row of the log. */
export function toChange({ context, subject, ...rest }: ChangeRow): Change {
  return { ...rest, name: { context: fromStoredText(context), subject: fromStoredText(subject) } }
}

/** Where own changes go before the write that made them resolves. */
export type PublishChanges = (changes: readonly ChangeRow[]) => void

/** Reads what came behind a sequence, and those of some earlier ones that are there by now. */
export async function readChanges(
  database: Database,
  behind: number,
  missing: readonly number[],
  limit: number,
): Promise<readonly ChangeRow[]> {
  return database.query<ChangeRow>(selectChanges, [behind, missing, limit])
}

const selectChanges = {
  name: 'select changes',
  text: `
    select sequence, action, context, subject, revision, versions, schema_ids as "schemaIds",
      guids::text[] as guids
    from changes where sequence > $1 or sequence = any ($2::bigint[])
    order by sequence limit $3`,
}

/** Reads the highest sequence; 0 when nothing has ever been written. */
export async function readLastSequence(database: Database): Promise<number> {
  const row = await database.queryOne<{ last: number }>(selectLast, [])
  return row.last
}

const selectLast = {
  name: 'select last change',
  text: 'select coalesce(max(sequence), 0) as last from changes',
}
