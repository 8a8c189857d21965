// A transaction commits or fails within moments of drawing its sequence; this is far behind that.
const GAP_LIFETIME_MS = 60_000
const MOST_GAPS = 10_000

/**
 * Which changes were seen, of a log whose rows may appear out of their order: a sequence is drawn
 * before its transaction commits, so one that is missing may still come, or never will.
 */
export class SequenceWindow {
  #highest: number
  /** Missing ones below the highest, and when they were missed first. */
  readonly #gaps = new Map<number, number>()

  constructor(highest: number) {
    this.#highest = highest
  }

  get highest(): number {
    return this.#highest
  }

  /** Sequences worth looking for again, ascending. */
  gaps(now: number): readonly number[] {
    for (const [sequence, since] of this.#gaps) {
      if (now - since > GAP_LIFETIME_MS) this.#gaps.delete(sequence)
    }
    return [...this.#gaps.keys()]
  }

  /**
   * Marks a change as seen.
   *
   * @returns `new`, `seen`, or `lost` when so much is missing that it is not worth remembering
   */
  mark(sequence: number, now: number): 'new' | 'seen' | 'lost' {
    if (sequence <= this.#highest) return this.#gaps.delete(sequence) ? 'new' : 'seen'
    if (sequence - this.#highest + this.#gaps.size > MOST_GAPS) {
      this.#gaps.clear()
      this.#highest = sequence
      return 'lost'
    }
    for (let missing = this.#highest + 1; missing < sequence; missing++) {
      this.#gaps.set(missing, now)
    }
    this.#highest = sequence
    return 'new'
  }
}
