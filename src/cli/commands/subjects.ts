import { exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import { isSet, optionalArgument } from '../option-values.ts'
import { printResult } from '../print/print-result.ts'

/** `concordat subjects`: the names that have schemas. */
export const subjects: Command = {
  name: 'subjects',
  sentence: 'List subjects, those of every context unless a prefix says otherwise.',
  usesRegistry: true,
  arguments: [{ name: '[prefix]', sentence: 'start of a name; `:.ctx:` for one context' }],
  options: [{ flags: '--deleted', sentence: 'soft-deleted ones too' }],

  async run(input) {
    const { registryOf } = await import('../open-registry.ts')
    const prefix = optionalArgument(input.arguments, 0)
    const names = await registryOf(input.options).listSubjects({
      deleted: isSet(input.options, 'deleted'),
      ...(prefix === undefined ? {} : { subjectPrefix: prefix }),
    })
    printResult(input, names, () => names.join('\n'))
    return exitCodes.ok
  },
}
