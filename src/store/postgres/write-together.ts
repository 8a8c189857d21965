/** Statements for several items under way at the same time. */
const MAX_UNDER_WAY = 2
/** Items that one statement carries. */
const MAX_TOGETHER = 64

/** How items are written. */
export interface Writing<Item, Answer> {
  /** Items of one lane never overtake each other. */
  readonly laneOf: (item: Item) => string
  /** Whether an item may share a statement; one that may not has its own, at once. */
  readonly canShare: (item: Item) => boolean
  /** Answers items in their order; `undefined`: has to go by itself. Fails for all of them. */
  readonly together: (items: readonly Item[]) => Promise<readonly (Answer | undefined)[]>
  readonly alone: (item: Item) => Promise<Answer>
  /** The answer to an item that need not be sent any more, after what became of those before it. */
  readonly foregone: (item: Item) => Answer | undefined
  /** Hears of each answer before anything else is sent; `undefined`: failed. */
  readonly settled: (item: Item, answer: Answer | undefined) => void
}

interface Waiting<Item, Answer> {
  readonly item: Item
  readonly lane: string
  readonly answer: (answer: Answer) => void
  readonly fail: (thrown: unknown) => void
}

/**
 * Lets what is asked for at the same time travel together: items that come while statements are
 * under way wait for one of them to return, and go with the next.
 *
 * An item that comes alone goes at once, so nothing is slower for it. Items of one lane share a
 * statement, in their order, or wait for those before them to be answered.
 */
export class WriteTogether<Item, Answer> {
  readonly #writing: Writing<Item, Answer>
  #waiting: Waiting<Item, Answer>[] = []
  readonly #busyLanes = new Set<string>()
  #underWay = 0
  #leaving = false

  constructor(writing: Writing<Item, Answer>) {
    this.#writing = writing
  }

  write(item: Item): Promise<Answer> {
    const { laneOf, settled } = this.#writing
    return new Promise((resolve, reject) => {
      const answer = (given: Answer): void => {
        settled(item, given)
        resolve(given)
      }
      const fail = (thrown: unknown): void => {
        settled(item, undefined)
        reject(thrown)
      }
      this.#waiting.push({ item, lane: laneOf(item), answer, fail })
      this.#leaveSoon()
    })
  }

  /** At the end of this turn, so that what the turn still brings comes along. */
  #leaveSoon(): void {
    if (this.#leaving || this.#waiting.length === 0) return
    this.#leaving = true
    setImmediate(() => {
      this.#leaving = false
      const { together, alone } = this.#take()
      for (const waiting of alone) void this.#goAlone([waiting])
      if (together.length > 0) void this.#goTogether(together)
    })
  }

  /** What may go now: nothing of a lane that is busy, or that somebody before it waits in. */
  #take(): Record<'together' | 'alone', readonly Waiting<Item, Answer>[]> {
    const room = this.#underWay < MAX_UNDER_WAY ? MAX_TOGETHER : 0
    const together: Waiting<Item, Answer>[] = []
    const alone: Waiting<Item, Answer>[] = []
    const staying: Waiting<Item, Answer>[] = []
    const sharing = new Set<string>()
    const closed = new Set<string>()
    for (const waiting of this.#waiting) {
      const { item, lane } = waiting
      const known = this.#writing.foregone(item)
      if (known !== undefined) {
        waiting.answer(known)
        continue
      }
      const isClosed = closed.has(lane) || (this.#busyLanes.has(lane) && !sharing.has(lane))
      if (!isClosed && this.#writing.canShare(item) && together.length < room) {
        together.push(waiting)
        sharing.add(lane)
        this.#busyLanes.add(lane)
        continue
      }
      const goesAlone = !isClosed && !sharing.has(lane) && !this.#writing.canShare(item)
      if (goesAlone) this.#busyLanes.add(lane)
      ;(goesAlone ? alone : staying).push(waiting)
      closed.add(lane)
    }
    this.#waiting = staying
    return { together, alone }
  }

  async #goTogether(together: readonly Waiting<Item, Answer>[]): Promise<void> {
    this.#underWay++
    const left = new Map<string, Waiting<Item, Answer>[]>()
    try {
      const answers = await this.#writing.together(together.map(({ item }) => item))
      for (const [index, waiting] of together.entries()) {
        const own = answers[index]
        if (own !== undefined) waiting.answer(own)
        else left.set(waiting.lane, [...(left.get(waiting.lane) ?? []), waiting])
      }
    } catch (thrown) {
      for (const { fail } of together) fail(thrown)
    }
    this.#underWay--
    for (const { lane } of together) if (!left.has(lane)) this.#busyLanes.delete(lane)
    for (const ofOneLane of left.values()) void this.#goAlone(ofOneLane)
    this.#leaveSoon()
  }

  /** @param ofOneLane in their order */
  async #goAlone(ofOneLane: readonly Waiting<Item, Answer>[]): Promise<void> {
    for (const { item, answer, fail } of ofOneLane) {
      const known = this.#writing.foregone(item)
      if (known === undefined) await this.#writing.alone(item).then(answer, fail)
      else answer(known)
    }
    for (const { lane } of ofOneLane) this.#busyLanes.delete(lane)
    this.#leaveSoon()
  }
}
