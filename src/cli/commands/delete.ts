import { exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import { argument, isSet, optionalArgument, versionOf } from '../option-values.ts'
import { printResult } from '../print/print-result.ts'

/** `concordat delete`: hides a subject or version, or removes what is hidden already. */
export const deleteCommand: Command = {
  name: 'delete',
  sentence: 'Soft-delete a subject or one of its versions; with --permanent remove it.',
  usesRegistry: true,
  arguments: [
    { name: '<subject>', sentence: 'what to delete' },
    { name: '[version]', sentence: 'only this one' },
  ],
  options: [{ flags: '--permanent', sentence: 'remove what was soft-deleted before' }],

  async run(input) {
    const { registryOf } = await import('../open-registry.ts')
    const registry = registryOf(input.options)
    const subject = argument(input.arguments, 0)
    const version = optionalArgument(input.arguments, 1)
    const query = { permanent: isSet(input.options, 'permanent') }
    const deleted =
      version === undefined
        ? await registry.deleteSubject(subject, query)
        : [await registry.deleteVersion(subject, versionOf(version), query)]
    const how = query.permanent ? 'removed' : 'soft-deleted'
    printResult(input, deleted, () =>
      deleted.map((number) => `${how} ${subject} version ${number}`).join('\n'),
    )
    return exitCodes.ok
  },
}
