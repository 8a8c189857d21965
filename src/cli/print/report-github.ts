import type { CheckReport } from '../check/finding.ts'
import { workspacePath } from './workspace-path.ts'

/**
 * A report as workflow commands of GitHub Actions: each finding becomes an annotation of its line.
 *
 * @see GitHub Actions, Workflow commands, "Setting an error message"
 */
export function reportGithub(report: CheckReport): string {
  const lines = report.files.flatMap(({ findings }) =>
    findings.map(({ file, line, column, kind, message, hint, accepted, against }) => {
      const level = accepted === undefined ? 'error' : 'notice'
      const where = `file=${property(workspacePath(file))},line=${line},col=${column},title=${property(kind)}`
      const text = [
        against === undefined ? message : `${message} (against ${against.name})`,
        ...(hint === undefined ? [] : [`fix: ${hint}`]),
        ...(accepted === undefined ? [] : [`accepted: ${accepted}`]),
      ].join('\n')
      return `::${level} ${where}::${data(text)}\n`
    }),
  )
  return lines.join('')
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
