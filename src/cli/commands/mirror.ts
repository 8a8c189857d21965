import { CommandError, exitCodes } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { isSet, textOption } from '../option-values.ts'
import { printImported } from '../print/print-imported.ts'
import { printVerified } from '../print/print-verified.ts'
import { progressOn } from '../print/progress.ts'
import type { SettingsClient } from '../settings-client.ts'

/** `concordat mirror`: makes one registry a copy of another. */
export const mirror: Command = {
  name: 'mirror',
  sentence: 'Copy everything from another registry, keeping ids; run again, it copies what is new.',
  usesRegistry: true,
  arguments: [],
  options: [
    { flags: '--from <url>', sentence: 'the registry to copy; --url is the copy' },
    { flags: '--from-user <user:password>', sentence: 'basic authentication there' },
    { flags: '--from-token <token>', sentence: 'bearer authentication there' },
    { flags: '--verify', sentence: 'change nothing, compare, and exit 1 on any difference' },
    { flags: '--force', sentence: 'into a registry with subjects that the other does not have' },
  ],
  help: `The other registry may be any that speaks the protocol and lists its schemas (GET /schemas).
Configs and modes that were taken away there are taken away here, but for a global mode and with --force.
Versions and associations that were removed there stay in the copy; --verify names them.`,

  async run(input) {
    const { openRegistry, registryOf } = await import('../open-registry.ts')
    const url = textOption(input.options, 'from')
    if (url === undefined) throw new CommandError('name the registry to copy with --from')
    const source = openRegistry({
      url,
      user: textOption(input.options, 'fromUser'),
      token: textOption(input.options, 'fromToken'),
      timeout: textOption(input.options, 'timeout'),
    })
    const copy = registryOf(input.options)
    const { allRecords } = await import('../transfer/all-records.ts')
    if (isSet(input.options, 'verify')) {
      const { verifyRecords } = await import('../transfer/verify-records.ts')
      return printVerified(input, await verifyRecords(copy, allRecords(source)))
    }
    if (!isSet(input.options, 'force')) await refuseStrangers(source, copy)
    return copyAll(input, source, copy)
  },
}

/** A registry with a life of its own must not be taken for a copy. */
async function refuseStrangers(source: SettingsClient, copy: SettingsClient): Promise<void> {
  const every = { subjectPrefix: ':*:', deleted: true }
  const [theirs, ours] = await Promise.all([source.listSubjects(every), copy.listSubjects(every)])
  const known = new Set(theirs)
  const stranger = ours.find((subject) => !known.has(subject))
  if (stranger === undefined) return
  throw new CommandError(
    `the registry at --url has '${stranger}', which the other has not: it is no copy. Say --force to go on`,
  )
}

async function copyAll(input: CommandInput, source: SettingsClient, copy: SettingsClient) {
  const [{ allRecords }, { importRecords }, { watchForInterruption }] = await Promise.all([
    import('../transfer/all-records.ts'),
    import('../transfer/import-records.ts'),
    import('../transfer/interruption.ts'),
  ])
  const interruption = watchForInterruption()
  const progress = progressOn(input.terminal)
  const summary = await importRecords(copy, allRecords(source), {
    // It has been made sure of that what lives there is a copy.
    force: true,
    leaveOut: false,
    // What has been added there on purpose stays.
    prunes: !isSet(input.options, 'force'),
    interruption,
    progress: (schemas) => progress.show(`copied ${schemas} schemas`),
  }).finally(() => {
    progress.end()
    interruption.release()
  })
  printImported(input, 'copied', summary)
  return exitCodes.ok
}
