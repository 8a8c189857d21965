import { exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import { argument, isSet } from '../option-values.ts'
import { printImported } from '../print/print-imported.ts'
import { progressOn } from '../print/progress.ts'

/** `concordat import`: what an export wrote, into a registry. */
export const importCommand: Command = {
  name: 'import',
  sentence:
    'Read an export into a registry, with the same ids, versions, configs, modes and associations.',
  usesRegistry: true,
  arguments: [{ name: '<file>', sentence: 'what export wrote; - reads the standard input' }],
  options: [
    { flags: '--force', sentence: 'into a registry that has live schemas already' },
    { flags: '--partial', sentence: 'take what is there of an interrupted or cut export' },
  ],
  help: `The registry is in IMPORT mode until everything stands. An interrupted import is begun again with
the same command: what is there already is skipped. verify compares afterwards. With --force modes are
given back when it fails, and stay as they were where the export says none; configs become those of the
export, the global one, too. What is there with other content, and aliases, are refused.`,

  async run(input) {
    const { options, terminal } = input
    const file = argument(input.arguments, 0)
    const [
      { registryOf },
      { readExport, requireExport },
      { importRecords },
      { watchForInterruption },
    ] = await Promise.all([
      import('../open-registry.ts'),
      import('../transfer/read-export.ts'),
      import('../transfer/import-records.ts'),
      import('../transfer/interruption.ts'),
    ])
    await requireExport(file)
    const interruption = watchForInterruption()
    const progress = progressOn(terminal)
    const isPartial = isSet(options, 'partial')
    const records = readExport(file, isPartial)
    const summary = await importRecords(registryOf(options), records, {
      force: isSet(options, 'force'),
      leaveOut: isPartial,
      prunes: false,
      interruption,
      progress: (schemas) => progress.show(`imported ${schemas} schemas`),
    }).finally(() => {
      progress.end()
      interruption.release()
    })
    printImported(input, 'imported', summary)
    return exitCodes.ok
  },
}
