import { subjectKey } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import { maxTrips, pauseAfter, tooManyTrips } from './retry-on-moved.ts'
import type { Trip } from './retry-on-moved.ts'

/** Writes of one subject that may be under way together. */
const MAX_AHEAD = 64

/**
 * Runs the writes of one subject one after another, within this process.
 *
 * Only politeness: the store alone makes racing writes safe. Queued writes find fresh facts at
 * once, instead of storming the database and being turned away. Other subjects never wait.
 */
export interface SubjectQueue {
  /** Runs a write after all that came before it, and before all that come later. */
  run<T>(name: QualifiedSubject, write: () => Promise<T>): Promise<T>
  /**
   * Runs a write whose decision may be made before those ahead of it are known to have landed, on
   * what they will leave: decisions follow one another, writes travel together.
   *
   * An outcome that was decided upon such expectations and is no write is decided again once they
   * are facts; so is a write when one ahead of it did not land.
   *
   * @param decide is handed what the writes under way will leave; `undefined`: read the facts
   * @throws RegistryError STORE_UNAVAILABLE when others win the race time after time
   */
  runAhead<T, Expected>(
    name: QualifiedSubject,
    decide: (expected: Expected | undefined) => Promise<Decision<T, Expected>>,
  ): Promise<T>
}

/** What a decision came to. */
export type Decision<T, Expected> =
  | Trip<T>
  | {
      readonly kind: 'writing'
      /** Ends when the plan was carried out or refused. */
      readonly written: Promise<Trip<T>>
      /** What it will leave; `undefined`: nobody may decide before it has landed. */
      readonly expected: Expected | undefined
    }

/** A subject that something runs on. */
interface Line {
  /** Ends when the last of those who came may be followed. */
  tail: Promise<void>
  /** Writes under way; none of them rejects. */
  readonly underWay: Set<Promise<unknown>>
  /** What the last of them will leave, if all land. */
  expected: unknown
  /** Those who came and have not had their turn. */
  waiting: number
  /** Forgets the line when nothing runs on it. */
  readonly rest: () => void
}

/** Creates a queue that remembers a subject only while something runs on it. */
export function createSubjectQueue(): SubjectQueue {
  const lines = new Map<string, Line>()

  /** Waits for one's turn, and gives it on when `turn` ends. */
  async function take<T>(name: QualifiedSubject, turn: (line: Line) => Promise<T>): Promise<T> {
    const line = lineOf(subjectKey(name))
    line.waiting++
    const result = line.tail.then(() => turn(line))
    line.tail = result.then(ignore, ignore)
    try {
      return await result
    } finally {
      line.waiting--
      line.rest()
    }
  }

  function lineOf(key: string): Line {
    const known = lines.get(key)
    if (known !== undefined) return known
    const line: Line = {
      tail: Promise.resolve(),
      underWay: new Set(),
      expected: undefined,
      waiting: 0,
      rest: () => {
        if (line.waiting === 0 && line.underWay.size === 0) lines.delete(key)
      },
    }
    lines.set(key, line)
    return line
  }

  return {
    run: (name, write) =>
      take(name, async (line) => {
        await landing(line)
        return write()
      }),

    async runAhead<T, Expected>(
      name: QualifiedSubject,
      decide: (expected: Expected | undefined) => Promise<Decision<T, Expected>>,
    ): Promise<T> {
      for (let taken = 1; taken <= maxTrips; taken++) {
        // Not the trip itself: whoever comes next must not wait until it ends.
        const { trip } = await take(name, (line) => decideInTurn(line, decide))
        const outcome = await trip
        if (outcome.kind === 'landed') return outcome.answer
        await pauseAfter(taken)
      }
      throw tooManyTrips()
    },
  }
}

async function decideInTurn<T, Expected>(
  line: Line,
  decide: (expected: Expected | undefined) => Promise<Decision<T, Expected>>,
): Promise<{ readonly trip: Promise<Trip<T>> }> {
  while (line.underWay.size >= MAX_AHEAD) await Promise.race(line.underWay)
  const expected = line.expected as Expected | undefined
  if (expected === undefined) await landing(line)
  else {
    const ahead = await decide(expected).catch(() => undefined)
    if (ahead?.kind === 'writing') return { trip: depart(line, ahead) }
    await landing(line)
  }
  const decision = await decide(undefined)
  if (decision.kind !== 'writing') return { trip: Promise.resolve(decision) }
  return { trip: depart(line, decision) }
}

function depart<T, Expected>(
  line: Line,
  { written, expected }: Extract<Decision<T, Expected>, { kind: 'writing' }>,
): Promise<Trip<T>> {
  line.expected = expected
  const ended: Promise<unknown> = written.then(
    (trip) => {
      // Those behind it will not land either: nobody may follow them.
      if (trip.kind !== 'landed') line.expected = undefined
    },
    () => {
      line.expected = undefined
    },
  )
  line.underWay.add(ended)
  void ended.then(() => {
    line.underWay.delete(ended)
    // What is under way no more can be read.
    if (line.underWay.size === 0) line.expected = undefined
    line.rest()
  })
  return written
}

/** Waits until nothing is under way. */
async function landing(line: Line): Promise<void> {
  while (line.underWay.size > 0) await Promise.all(line.underWay)
}

function ignore(): void {}
