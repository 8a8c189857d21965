import { CommandError, exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import { textOption } from '../option-values.ts'
import { countedRest } from '../print/counted.ts'
import { progressOn } from '../print/progress.ts'

/** `concordat export`: everything that a registry holds, as lines of JSON. */
export const exportCommand: Command = {
  name: 'export',
  sentence:
    'Write every schema, id, version, config, mode and association of a registry as lines of JSON.',
  usesRegistry: true,
  arguments: [],
  options: [{ flags: '--out <file>', sentence: 'where to', fallback: 'the standard output' }],
  help: `All contexts and soft-deleted versions are included. A file keeps the name <file>.part until it
is complete; an interrupted export goes on from there when the command is run again, and begins anew when the
registry has changed before that place, or is another one.
What is registered or deleted meanwhile may be missing or told twice; verify tells.
Configs and modes of subjects without versions are, too, where the registry lists them (GET /settings).`,

  async run({ options, terminal }) {
    const [{ registryOf }, { fileSink, terminalSink }, { writeExport }, { watchForInterruption }] =
      await Promise.all([
        import('../open-registry.ts'),
        import('../transfer/export-file.ts'),
        import('../transfer/write-export.ts'),
        import('../transfer/interruption.ts'),
      ])
    const registry = registryOf(options)
    const file = textOption(options, 'out')
    if (file === '') throw new CommandError('--out needs the name of a file')
    const sink = file === undefined ? terminalSink(terminal) : await fileSink(file)
    const interruption = watchForInterruption()
    const progress = progressOn(terminal)
    const summary = await writeExport(registry, sink, interruption, (schemas) => {
      if (file !== undefined) progress.show(`exported ${schemas} schemas`)
    }).finally(() => {
      progress.end()
      interruption.release()
    })
    if (file === undefined) return exitCodes.ok
    const { schemas, settings, associations, resumed } = summary
    const again = resumed === 0 ? '' : `, ${resumed} of them before`
    terminal.out(
      options['json'] === true
        ? `${JSON.stringify({ file, ...summary }, undefined, 2)}\n`
        : `exported ${schemas} schemas${again}${countedRest(settings, associations)} to ${file}\n`,
    )
    return exitCodes.ok
  },
}
