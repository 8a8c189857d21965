import { CommandError } from '../command.ts'
import { failureOf } from '../failure.ts'

/**
 * A failure in the midst of long work, with what stands by then: nobody shall have to guess what is
 * half written.
 *
 * @param stands one sentence, asked for when the work has failed; `undefined`: nothing was written
 * @throws CommandError, or what is none of the user's doing as it is
 */
export async function tellingWhatStands<T>(
  work: Promise<T>,
  stands: () => string | undefined,
): Promise<T> {
  try {
    return await work
  } catch (thrown) {
    const failure = failureOf(thrown)
    const words = stands()
    if (words === undefined || !(failure instanceof CommandError)) throw failure
    const { message, exitCode } = failure
    throw new CommandError(`${message.replace(/\.$/, '')}. ${words}`, exitCode, { cause: thrown })
  }
}
