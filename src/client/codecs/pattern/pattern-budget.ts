/** Steps that the JavaScript engine may take for one value, by their bound: a fraction of a second. */
const NATIVE_STEPS = 50_000_000
/** States that automata and matcher may visit for one value: about a second. */
const VISITS = 20_000_000

/**
 * What all patterns together may cost for one value. A bound on each test is not enough: a value
 * can have thousands of texts.
 */
class PatternBudget {
  #nativeSteps = NATIVE_STEPS
  #visits = VISITS

  /** A new value is checked. */
  begin(): void {
    this.#nativeSteps = NATIVE_STEPS
    this.#visits = VISITS
  }

  /** @returns whether the engine may be used for that many steps at most */
  takeNative(steps: number): boolean {
    if (steps > this.#nativeSteps) return false
    this.#nativeSteps -= steps
    return true
  }

  /** @returns whether there were that many visits left */
  takeVisits(visits: number): boolean {
    this.#visits -= visits
    return this.#visits >= 0
  }
}

/** One for all: checking a value never waits, so no two overlap. */
export const patternBudget = new PatternBudget()
