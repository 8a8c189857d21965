import { Command as Commander, CommanderError, Option } from 'commander'
import { exitCodes } from './command.ts'
import type { Command, CommandInput, CommandOption, ExitCode, Terminal } from './command.ts'

const exitCodeHelp = `
Exit codes: 0 fine, 1 the check found something, 2 wrong use, 3 could not reach or internal.`

const jsonOption: CommandOption = { flags: '--json', sentence: 'print the result as JSON' }

/** Options of commands that talk to a registry. */
const registryOptions: readonly CommandOption[] = [
  {
    flags: '--url <url>',
    sentence: 'registry to talk to, several separated by commas (CONCORDAT_URL)',
    fallback: 'http://127.0.0.1:8081',
  },
  { flags: '--user <user:password>', sentence: 'basic authentication (CONCORDAT_USER)' },
  { flags: '--token <token>', sentence: 'bearer authentication (CONCORDAT_TOKEN)' },
  {
    flags: '--header <name:value>',
    sentence: 'extra request header, may be repeated',
    repeatable: true,
  },
  {
    flags: '--timeout <seconds>',
    sentence: 'how long to wait for each answer; what fails is asked again three times',
    fallback: '30',
  },
]

/** Every option of a command: its own, those of the registry it talks to, and `--json`. */
export function optionsOf(command: Command): readonly CommandOption[] {
  return [...command.options, ...(command.usesRegistry ? registryOptions : []), jsonOption]
}

/**
 * Parses a command line and runs the command it names.
 *
 * @throws CommandError from the command itself
 */
export async function runCommandLine(
  args: readonly string[],
  commands: Readonly<Record<string, () => Promise<Command>>>,
  options: { readonly version: string; readonly terminal: Terminal },
): Promise<ExitCode> {
  const { terminal } = options
  let exitCode: ExitCode = exitCodes.ok
  const program = new Commander('concordat')
    .description('A schema registry: serve it, check against it, and carry schemas around.')
    .version(options.version)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.error })
    .showHelpAfterError('(--help shows what is possible)')
    .addHelpText('after', exitCodeHelp)

  const named = args.find((arg) => Object.hasOwn(commands, arg))
  const wanted =
    named === undefined ? Object.entries(commands) : [[named, commands[named]] as const]
  const allCommands = (): Promise<readonly Command[]> =>
    Promise.all(Object.values(commands).map((load) => load()))
  for (const [, load] of wanted) {
    if (load === undefined) continue
    addCommand(program, await load(), { terminal, allCommands }, (code) => {
      exitCode = code
    })
  }

  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    throw error
  }
  return exitCode
}

function addCommand(
  program: Commander,
  command: Command,
  surroundings: Pick<CommandInput, 'terminal' | 'allCommands'>,
  done: (code: ExitCode) => void,
): void {
  const sub = program
    .command(command.name)
    .description(command.sentence)
    .exitOverride()
    .addHelpText('after', (command.help === undefined ? '' : `\n${command.help}\n`) + exitCodeHelp)
  for (const argument of command.arguments ?? []) sub.argument(argument.name, argument.sentence)
  for (const option of optionsOf(command)) sub.addOption(commanderOption(option))
  sub.action(async (...given: unknown[]) => {
    const count = command.arguments?.length ?? 0
    try {
      done(
        await command.run({
          arguments: given.slice(0, count) as (string | string[] | undefined)[],
          options: given[count] as Record<string, unknown>,
          ...surroundings,
        }),
      )
    } catch (thrown) {
      const { failureOf } = await import('./failure.ts')
      throw failureOf(thrown)
    }
  })
}

function commanderOption(row: CommandOption): Option {
  const sentence =
    row.fallback === undefined ? row.sentence : `${row.sentence} (default: ${row.fallback})`
  const option = new Option(row.flags, sentence)
  if (row.repeatable === true) {
    option.argParser((value: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      value,
    ])
  }
  return option
}
