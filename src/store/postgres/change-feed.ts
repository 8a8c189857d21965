import { randomUUID } from 'node:crypto'
import type { Change, ChangeFeed } from '../store.ts'
import { readChanges, readLastSequence, toChange } from './changes.ts'
import type { ChangeRow } from './changes.ts'
import type { Database, DatabaseOptions } from './database.ts'
import { listen } from './listener.ts'
import type { Listener } from './listener.ts'
import { SequenceWindow } from './sequence-window.ts'

/** Between looks at the log when others cannot tell us. */
const POLL_MS = 50
/** The same when they can: for what a killed process had no time to tell. */
const SAFETY_POLL_MS = 1_000
/** Changes told together. */
const NOTIFY_MS = 15
const PAGE = 1_000

type Hearer = (change: Change | undefined) => void

/**
 * Follows the table `changes`.
 *
 * Own changes are handed on by whoever wrote them. Other processes are told by NOTIFY, some
 * moments later and for many changes at once: as part of the writing transaction it would make
 * all commits of the database wait for each other. A look at the log every so often makes up for
 * notifications that never come (connection poolers, killed writers).
 */
export class PostgresChangeFeed implements ChangeFeed {
  readonly #database: Database
  readonly #hearers = new Set<Hearer>()
  readonly #ownName = randomUUID()
  #window: SequenceWindow
  #listener: Listener | undefined
  #reading: Promise<void> | undefined
  #readAgain = false
  #wasAway = false
  #notifying: NodeJS.Timeout | undefined
  #looking: NodeJS.Timeout | undefined
  #closed = false

  private constructor(database: Database, highest: number) {
    this.#database = database
    this.#window = new SequenceWindow(highest)
  }

  static async open(database: Database, options: DatabaseOptions): Promise<PostgresChangeFeed> {
    const feed = new PostgresChangeFeed(database, await readLastSequence(database))
    feed.#listener = listen(options, {
      heard: (from) => {
        if (from !== feed.#ownName) void feed.#look()
      },
      connected: (again) => {
        feed.#wasAway ||= again
        void feed.#look()
      },
    })
    feed.#lookLater()
    return feed
  }

  subscribe(hearer: Hearer): () => void {
    this.#hearers.add(hearer)
    return () => this.#hearers.delete(hearer)
  }

  /** Hands on own changes, at once here and in a moment to the other processes. */
  publish(rows: readonly ChangeRow[]): void {
    this.#handOn(rows)
    if (rows.length > 0 && !this.#closed) this.#notifying ??= this.#notifyLater()
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#looking)
    if (this.#notifying !== undefined) {
      clearTimeout(this.#notifying)
      await this.#notify()
    }
    await this.#reading
    await this.#listener?.close()
  }

  #handOn(rows: readonly ChangeRow[]): void {
    const now = Date.now()
    for (const row of rows) {
      const mark = this.#window.mark(row.sequence, now)
      if (mark === 'seen') continue
      const change = mark === 'lost' ? undefined : toChange(row)
      for (const hearer of this.#hearers) hearer(change)
    }
  }

  #notifyLater(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#notifying = undefined
      void this.#notify()
    }, NOTIFY_MS).unref()
  }

  async #notify(): Promise<void> {
    try {
      await this.#database.query(notify, [this.#ownName])
    } catch {
      // The others look at the log by themselves, only later.
    }
  }

  #lookLater(): void {
    const pause = this.#listener?.isHearing() ? SAFETY_POLL_MS : POLL_MS
    this.#looking = setTimeout(() => {
      void this.#look().finally(() => {
        if (!this.#closed) this.#lookLater()
      })
    }, pause).unref()
  }

  /** Reads what is new in the log; whoever asks during a look gets another one after it. */
  #look(): Promise<void> {
    this.#readAgain = true
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #readAll(): Promise<void> {
    while (this.#readAgain && !this.#closed) {
      this.#readAgain = false
      try {
        if (this.#wasAway) await this.#beginAnew()
        const { highest } = this.#window
        const rows = await readChanges(this.#database, highest, this.#window.gaps(Date.now()), PAGE)
        this.#handOn(rows)
        if (rows.length === PAGE) this.#readAgain = true
      } catch {
        this.#wasAway = true
      }
    }
  }

  // After an absence the log may tell less than what happened (a standby that took over, a backup
  // that was restored), so nothing remembered is to be trusted, the window included.
  async #beginAnew(): Promise<void> {
    this.#window = new SequenceWindow(await readLastSequence(this.#database))
    this.#wasAway = false
    for (const hearer of this.#hearers) hearer(undefined)
  }
}

const notify = {
  name: 'notify',
  text: `select pg_notify('concordat_changes', $1)`,
}
