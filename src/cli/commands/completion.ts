import { CommandError, exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import { printResult } from '../print/print-result.ts'
import { argument } from '../option-values.ts'

/** `concordat completion`: a script that completes commands and options. */
export const completion: Command = {
  name: 'completion',
  sentence: 'Print a completion script for bash, zsh or fish.',
  usesRegistry: false,
  arguments: [{ name: '<shell>', sentence: 'bash, zsh or fish', values: ['bash', 'zsh', 'fish'] }],
  options: [],
  help: `bash  source <(concordat completion bash)
zsh   source <(concordat completion zsh)
fish  concordat completion fish | source`,

  async run(input) {
    const { completionScripts } = await import('../print/completion-scripts.ts')
    const shell = argument(input.arguments, 0)
    const script = completionScripts.get(shell)
    if (script === undefined) {
      const known = [...completionScripts.keys()].join(', ')
      throw new CommandError(`completion is for ${known}, not '${shell}'`)
    }
    const text = script(await input.allCommands())
    printResult(input, { shell, script: text }, () => text.trimEnd())
    return exitCodes.ok
  },
}
