import pg from 'pg'
import { clientConfig } from './database.ts'
import type { DatabaseOptions } from './database.ts'

/** What a listener tells. */
export interface ListenerEvents {
  /** Another process, or this one, has written. */
  heard(from: string): void
  /** Listening begins, or begins again: what was said in between was not heard. */
  connected(again: boolean): void
}

/** A connection that waits for notifications, and comes back when it breaks. */
export interface Listener {
  /** Whether notifications really arrive; behind some connection poolers they never do. */
  isHearing(): boolean
  close(): Promise<void>
}

const CHANNEL = 'concordat_changes'
const PROBE = 'probe:'
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 2_000

/** Listens on a connection of its own. */
export function listen(options: DatabaseOptions, events: ListenerEvents): Listener {
  let client: pg.Client | undefined
  let hearing = false
  let closed = false
  let broken = false
  let pauseMs = FIRST_PAUSE_MS
  let retry: NodeJS.Timeout | undefined

  function again(): void {
    hearing = false
    broken = true
    if (closed) return
    retry = setTimeout(() => void connect(), pauseMs).unref()
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }

  async function connect(): Promise<void> {
    const next = new pg.Client(clientConfig(options))
    client = next
    let ended = false
    // Both may come, in any order.
    const end = (): void => {
      if (ended) return
      ended = true
      next.end().catch(() => undefined)
      again()
    }
    next.on('error', end)
    next.on('end', end)
    next.on('notification', ({ payload = '' }) => {
      hearing = true
      if (!payload.startsWith(PROBE)) events.heard(payload)
    })
    try {
      await next.connect()
      await next.query(`listen ${CHANNEL}`)
      pauseMs = FIRST_PAUSE_MS
      events.connected(broken)
      // Tells whether we hear at all: our own voice comes back.
      await next.query(`select pg_notify('${CHANNEL}', '${PROBE}')`)
    } catch {
      end()
    }
  }

  const connecting = connect()
  return {
    isHearing: () => hearing,
    async close(): Promise<void> {
      closed = true
      clearTimeout(retry)
      await connecting
      await client?.end().catch(() => undefined)
    },
  }
}
