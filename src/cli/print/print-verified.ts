import { exitCodes } from '../command.ts'
import type { CommandInput, ExitCode } from '../command.ts'
import type { VerifySummary } from '../transfer/verify-records.ts'
import { countedRest } from './counted.ts'
import { printable } from './excerpt.ts'
import { printResult } from './print-result.ts'

/** More differences than anyone reads; JSON has them all. */
const MAX_SHOWN = 50

/** Prints in what a copy differs, and says how the command ends. */
export function printVerified(input: CommandInput, summary: VerifySummary): ExitCode {
  const { schemas, settings, associations, differences } = summary
  printResult(input, summary, () => {
    const shown = differences.slice(0, MAX_SHOWN).map(({ message }) => printable(message))
    const more = differences.length - shown.length
    return [
      ...shown,
      ...(more > 0 ? [`and ${more} more`] : []),
      differences.length === 0
        ? `equal: ${schemas} schemas${countedRest(settings, associations, ', ')}`
        : `${differences.length} differences in ${schemas} schemas${countedRest(settings, associations)}`,
    ].join('\n')
  })
  return differences.length === 0 ? exitCodes.ok : exitCodes.found
}
