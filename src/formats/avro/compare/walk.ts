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

/** Types under one another, which names can chain without end, and pairs, which grow as a product. */
const MAX_DEPTH = 1200
const MAX_PAIRS = 1_000_000

/**
 * The way through two schemas at once: where it stands, and which pairs it has met.
 *
 * A pair met again gives the findings of the first meeting, their paths included; a pair met inside
 * itself counts as compatible. Avro 5, "memo".
 */
export class Walk {
  readonly #judge: Judge
  readonly #met = new Map<AvroType, Map<AvroType, Findings | 'in progress'>>()
  /** Offsets behind it lie in references: what is in there is told where the reference is used. */
  readonly #readerEnd: number
  readonly #writerEnd: number
  #path: (string | number)[] = []
  #readerAt = 0
  #writerAt = 0
  #depth = 0
  #pairs = 0

  constructor(judge: Judge, readerEnd: number, writerEnd: number) {
    this.#judge = judge
    this.#readerEnd = readerEnd
    this.#writerEnd = writerEnd
  }

  /**
   * Visits a pair below the path as it stands.
   *
   * @throws SchemaFault when the schemas are too deep or too entangled to compare
   */
  visit(pair: Pair): Findings {
    const { reader, writer } = pair
    let known = this.#met.get(reader)
    const before = known?.get(writer)
    if (before !== undefined) return before === 'in progress' ? NONE : before
    if (++this.#pairs > MAX_PAIRS) {
      throw new SchemaFault(`Comparing takes more than ${MAX_PAIRS} pairs of types`)
    }
    if (this.#depth >= MAX_DEPTH) {
      throw new SchemaFault(`Types to compare nest more than ${MAX_DEPTH} deep`)
    }
    if (known === undefined) this.#met.set(reader, (known = new Map()))
    known.set(writer, 'in progress')
    const { readerAt, writerAt } = this.spots
    if (pair.readerAt <= this.#readerEnd) this.#readerAt = pair.readerAt
    if (pair.writerAt <= this.#writerEnd) this.#writerAt = pair.writerAt
    this.#depth++
    const findings = this.#judge(this, pair)
    this.#depth--
    this.#readerAt = readerAt
    this.#writerAt = writerAt
    known.set(writer, findings)
    return findings
  }

  /** Visits a pair as if it were the root: its findings do not say how it was reached. */
  visitAfresh(pair: Pair): Findings {
    const path = this.#path
    this.#path = []
    const findings = this.visit(pair)
    this.#path = path
    return findings
  }

  /** Visits a pair under more tokens of the path. */
  visitUnder(pair: Pair, ...tokens: (string | number)[]): Findings {
    this.#path.push(...tokens)
    const findings = this.visit(pair)
    this.#path.length -= tokens.length
    return findings
  }

  /** Where the pair being judged stands in the main texts. */
  get spots(): { readerAt: number; writerAt: number } {
    return { readerAt: this.#readerAt, writerAt: this.#writerAt }
  }

  /** A finding at the pair being judged, or at tokens below it. */
  found(
    kind: DifferenceKind,
    info: string,
    tokens: readonly (string | number)[] = [],
    more: Partial<Pick<Finding, 'readerAt' | 'writerAt' | 'hint'>> = {},
  ): Findings {
    const { readerAt = this.#readerAt, writerAt = this.#writerAt, hint } = more
    const path = `/${[...this.#path, ...tokens].join('/')}`
    return [
      {
        kind,
        path,
        info,
        readerAt: readerAt <= this.#readerEnd ? readerAt : this.#readerAt,
        writerAt: writerAt <= this.#writerEnd ? writerAt : this.#writerAt,
        ...(hint === undefined ? {} : { hint }),
      },
    ]
  }
}
