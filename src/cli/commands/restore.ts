import { exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import { argument, numberOf, optionalArgument } from '../option-values.ts'
import { printResult } from '../print/print-result.ts'

/** `concordat restore`: brings back what was soft-deleted. */
export const restore: Command = {
  name: 'restore',
  sentence: 'Bring back a soft-deleted subject or version, with its numbers and ids.',
  usesRegistry: true,
  arguments: [
    { name: '<subject>', sentence: 'what to bring back' },
    { name: '[version]', sentence: 'only this one' },
  ],
  options: [],
  help: 'An operation of Concordat: other registries answer that they do not know it.',

  async run(input) {
    const { registryOf } = await import('../open-registry.ts')
    const registry = registryOf(input.options)
    const subject = argument(input.arguments, 0)
    const version = optionalArgument(input.arguments, 1)
    const restored =
      version === undefined
        ? await registry.restoreSubject(subject)
        : [await registry.restoreVersion(subject, numberOf(version, 'a version'))]
    printResult(input, restored, () =>
      restored.length === 0
        ? `nothing of ${subject} was deleted`
        : restored.map((number) => `restored ${subject} version ${number}`).join('\n'),
    )
    return exitCodes.ok
  },
}
