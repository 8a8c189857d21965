import { SchemaFault } from '../../schema-fault.ts'
import { NONE } from './finding.ts'
import type { AvroType } from '../ast.ts'
import type { DifferenceKind } from '../differences.ts'
import type { Finding, Findings } from './finding.ts'

/** A reader type and a writer type, each with the spot where it is used. */
export interface Pair {
  readonly reader: AvroType
  readonly readerAt: number
  readonly writer: AvroType
  readonly writerAt: number
}

/** Decides one pair; visits the pairs inside it by way of the walk. */
export type Judge = (walk: Walk, pair: Pair) => Findings

/** How far a walk goes. */
export interface WalkLimits {
  /** Pairs of types, which grow as the product of two entangled schemas. */
  readonly maxPairs: number
  /** Unions with as many branches or more look named types up instead of trying one after another. */
  readonly lookUpFrom: number
}

/** Thrown when a walk meets more pairs than it may. */
export class TooManyPairs extends SchemaFault {
  constructor(maxPairs: number) {
    super(`Comparing takes more than ${maxPairs} pairs of types`)
  }
}

/** Visits inside one another on the stack; names can chain types without end. */
const MAX_DEPTH = 600

/** The way to a pair: tokens of the path, and where the pair stands in the main texts. */
interface Step {
  readonly before: Step | undefined
  readonly tokens: readonly (string | number)[]
  readonly readerAt: number
  readonly writerAt: number
}

/** A pair and the way to it. */
interface Visit {
  readonly pair: Pair
  readonly step: Step
}

/** Unwinds the stack: this visit must be made first, from the ground. */
class TooDeep extends Error {
  readonly visit: Visit

  constructor(visit: Visit) {
    super('too deep')
    this.visit = visit
  }
}

/**
 * The way through two schemas at once: where it stands, and which pairs it has met.
 *
 * A pair met again gives the findings of the first meeting, their paths included; a pair met inside
 * itself counts as compatible. Avro 5, "memo".
 */
export class Walk {
  readonly limits: WalkLimits
  readonly #judge: Judge
  readonly #met = new Map<AvroType, Map<AvroType, Findings | 'in progress'>>()
  /** The pairs in progress, outermost first. */
  #open: Pair[] = []
  /** Offsets behind it lie in references: what is in there is told where the reference is used. */
  readonly #readerEnd: number
  readonly #writerEnd: number
  #step: Step | undefined
  #pairs = 0

  constructor(judge: Judge, limits: WalkLimits, readerEnd: number, writerEnd: number) {
    this.#judge = judge
    this.limits = limits
    this.#readerEnd = readerEnd
    this.#writerEnd = writerEnd
  }

  /**
   * Visits the root, and before that whatever lies too deep below it.
   *
   * @throws TooManyPairs when the schemas are too entangled to compare
   */
  run(root: Pair): Findings {
    const { readerAt, writerAt } = root
    const waiting: Visit[] = [
      { pair: root, step: { before: undefined, tokens: [], readerAt, writerAt } },
    ]
    let findings = NONE
    for (let next = waiting.at(-1); next !== undefined; next = waiting.at(-1)) {
      this.#step = next.step
      try {
        findings = this.#decide(next.pair)
        waiting.pop()
      } catch (error) {
        if (!(error instanceof TooDeep)) throw error
        for (const pair of this.#open) this.#met.get(pair.reader)?.delete(pair.writer)
        this.#open = []
        for (const { pair } of waiting) this.#remember(pair, 'in progress')
        waiting.push(error.visit)
      }
    }
    return findings
  }

  /** Visits a pair as if it were the root: its findings do not say how it was reached. */
  visitAfresh(pair: Pair): Findings {
    return this.#visit(pair, undefined, [])
  }

  /** Visits a pair below the one being judged, under more tokens of the path. */
  visitUnder(pair: Pair, ...tokens: (string | number)[]): Findings {
    return this.#visit(pair, this.#step, tokens)
  }

  #visit(pair: Pair, before: Step | undefined, tokens: readonly (string | number)[]): Findings {
    const known = this.#met.get(pair.reader)?.get(pair.writer)
    if (known !== undefined) return known === 'in progress' ? NONE : known
    const here = this.#step
    const step = {
      before,
      tokens,
      readerAt: pair.readerAt <= this.#readerEnd ? pair.readerAt : (here?.readerAt ?? 0),
      writerAt: pair.writerAt <= this.#writerEnd ? pair.writerAt : (here?.writerAt ?? 0),
    }
    if (this.#open.length >= MAX_DEPTH) throw new TooDeep({ pair, step })
    this.#step = step
    const findings = this.#decide(pair)
    this.#step = here
    return findings
  }

  #decide(pair: Pair): Findings {
    if (++this.#pairs > this.limits.maxPairs) throw new TooManyPairs(this.limits.maxPairs)
    this.#remember(pair, 'in progress')
    this.#open.push(pair)
    const findings = this.#judge(this, pair)
    this.#open.pop()
    this.#remember(pair, findings)
    return findings
  }

  #remember(pair: Pair, state: Findings | 'in progress'): void {
    const known = this.#met.get(pair.reader)
    if (known === undefined) this.#met.set(pair.reader, new Map([[pair.writer, state]]))
    else known.set(pair.writer, state)
  }

  /**
   * A finding at the pair being judged.
   *
   * @param tokens what the path goes on with below the pair
   * @param more better spots than the pair's, unless they lie in a reference
   */
  found(
    kind: DifferenceKind,
    info: string,
    tokens: readonly (string | number)[] = [],
    more: Partial<Pick<Finding, 'readerAt' | 'writerAt' | 'hint'>> = {},
  ): Findings {
    const here = { readerAt: this.#step?.readerAt ?? 0, writerAt: this.#step?.writerAt ?? 0 }
    const { readerAt = here.readerAt, writerAt = here.writerAt, hint } = more
    return [
      {
        kind,
        path: this.#path(tokens),
        info,
        readerAt: readerAt <= this.#readerEnd ? readerAt : here.readerAt,
        writerAt: writerAt <= this.#writerEnd ? writerAt : here.writerAt,
        ...(hint === undefined ? {} : { hint }),
      },
    ]
  }

  #path(tokens: readonly (string | number)[]): string {
    const parts = [tokens]
    for (let step = this.#step; step !== undefined; step = step.before) parts.push(step.tokens)
    return `/${parts.reverse().flat().join('/')}`
  }
}
