import type { RegistryClient } from '../../client/registry-client.ts'
import { RequestError } from '../../client/request-error.ts'
import { DEFAULT_CONTEXT, parseSubject, printContext } from '../../model/subject.ts'
import { CommandError } from '../command.ts'
import { unlessUnsupported } from '../unless-missing.ts'

/** The mode in which ids and versions may be given. Rest-api 3.8. */
export const IMPORT = 'IMPORT'
const DEFAULT_MODE = 'READWRITE'

/**
 * Brings contexts into IMPORT mode, in which ids and versions may be given, before the first write
 * into each.
 */
export class ImportModes {
  readonly #registry: RegistryClient
  readonly #force: boolean
  readonly #entering = new Map<string, Promise<void>>()
  /** What is in IMPORT mode by now, with the mode it had. */
  readonly #before = new Map<string | null, string | undefined>()
  readonly #carried = new Set<string>()

  /** @param force enter IMPORT mode even where schemas are live */
  constructor(registry: RegistryClient, force: boolean) {
    this.#registry = registry
    this.#force = force
  }

  /** What is in IMPORT mode: `null`, contexts, subjects. */
  get entered(): readonly (string | null)[] {
    return [...this.#before.keys()]
  }

  /**
   * Gives something the mode that it had; none, when an earlier attempt had left it in IMPORT mode.
   *
   * @throws RequestError
   */
  async giveBack(target: string | null): Promise<void> {
    const mode = this.#before.get(target)
    const name = target ?? undefined
    if (mode === undefined) await this.#registry.deleteMode(name)
    else await this.#registry.updateMode(mode, name, { force: true })
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
      .filter((key) => !this.#entering.has(key))
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
    const known = this.#entering.get(target)
    if (known !== undefined) return known
    const entering = this.#enter(target === '' ? undefined : target)
    this.#entering.set(target, entering)
    return entering
  }

  async #enter(target: string | undefined): Promise<void> {
    const before = await this.#ownMode(target)
    if (before !== IMPORT) await this.#forceInto(target)
    // Where nothing is set globally, the answer is the default: that is no mode of its own.
    const isNone = before === IMPORT || (target === undefined && before === DEFAULT_MODE)
    this.#before.set(target ?? null, isNone ? undefined : before)
  }

  async #forceInto(target: string | undefined): Promise<void> {
    try {
      await this.#registry.updateMode(IMPORT, target, { force: this.#force })
    } catch (cause) {
      const isRefused = cause instanceof RequestError && cause.status === 422
      // A registry without schemas has another reason, and so has one that was to be forced.
      if (!isRefused || this.#force || !(await this.#isLive())) throw cause
      throw new CommandError(
        `${cause.message}. Import into an empty registry, or say --force to add to a live one`,
        undefined,
        { cause },
      )
    }
  }

  async #isLive(): Promise<boolean> {
    return (await this.#registry.listSubjects({ subjectPrefix: ':*:', limit: 1 })).length > 0
  }

  async #ownMode(target: string | undefined): Promise<string | undefined> {
    return (await unlessUnsupported(this.#registry.getMode(target)))?.mode ?? undefined
  }
}
