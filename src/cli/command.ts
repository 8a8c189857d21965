/** How a command ends. */
export const exitCodes = {
  /** Fine. */
  ok: 0,
  /** The check found something. */
  found: 1,
  /** Wrong use: a bad flag, file or configuration. */
  usage: 2,
  /** Could not reach the registry or database, or an internal error. */
  failed: 3,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** A failure that the user can act on: one sentence, no stack trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = exitCodes.usage, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

/** An option of a command. */
export interface CommandOption {
  /** As commander reads it: `--port <number>`. */
  readonly flags: string
  readonly sentence: string
  /** Shown in help; applied by the command. */
  readonly fallback?: string
  /** May be given several times. */
  readonly repeatable?: boolean
  /** What it may be, for completion; the command itself refuses others. */
  readonly values?: readonly string[]
}

/** An argument of a command. */
export interface CommandArgument {
  /** As commander reads it: `<file>`, `[dir...]`. */
  readonly name: string
  readonly sentence: string
  /** Words that it may be, for completion; anything else is as good. */
  readonly values?: readonly string[]
}

/** Where a command writes; tests hand over their own. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly error: (text: string) => void
  /** Colours and progress only on a terminal. */
  readonly isTerminal: boolean
  /** Settles when what was written has left, so that long output does not pile up in memory. */
  readonly flushed: () => Promise<void>
}

/** One command: its words, and what it does. */
export interface Command {
  readonly name: string
  readonly sentence: string
  readonly arguments?: readonly CommandArgument[]
  readonly options: readonly CommandOption[]
  /** Longer help, printed below the options. */
  readonly help?: string
  /** Talks to a registry: `--url` and authentication are added. */
  readonly usesRegistry: boolean
  /** @throws CommandError */
  run(input: CommandInput): Promise<ExitCode>
}

export interface CommandInput {
  readonly arguments: readonly (string | readonly string[] | undefined)[]
  readonly options: Readonly<Record<string, unknown>>
  readonly terminal: Terminal
  /** Every command there is, for those that speak of the others. */
  readonly allCommands: () => Promise<readonly Command[]>
}
