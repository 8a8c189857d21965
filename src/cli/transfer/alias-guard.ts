import { CommandError, exitCodes } from '../command.ts'
import type { StoredSettings } from './stored-settings.ts'

/**
 * Keeps versions out of subjects that are aliases: the registry would write them over those of the
 * subject that is meant by the alias.
 */
export class AliasGuard {
  readonly #stored: StoredSettings
  readonly #passed = new Map<string, Promise<void>>()

  /** @param stored what the registry has set before anything is written */
  constructor(stored: StoredSettings) {
    this.#stored = stored
  }

  /** @throws CommandError when the subject is an alias, RequestError */
  pass(subject: string): Promise<void> {
    const known = this.#passed.get(subject)
    if (known !== undefined) return known
    const passing = this.#refuseAlias(subject)
    this.#passed.set(subject, passing)
    return passing
  }

  async #refuseAlias(subject: string): Promise<void> {
    const { alias } = (await this.#stored(subject)).config ?? {}
    if ((alias ?? '') === '') return
    throw new CommandError(
      `'${subject}' is an alias of '${alias}' there: its versions would be written over those of ` +
        `'${alias}'. Take the alias away first (PUT /config/${encodeURIComponent(subject)} with {"alias": ""})`,
      exitCodes.found,
    )
  }
}
