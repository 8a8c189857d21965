import { problemsOf } from '../check/finding.ts'
import type { CheckReport, Finding } from '../check/finding.ts'

/** A report as JSON: files with their state, and every finding with all that is known of it. */
export function reportJson(report: CheckReport): string {
  const { command, against } = report
  // Texts are for excerpts; who reads JSON has the files.
  const files = report.files.map((file) => ({
    ...file,
    texts: undefined,
    findings: file.findings.map(named),
    referrers: file.referrers?.map(({ subject, problems: count }) => ({
      subject,
      problems: count,
    })),
  }))
  const problems = problemsOf(report).length
  return `${JSON.stringify({ command, against, problems, files }, undefined, 2)}\n`
}

/** The names of serde 7.3, beside those that HTTP answers have. */
function named(finding: Finding): object {
  const { kind, schemaId, hint } = finding
  return { ...finding, rule: kind, id: schemaId, fix: hint }
}
