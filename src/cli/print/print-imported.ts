import type { CommandInput } from '../command.ts'
import type { ImportSummary } from '../transfer/import-records.ts'
import { countedRest } from './counted.ts'
import { printable } from './excerpt.ts'
import { printResult } from './print-result.ts'

/** Prints what an import did. @param verb such as `imported` */
export function printImported(input: CommandInput, verb: string, summary: ImportSummary): void {
  const { written, skipped, settings, associations, softDeleted, leftOut } = summary
  printResult(input, summary, () =>
    [
      `${verb} ${written} schemas (${skipped} were there already), soft-deleted ${softDeleted}` +
        countedRest(settings, associations, ', and '),
      ...leftOut.map(
        ({ subject, version }) =>
          `left out ${printable(subject)} version ${version}: what it refers to is nowhere`,
      ),
    ].join('\n'),
  )
}
