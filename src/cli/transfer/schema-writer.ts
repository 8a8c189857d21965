import type { RegistryClient } from '../../client/registry-client.ts'
import { RequestError } from '../../client/request-error.ts'
import { DEFAULT_CONTEXT, parseSubject, printSubject } from '../../model/subject.ts'
import { CommandError, exitCodes } from '../command.ts'
import type { AliasGuard } from './alias-guard.ts'
import { FairQueue } from './fair-queue.ts'
import type { ImportModes } from './import-modes.ts'
import type { Interruption } from './interruption.ts'
import type { PresentVersion } from './present.ts'
import { contentDigest, versionKey } from './record.ts'
import type { SchemaRecord } from './record.ts'

/** Registrations under way at once, where the registry takes them. */
const AT_ONCE = 64

/** Versions read ahead, so that requests under way are of many subjects. */
const READ_AHEAD = 2048

/** And the length of their texts together. */
const READ_AHEAD_CHARACTERS = 16 * 1024 * 1024

/**
 * Registers versions with their own ids and numbers, many at once, each behind those that it refers
 * to. What is there already is left alone, so that an import can be begun again.
 */
export class SchemaWriter {
  readonly #registry: RegistryClient
  readonly #modes: ImportModes
  readonly #aliases: AliasGuard
  readonly #interruption: Interruption
  readonly #present: ReadonlyMap<string, PresentVersion>
  readonly #presentSubjects: ReadonlySet<string>
  /** Versions that can be referred to. */
  readonly #done: Set<string>
  /** Records that could be registered now. */
  readonly #ready = new FairQueue()
  /** Records by the version that they wait for. */
  readonly #waiting = new Map<string, SchemaRecord[]>()
  #running = 0
  /** Told whenever a registration has ended. */
  #ended: (() => void) | undefined
  #failure: unknown
  written = 0
  skipped = 0
  /** Versions to be soft-deleted when everything else stands. */
  readonly toDelete: SchemaRecord[] = []
  /** Versions that the registry refused, for what they refer to is nowhere. */
  readonly leftOut: SchemaRecord[] = []

  constructor(
    registry: RegistryClient,
    { modes, aliases }: { readonly modes: ImportModes; readonly aliases: AliasGuard },
    present: ReadonlyMap<string, PresentVersion>,
    interruption: Interruption,
  ) {
    this.#interruption = interruption
    this.#registry = registry
    this.#modes = modes
    this.#aliases = aliases
    this.#present = present
    this.#presentSubjects = new Set(
      [...present.keys()].map((key) => key.slice(key.indexOf(' ') + 1)),
    )
    this.#done = new Set(present.keys())
  }

  /**
   * Takes one version; waits while enough of them are read ahead.
   *
   * @throws CommandError when the registry holds something else there, RequestError
   */
  async write(record: SchemaRecord): Promise<void> {
    while (this.#isFull() && this.#goesOn()) await this.#oneEnds()
    this.#rethrow()
    const there = this.#present.get(versionKey(record))
    const isDeleted = record.deleted === true
    if (there !== undefined) {
      if (there.digest !== contentDigest(record)) throw conflict(record)
      if (isDeleted && !there.deleted) this.toDelete.push(record)
      if (isDeleted || !there.deleted) {
        this.skipped += 1
        return
      }
    }
    this.#placeInLine(record)
    this.#pump()
  }

  /**
   * Waits for what is under way, and, unless it was interrupted, for all that is read ahead.
   *
   * @throws RequestError of whatever failed first
   */
  async drain(): Promise<void> {
    while (this.#running > 0) await this.#oneEnds()
    this.#rethrow()
  }

  /** Begins nothing more, and waits for what is under way: it still counts. */
  async abandon(cause: unknown): Promise<void> {
    this.#failure ??= cause
    while (this.#running > 0) await this.#oneEnds()
  }

  #goesOn(): boolean {
    return this.#failure === undefined && !this.#interruption.isAsked()
  }

  #isFull(): boolean {
    return this.#ready.size >= READ_AHEAD || this.#ready.characters >= READ_AHEAD_CHARACTERS
  }

  /**
   * Waits for everything that was taken.
   *
   * @param leaveOut go on without versions whose references are nowhere
   * @throws RequestError of whatever failed first
   */
  async settle(leaveOut: boolean): Promise<void> {
    await this.drain()
    if (this.#interruption.isAsked()) return
    // What waits now waits for versions that nobody brought: the registry may know better.
    const left = [...this.#waiting.values()].flat()
    this.#waiting.clear()
    for (const record of left) {
      try {
        await this.#register(record)
        this.#finished(record)
      } catch (thrown) {
        const isDangling = thrown instanceof RequestError && thrown.status === 422
        if (!leaveOut || !isDangling) throw thrown
        this.leftOut.push(record)
      }
    }
  }

  #placeInLine(record: SchemaRecord): void {
    const missing = targetsOf(record).find((target) => !this.#done.has(target))
    if (missing === undefined) {
      this.#ready.push(record)
      return
    }
    const others = this.#waiting.get(missing)
    if (others === undefined) this.#waiting.set(missing, [record])
    else others.push(record)
  }

  #pump(): void {
    while (this.#running < AT_ONCE && this.#goesOn()) {
      const next = this.#ready.take()
      if (next === undefined) return
      this.#start(next)
    }
  }

  #start(record: SchemaRecord): void {
    this.#running += 1
    void this.#register(record)
      .then(
        () => this.#finished(record),
        (thrown: unknown) => {
          this.#failure ??= thrown
        },
      )
      .then(() => {
        this.#running -= 1
        this.#pump()
        this.#ended?.()
      })
  }

  #oneEnds(): Promise<void> {
    return new Promise((resolve) => {
      this.#ended = resolve
    })
  }

  async #register(record: SchemaRecord): Promise<void> {
    const { subject, version, id, schema, schemaType, references, metadata, ruleSet } = record
    await this.#aliases.pass(subject)
    await this.#modes.enterFor(subject, this.#presentSubjects.has(subject))
    const answer = await this.#registry.register(subject, {
      version,
      id,
      schema,
      schemaType,
      ...(references === undefined ? {} : { references }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(ruleSet === undefined ? {} : { ruleSet }),
    })
    if (answer.id !== id) throw conflict(record)
  }

  #finished(record: SchemaRecord): void {
    this.written += 1
    if (record.deleted === true) this.toDelete.push(record)
    const key = versionKey(record)
    this.#done.add(key)
    const freed = this.#waiting.get(key)
    if (freed === undefined) return
    this.#waiting.delete(key)
    for (const one of freed) this.#placeInLine(one)
  }

  #rethrow(): void {
    if (this.#failure !== undefined) throw this.#failure
  }
}

/** The versions that a record refers to; an unqualified subject means the record's own context. */
function targetsOf({ subject, references = [] }: SchemaRecord): readonly string[] {
  const { context } = parseSubject(subject)
  return references.map((reference) => {
    const target = parseSubject(reference.subject)
    const isBare = !reference.subject.startsWith(':.') && context !== DEFAULT_CONTEXT
    const name = printSubject(isBare ? { context, subject: reference.subject } : target)
    return versionKey({ subject: name, version: reference.version })
  })
}

function conflict({ subject, version, id }: SchemaRecord): CommandError {
  return new CommandError(
    `${subject} version ${version} (id ${id}) is there already with other content; nothing of it was changed`,
    exitCodes.found,
  )
}
