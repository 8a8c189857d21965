import type { Direction } from '../../model/compatibility-level.ts'
import type { Place } from '../../model/place.ts'

/** Something that is wrong with a schema file. */
export interface Finding {
  readonly subject: string
  readonly file: string
  /** 1-based, in the file. */
  readonly line: number
  readonly column: number
  /** The rule: a kind of difference, a source rule, `INVALID_SCHEMA` or `UNREADABLE_FILE`. */
  readonly kind: string
  /** In the format's own notation; empty for the whole schema. */
  readonly path: string
  readonly message: string
  readonly direction?: Direction
  /** The registered version that it breaks with. */
  readonly version?: number | undefined
  readonly schemaId?: number | undefined
  readonly undecided?: boolean
  readonly reader?: Place
  readonly writer?: Place
  readonly hint?: string
  /** Why the project lives with it; such a finding does not count. */
  readonly accepted?: string
  /** Why the project lived with it until lately; such a finding counts again. */
  readonly expired?: string
  /** What it is held against, and where; absent when the file alone is wrong. */
  readonly against?: { readonly name: string; readonly line: number; readonly column: number }
}

/** One that refers to a changed schema, checked as it would be with it. */
export interface Rechecked {
  readonly subject: string
  readonly problems: number
  /** Empty where they stand in a report of their own. */
  readonly findings: readonly Finding[]
  /** Texts that its findings point into, where they are not those of the report that names it. */
  readonly texts?: ReadonlyMap<string, string>
}

/** What was found about one file. */
export interface FileReport {
  readonly subject: string
  readonly file: string
  readonly status: 'new' | 'unchanged' | 'compatible' | 'problems'
  readonly level: string
  /** Who said the level. */
  readonly levelSource: string
  /** Names of what it was held against, oldest first; empty at level NONE. */
  readonly checked: readonly string[]
  /** Name of the newest of what was there. */
  readonly latest: string | undefined
  readonly findings: readonly Finding[]
  /** What changes beside the text: `metadata`, `rule set`. */
  readonly changed?: readonly string[]
  /** Who refers to it and was checked again; only for what changed. */
  readonly referrers?: readonly Rechecked[]
  /** Texts that findings point into: the file's own and those it was held against, by name. */
  readonly texts: ReadonlyMap<string, string>
}

/** What a check or lint found. */
export interface CheckReport {
  readonly command: 'check' | 'lint'
  readonly against: string
  readonly files: readonly FileReport[]
}

/** Every finding that counts. */
export function problemsOf(report: CheckReport): readonly Finding[] {
  return report.files.flatMap(({ findings }) =>
    findings.filter(({ accepted }) => accepted === undefined),
  )
}

/** Who would read whose data, or for source rules just what a finding is held against. */
export function directionOf({ direction, schemaId, against }: Finding): string {
  const name = `${against?.name ?? ''}${schemaId === undefined ? '' : ` (id ${schemaId})`}`
  if (direction === undefined) return `against ${name}`
  return direction === 'old-reads-new'
    ? `readers with ${name}, data of the new schema`
    : `readers with the new schema, data of ${name}`
}
