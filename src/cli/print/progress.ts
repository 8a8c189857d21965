import type { Terminal } from '../command.ts'

/** How often a line of progress is written over. */
const EVERY_MS = 100

/** Shorter work is over before anyone has read of it. */
const PATIENCE_MS = 500

/** Tells a person how far long work has come; nobody else. */
export interface Progress {
  show(text: string): void
  /** Takes the line away. */
  end(): void
}

/** Progress on the standard error, while the standard output is a terminal. */
export function progressOn({ isTerminal, error }: Terminal): Progress {
  let shownAt = Date.now() + PATIENCE_MS - EVERY_MS
  let isShown = false
  return {
    show(text) {
      const now = Date.now()
      if (!isTerminal || now - shownAt < EVERY_MS) return
      shownAt = now
      isShown = true
      error(`\r\u001b[K${text}`)
    },
    end() {
      if (isShown) error('\r\u001b[K')
      isShown = false
    },
  }
}
