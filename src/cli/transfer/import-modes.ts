import type { RegistryClient } from '../../client/registry-client.ts'
import { RequestError } from '../../client/request-error.ts'
import { DEFAULT_CONTEXT, parseSubject, printContext } from '../../model/subject.ts'
import { CommandError } from '../command.ts'
import { unlessUnsupported } from '../unless-missing.ts'

/** The mode in which ids and versions may be given. Rest-api 3.8. */
export const IMPORT = 'IMPORT'

/**
 * Brings contexts into IMPORT mode, in which ids and versions may be given, before the first write
 * into each.
 */
export class ImportModes {
  readonly #registry: RegistryClient
  readonly #force: boolean
  readonly #entered = new Map<string, Promise<void>>()
  readonly #carried = new Set<string>()

  /** @param force enter IMPORT mode even where schemas are live */
  constructor(registry: RegistryClient, force: boolean) {
    this.#registry = registry
    this.#force = force
  }

  /** What was brought into IMPORT mode: `null`, contexts, subjects. */
  get entered(): readonly (string | null)[] {
    return [...this.#entered.keys()].map((key) => (key === '' ? null : key))
  }

  /** Remembers that a record for a target passed, whether or not there is anything to write. */
  carried(target: string | null): void {
    this.#carried.add('')
    if (target === null) return
    this.#carried.add(target)
    const { context } = parseSubject(target)
    if (context !== DEFAULT_CONTEXT) this.#carried.add(printContext(context))
  }

  /**
   * What an earlier attempt may have left in IMPORT mode: it was carried, and needed no write this
   * time.
   */
  get untouched(): readonly (string | null)[] {
    return [...this.#carried]
      .filter((key) => !this.#entered.has(key))
      .map((key) => (key === '' ? null : key))
  }

  /**
   * Enters the mode for all that a write touches. The global mode comes first, whatever is written:
   * later, the schemas already imported would forbid it.
   *
   * @param target a subject or context; `null` for everything
   * @param hasOwnMode whether it may have a mode of its own, for it was there before
   * @throws CommandError when schemas are live
   */
  async enterFor(target: string | null, hasOwnMode: boolean): Promise<void> {
    await this.#once('')
    if (target === null) return
    const { context } = parseSubject(target)
    if (context !== DEFAULT_CONTEXT) await this.#once(printContext(context))
    if (hasOwnMode && (await this.#ownMode(target)) !== undefined) await this.#once(target)
  }

  #once(target: string): Promise<void> {
    const known = this.#entered.get(target)
    if (known !== undefined) return known
    const entering = this.#enter(target === '' ? undefined : target)
    this.#entered.set(target, entering)
    return entering
  }

  async #enter(target: string | undefined): Promise<void> {
    if ((await this.#ownMode(target)) === IMPORT) return
    try {
      await this.#registry.updateMode(IMPORT, target, { force: this.#force })
    } catch (cause) {
      if (!(cause instanceof RequestError) || cause.status !== 422) throw cause
      throw new CommandError(
        `${cause.message}. Import into an empty registry, or say --force to add to a live one`,
        undefined,
        { cause },
      )
    }
  }

  async #ownMode(target: string | undefined): Promise<string | undefined> {
    return (await unlessUnsupported(this.#registry.getMode(target)))?.mode ?? undefined
  }
}
