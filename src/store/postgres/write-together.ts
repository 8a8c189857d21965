/** Statements under way at the same time. */
const MAX_UNDER_WAY = 2
/** Items that one statement carries. */
const MAX_TOGETHER = 64

interface Waiting<Item, Answer> {
  readonly item: Item
  readonly answer: (answer: Answer) => void
  readonly fail: (thrown: unknown) => void
}

/**
 * Lets what is asked for at the same time travel together: items that come while statements are
 * under way wait for one of them to return, and go with the next.
 *
 * An item that comes alone goes at once, so nothing is slower for it.
 */
export class WriteTogether<Item, Answer> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Answer[]>
  #waiting: Waiting<Item, Answer>[] = []
  #underWay = 0
  #leaving = false

  /** @param run answers items in their order, or fails for all of them */
  constructor(run: (items: readonly Item[]) => Promise<readonly Answer[]>) {
    this.#run = run
  }

  write(item: Item): Promise<Answer> {
    return new Promise((answer, fail) => {
      this.#waiting.push({ item, answer, fail })
      this.#leaveSoon()
    })
  }

  /** At the end of this turn, so that what the turn still brings comes along. */
  #leaveSoon(): void {
    if (this.#leaving || this.#underWay >= MAX_UNDER_WAY || this.#waiting.length === 0) return
    this.#leaving = true
    setImmediate(() => {
      this.#leaving = false
      void this.#leave()
      this.#leaveSoon()
    })
  }

  async #leave(): Promise<void> {
    const together = this.#waiting.slice(0, MAX_TOGETHER)
    this.#waiting = this.#waiting.slice(MAX_TOGETHER)
    this.#underWay++
    try {
      const answers = await this.#run(together.map(({ item }) => item))
      for (const [index, { answer, fail }] of together.entries()) {
        const own = answers[index]
        if (own === undefined) fail(new Error('a write was not answered'))
        else answer(own)
      }
    } catch (thrown) {
      for (const { fail } of together) fail(thrown)
    } finally {
      this.#underWay--
      this.#leaveSoon()
    }
  }
}
