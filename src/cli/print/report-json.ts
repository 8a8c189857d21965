import { problemsOf } from '../check/finding.ts'
import type { CheckReport } from '../check/finding.ts'

/** A report as JSON: files with their state, and every finding with all that is known of it. */
export function reportJson(report: CheckReport): string {
  const files = report.files.map(({ texts: _, ...file }) => file)
  const problems = problemsOf(report).length
  return `${JSON.stringify({ command: report.command, against: report.against, problems, files }, undefined, 2)}\n`
}
