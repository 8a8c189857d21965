import type { Baseline } from '../baseline/baseline.ts'
import { closureOf } from '../project/closure.ts'
import type { Project } from '../project/project.ts'
import { acceptFindings } from './accept-findings.ts'
import { checkSchema } from './check-schema.ts'
import type { FileReport } from './finding.ts'
import { recheckReferrers } from './recheck-referrers.ts'
import { unreadableReport } from './unreadable.ts'

/** What a check needs beside the project. */
export interface CheckOptions {
  readonly baseline: Baseline
  /** `2026-12-31`, for exceptions that run out. */
  readonly today: string
  /** Whether those who refer to what changed are checked, too. */
  readonly rechecksReferrers: boolean
  /** Called after each file. */
  readonly progress?: (done: number, total: number) => void
}

/**
 * Checks every selected schema of a project: all files, all findings, one run.
 *
 * @throws CommandError when something could not be checked, RequestError
 */
export async function checkProject(
  project: Project,
  { baseline, today, rechecksReferrers, progress }: CheckOptions,
): Promise<readonly FileReport[]> {
  const bySubject = new Map(project.schemas.map((schema) => [schema.subject, schema]))
  const selected = project.schemas.filter((schema) => schema.selected)
  let done = 0
  const reports = await Promise.all(
    selected.map(async (schema) => {
      const [history, references] = await Promise.all([
        baseline.historyOf(schema),
        closureOf(schema, bySubject, ({ schemaText }) => schemaText, baseline.outside),
      ])
      const report = checkSchema(schema, references, history)
      progress?.(++done, selected.length)
      return { ...report, findings: acceptFindings(report.findings, project.accepted, today) }
    }),
  )
  const unread = project.unreadable.map((file) => {
    const report = unreadableReport(file)
    return { ...report, findings: acceptFindings(report.findings, project.accepted, today) }
  })
  if (!rechecksReferrers) return [...reports, ...unread]
  const known = new Map(reports.map((report) => [report.subject, report]))
  const rechecked = await Promise.all(
    selected.map(async (schema, at) => {
      const report = reports[at] as FileReport
      if (report.status === 'unchanged') return report
      const referrers = await recheckReferrers(schema, project, known, baseline)
      const more = acceptFindings(
        referrers.flatMap(({ findings }) => findings),
        project.accepted,
        today,
      )
      const status = more.length > 0 ? 'problems' : report.status
      return { ...report, status, referrers, findings: [...report.findings, ...more] }
    }),
  )
  return [...rechecked, ...unread]
}
