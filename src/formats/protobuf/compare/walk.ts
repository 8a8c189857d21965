import type { Difference } from '../../difference.ts'
import type { MessageNode } from '../ast.ts'
import type { ScopedType } from '../scope.ts'

/** A message on one side. */
export type ScopedMessage = ScopedType & { readonly node: MessageNode }

/** Two messages held against each other. */
export interface MessagePair {
  readonly reader: ScopedMessage
  readonly writer: ScopedMessage
}

/** What comparing one pair yields before other pairs are entered. */
export type Step =
  | { readonly kind: 'difference'; readonly difference: Difference }
  | { readonly kind: 'nested'; readonly pair: MessagePair }
  /** A field's message type; `changed` follows when something inside breaks. */
  | { readonly kind: 'named'; readonly pair: MessagePair; readonly changed: Difference }

/** The steps of one pair: its own body, then the types nested in it. */
export interface PairSteps {
  readonly body: readonly Step[]
  readonly types: readonly Step[]
}

/** Most pairs that are entered while following the reference's walk, which may be exponential. */
export const MAX_ENTERED = 20_000
/** Most differences that are listed with the reference's repetitions. */
export const MAX_LISTED = 5_000

/** Every pair in reach, its steps, and what can be reached from it. */
interface PairGraph {
  stepsOf(pair: MessagePair): PairSteps
  /** Pairs from which any difference can be reached. */
  readonly dirty: ReadonlySet<PairSteps>
  /** Pairs from which a difference that breaks can be reached. */
  readonly breaking: ReadonlySet<PairSteps>
}

/**
 * Follows the reference's walk through the pairs and lists their differences in its order.
 *
 * The reference enters a pair once for every way that leads to it. Pairs without differences in
 * reach are skipped, which changes nothing; when the walk still grows too large, every pair is
 * entered once: the verdict stays, repetitions go.
 *
 * @param compare yields the steps of a pair; asked once for each
 */
export function walkPairs(
  root: readonly Step[],
  compare: (pair: MessagePair) => PairSteps,
): readonly Difference[] {
  const graph = buildGraph(root, compare)
  return listDifferences(root, graph, 'as-reference') ?? listDifferences(root, graph, 'once') ?? []
}

function buildGraph(root: readonly Step[], compare: (pair: MessagePair) => PairSteps): PairGraph {
  const known = new Map<MessageNode, Map<MessageNode, PairSteps>>()
  const entered: PairSteps[] = []
  const referrers = new Map<PairSteps, PairSteps[]>()
  const stepsOf = (pair: MessagePair): PairSteps => {
    const row = known.get(pair.writer.node) ?? new Map<MessageNode, PairSteps>()
    known.set(pair.writer.node, row)
    let steps = row.get(pair.reader.node)
    if (steps === undefined) {
      steps = compare(pair)
      row.set(pair.reader.node, steps)
      entered.push(steps)
    }
    return steps
  }
  for (const step of root) if (step.kind !== 'difference') stepsOf(step.pair)
  for (let next = 0; next < entered.length; next++) {
    const from = entered[next]
    if (from === undefined) break
    for (const step of allSteps(from)) {
      if (step.kind === 'difference') continue
      const to = stepsOf(step.pair)
      const list = referrers.get(to)
      if (list === undefined) referrers.set(to, [from])
      else list.push(from)
    }
  }
  const reaching = (isStart: (difference: Difference) => boolean): Set<PairSteps> => {
    const found = new Set(
      entered.filter((steps) =>
        allSteps(steps).some((step) => step.kind === 'difference' && isStart(step.difference)),
      ),
    )
    for (const steps of found)
      for (const referrer of referrers.get(steps) ?? []) found.add(referrer)
    return found
  }
  return {
    stepsOf,
    dirty: reaching(() => true),
    breaking: reaching(({ effect }) => effect === 'breaks'),
  }
}

function allSteps({ body, types }: PairSteps): readonly Step[] {
  return [...body, ...types]
}

/** A list of steps under way. */
interface Frame {
  readonly steps: readonly Step[]
  next: number
  /** The writer's message that is no longer being compared once this frame ends. */
  readonly leaves: MessageNode | undefined
  /** Added at the end of the frame if anything broke since `breaksBefore`. */
  readonly changed: Difference | undefined
  readonly breaksBefore: number
}

function listDifferences(
  root: readonly Step[],
  graph: PairGraph,
  mode: 'as-reference' | 'once',
): readonly Difference[] | undefined {
  const listed: Difference[] = []
  const active = new Set<MessageNode>()
  const seen = new Set<PairSteps>()
  const stack: Frame[] = []
  let breaks = 0
  let entered = 0
  const add = (difference: Difference): void => {
    if (difference.effect === 'breaks') breaks++
    listed.push(difference)
  }
  const push = (steps: readonly Step[], leaves?: MessageNode, changed?: Difference): void => {
    stack.push({ steps, next: 0, leaves, changed, breaksBefore: breaks })
  }
  const enter = (step: Exclude<Step, { kind: 'difference' }>): void => {
    const steps = graph.stepsOf(step.pair)
    if (!graph.dirty.has(steps)) return
    const changed = step.kind === 'named' ? step.changed : undefined
    if (mode === 'once') {
      const isNew = !seen.has(steps)
      seen.add(steps)
      if (isNew) push([...steps.body, ...steps.types])
      if (changed !== undefined && graph.breaking.has(steps)) add(changed)
      return
    }
    entered++
    const { node } = step.pair.writer
    // Frames end in reverse: body, then types, then the field's own difference.
    if (changed !== undefined) push([], undefined, changed)
    push(steps.types)
    if (active.has(node)) return
    active.add(node)
    push(steps.body, node)
  }
  push(root)
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    if (mode === 'as-reference' && (entered > MAX_ENTERED || listed.length > MAX_LISTED)) {
      return undefined
    }
    const step = frame.steps[frame.next++]
    if (step === undefined) {
      stack.pop()
      if (frame.leaves !== undefined) active.delete(frame.leaves)
      if (frame.changed !== undefined && breaks > frame.breaksBefore) add(frame.changed)
    } else if (step.kind === 'difference') add(step.difference)
    else enter(step)
  }
  return listed
}
