import { CommandError, exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import { choiceOption, isSet, restArguments, textOption } from '../option-values.ts'
import { printResult } from '../print/print-result.ts'

/** `concordat types`: TypeScript types for what is registered. */
export const typesCommand: Command = {
  name: 'types',
  sentence: 'Write TypeScript types for the latest versions of subjects, and a lock file.',
  usesRegistry: true,
  arguments: [
    { name: '[subjects...]', sentence: 'whose types; without any, those of the lock file' },
  ],
  options: [
    { flags: '--out <folder>', sentence: 'where to' },
    { flags: '--check', sentence: 'write nothing; exit 1 when registry or files have moved' },
    {
      flags: '--longs <type>',
      sentence: 'bigint or number',
      fallback: 'as before, or bigint',
      values: ['bigint', 'number'],
    },
  ],

  async run(input) {
    const { options } = input
    const folder = textOption(options, 'out')
    if (folder === undefined) throw new CommandError('name the folder with --out')
    const longs = choiceOption(options, 'longs', ['bigint', 'number'] as const)
    const request = {
      folder,
      subjects: restArguments(input.arguments, 0),
      ...(longs === undefined ? {} : { longs }),
    }
    const [{ registryOf }, { movedTypes, writeTypes }] = await Promise.all([
      import('../open-registry.ts'),
      import('../generated-types/write-types.ts'),
    ])
    const registry = registryOf(options)
    if (isSet(options, 'check')) {
      const moved = await movedTypes(registry, request)
      printResult(input, moved, () =>
        moved.length === 0
          ? 'the types are those of the registry'
          : moved.map(({ subject, message }) => `${subject} ${message}`).join('\n'),
      )
      return moved.length === 0 ? exitCodes.ok : exitCodes.found
    }
    const lock = await writeTypes(registry, request)
    printResult(input, Object.fromEntries(lock), () =>
      [...lock].map(([subject, { file }]) => `${subject}  ${folder}/${file}`).join('\n'),
    )
    return exitCodes.ok
  },
}
