import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** One answer of ours that is not the reference's. */
export interface Disagreement {
  /** File and line, such as `avro-edge.jsonl:12`. */
  readonly row: string
  readonly field: string
  readonly expected: unknown
  readonly actual: unknown
  /** Why we differ on purpose; absent when we do not. */
  readonly allowed?: string
}

/** How far one format agrees with the reference. */
export interface GoldenReport {
  readonly format: string
  readonly rows: number
  readonly fields: Readonly<Record<string, { readonly agree: number; readonly total: number }>>
  readonly disagreements: readonly Disagreement[]
}

/** A group of disagreements on purpose; absent members match everything. */
export interface AllowedDisagreement {
  readonly format: string
  readonly field: string
  /** Rows by {@link Disagreement.row}. */
  readonly rows?: readonly string[]
  /** Regular expressions over the JSON texts of the two answers. */
  readonly expected?: string
  readonly actual?: string
  readonly reason: string
}

/** A recorded row and where it stands. */
export interface GoldenRow {
  readonly id: string
  readonly data: Readonly<Record<string, unknown>>
}

/** The recorded rows of one format, generated ones first; empty when the files are not there. */
export function readGoldenRows(dir: string, format: string): GoldenRow[] {
  const rows: GoldenRow[] = []
  const add = (file: string, text: string): void => {
    for (const [index, line] of text.split('\n').entries()) {
      if (line.trim() === '') continue
      const data = JSON.parse(line) as GoldenRow['data']
      rows.push({ id: `${file}:${index + 1}`, data })
    }
  }
  const generated = `${format}.jsonl.gz`
  const edge = `${format}-edge.jsonl`
  if (existsSync(join(dir, generated))) {
    add(`${format}.jsonl`, gunzipSync(readFileSync(join(dir, generated))).toString('utf8'))
  }
  if (existsSync(join(dir, edge))) add(edge, readFileSync(join(dir, edge), 'utf8'))
  return rows
}

/** Counts agreement field by field and keeps what differs. */
export class GoldenTally {
  readonly #format: string
  readonly #fields: Record<string, { agree: number; total: number }> = {}
  readonly #disagreements: Disagreement[] = []

  constructor(format: string) {
    this.#format = format
  }

  /** Compares two JSON values as texts. */
  check(row: string, field: string, expected: unknown, actual: unknown): void {
    const count = (this.#fields[field] ??= { agree: 0, total: 0 })
    count.total++
    if (JSON.stringify(expected) === JSON.stringify(actual)) count.agree++
    else this.#disagreements.push({ row, field, expected, actual })
  }

  report(rows: number): GoldenReport {
    return {
      format: this.#format,
      rows,
      fields: this.#fields,
      disagreements: this.#disagreements,
    }
  }
}

/** The report with every disagreement on purpose marked by its reason. */
export function markAllowed(
  report: GoldenReport,
  allowed: readonly AllowedDisagreement[],
): GoldenReport {
  const disagreements = report.disagreements.map((one) => {
    const entry = allowed.find((candidate) => matches(candidate, report.format, one))
    return entry === undefined ? one : { ...one, allowed: entry.reason }
  })
  return { ...report, disagreements }
}

function matches(entry: AllowedDisagreement, format: string, one: Disagreement): boolean {
  const fits = (pattern: string | undefined, value: unknown): boolean =>
    pattern === undefined || new RegExp(pattern).test(JSON.stringify(value) ?? 'undefined')
  return (
    entry.format === format &&
    entry.field === one.field &&
    (entry.rows === undefined || entry.rows.includes(one.row)) &&
    fits(entry.expected, one.expected) &&
    fits(entry.actual, one.actual)
  )
}
