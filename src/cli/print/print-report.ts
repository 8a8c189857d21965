import { problemsOf } from '../check/finding.ts'
import type { CheckReport } from '../check/finding.ts'
import { isIncomplete } from '../check/unreadable.ts'
import { CommandError, exitCodes } from '../command.ts'
import type { CommandInput, CommandOption, ExitCode } from '../command.ts'
import { choiceOption } from '../option-values.ts'
import { paintFor } from './paint.ts'
import { reportGithub } from './report-github.ts'
import { reportJson } from './report-json.ts'
import { reportJunit } from './report-junit.ts'
import { reportSarif } from './report-sarif.ts'
import { reportText } from './report-text.ts'

const formats = ['text', 'json', 'github', 'junit', 'sarif'] as const

/** The option with which a report is printed. */
export const formatOption: CommandOption = {
  flags: '--format <format>',
  sentence: `how findings are printed: ${formats.join(', ')}`,
  fallback: 'text',
  values: formats,
}

/** How findings shall be printed. @throws CommandError on an unknown format, or on two */
export function reportFormat(options: CommandInput['options']): (typeof formats)[number] {
  const said = choiceOption(options, 'format', formats)
  if (options['json'] !== true) return said ?? 'text'
  if (said === undefined || said === 'json') return 'json'
  throw new CommandError(`give --json or --format ${said}, not both`)
}

/**
 * Prints a report.
 *
 * @returns how the command ends: whether something counts, and whether all was looked at
 */
export function printReport(
  report: CheckReport,
  { options, terminal }: CommandInput,
  elapsedMs: number,
): ExitCode {
  switch (reportFormat(options)) {
    case 'text':
      terminal.out(reportText(report, paintFor(terminal), elapsedMs))
      break
    case 'json':
      terminal.out(reportJson(report))
      break
    case 'github':
      terminal.out(reportGithub(report))
      break
    case 'junit':
      terminal.out(reportJunit(report))
      break
    case 'sarif':
      terminal.out(reportSarif(report))
      break
  }
  // What could not be looked at must not pass for a change that was found to be wrong.
  if (isIncomplete(report)) return exitCodes.usage
  return problemsOf(report).length === 0 ? exitCodes.ok : exitCodes.found
}
