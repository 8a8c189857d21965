import { exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import { argument, isSet } from '../option-values.ts'
import { printResult } from '../print/print-result.ts'

/** `concordat versions`: the version numbers of a subject. */
export const versions: Command = {
  name: 'versions',
  sentence: 'List the versions of a subject, oldest first.',
  usesRegistry: true,
  arguments: [{ name: '<subject>', sentence: 'whose versions' }],
  options: [{ flags: '--deleted', sentence: 'soft-deleted ones too' }],

  async run(input) {
    const { registryOf } = await import('../open-registry.ts')
    const numbers = await registryOf(input.options).listVersions(argument(input.arguments, 0), {
      deleted: isSet(input.options, 'deleted'),
    })
    printResult(input, numbers, () => numbers.join('\n'))
    return exitCodes.ok
  },
}
