import { RequestError } from '../client/request-error.ts'
import { SerdeError } from '../client/serde-error.ts'
import { SchemaFault } from '../formats/schema-fault.ts'
import { ConfigError } from '../config.ts'
import { CommandError, exitCodes } from './command.ts'
import type { ExitCode } from './command.ts'
import { printable } from './print/excerpt.ts'

/** How a request about every context names its subject, which nobody has typed. */
const EVERYTHING = ' :*::'

/** What rooms below throw, as what a user can act on; anything else stays as it is. */
export function failureOf(thrown: unknown): unknown {
  if (thrown instanceof RequestError) {
    return new CommandError(
      `${thrown.message.replace(EVERYTHING, ':')}${advice.get(thrown.status) ?? ''}`,
      statusExitCode(thrown),
      {
        cause: thrown,
      },
    )
  }
  // Its message begins with a topic, of which the command line knows none.
  if (thrown instanceof SerdeError) {
    return usageError(thrown.reason.replace(/the option `(\w+)`/, '--$1'), thrown)
  }
  if (thrown instanceof SchemaFault) return usageError(thrown.message, thrown)
  return thrown
}

/** What is said of what was thrown, in one line: names and answers of others come into it. */
export function sentenceOf(thrown: unknown): string {
  return printable(thrown instanceof Error ? thrown.message : String(thrown))
}

/** How a command ends that threw. */
export function exitCodeOf(thrown: unknown): ExitCode {
  if (thrown instanceof CommandError) return thrown.exitCode
  return thrown instanceof ConfigError ? exitCodes.usage : exitCodes.failed
}

function usageError(message: string, cause: Error): CommandError {
  return new CommandError(message, exitCodes.usage, { cause })
}

/**
 * A refusal is the answer to what was asked; no answer, no right to ask, or an answer of somebody
 * else, such as a proxy's page, is not.
 */
function statusExitCode({ status, errorCode }: RequestError): ExitCode {
  if (status === undefined || status === 401 || status === 403) return exitCodes.failed
  if (errorCode === undefined) return exitCodes.failed
  if (status === 409) return exitCodes.found
  return status >= 400 && status < 500 && status !== 429 ? exitCodes.usage : exitCodes.failed
}

const advice: ReadonlyMap<number | undefined, string> = new Map([
  [401, ' (say who you are with --user or --token)'],
  [403, ' (the credentials are known, but may not do this)'],
])
