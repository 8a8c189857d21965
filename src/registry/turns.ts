import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/** So long a piece of work runs before other requests get their turn. */
const TURN_MS = 5
/** Work that took so long is heavy: after each of its steps, heavy work rests as long as that took. */
const HEAVY_MS = 100
/** How often those who rest look whether somebody came who need not. */
const NAP_MS = 10

/**
 * Turns of the event loop, shared by all work that may take many of them.
 *
 * Of those who wait, the one that had least so far goes on, one in each turn. So however many
 * expensive checks run, all other requests together have half of the time, and what is quickly
 * done is not kept waiting by what is not.
 */
export interface Turns {
  begin(): Stint
}

/** A piece of work made of steps. */
export interface Stint {
  /** Runs the next step, after others had their turn if this work has been running for long. */
  step<T>(work: () => T): Promise<T>
}

interface Waiting {
  readonly spentMs: number
  readonly goOn: () => void
}

/**
 * Creates the turns of a process.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function createTurns(now: () => number = () => performance.now()): Turns {
  const waiting = new Set<Waiting>()
  let isTurning = false
  let restUntil = 0

  function wait(spentMs: number): Promise<void> {
    return new Promise((goOn) => {
      waiting.add({ spentMs, goOn })
      if (!isTurning) void giveTurns()
    })
  }

  async function giveTurns(): Promise<void> {
    isTurning = true
    while (waiting.size > 0) {
      await nextTurn()
      const next = [...waiting].reduce((a, b) => (b.spentMs < a.spentMs ? b : a))
      const rest = next.spentMs > HEAVY_MS ? restUntil - now() : 0
      if (rest > 0) await sleep(Math.min(rest, NAP_MS))
      else {
        waiting.delete(next)
        next.goOn()
      }
    }
    isTurning = false
  }

  return {
    begin() {
      let spentMs = 0
      let turnedAt = now()
      return {
        async step(work) {
          if (now() - turnedAt > TURN_MS) {
            await wait(spentMs)
            turnedAt = now()
          }
          const before = now()
          try {
            return work()
          } finally {
            const after = now()
            spentMs += after - before
            if (spentMs > HEAVY_MS) restUntil = Math.max(restUntil, after + (after - before))
          }
        },
      }
    },
  }
}
