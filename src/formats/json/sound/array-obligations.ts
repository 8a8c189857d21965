import { countRange, itemSchemas } from './bounds.ts'
import type { Obligation, Pair, Sink, Trial } from './obligations.ts'
import { acceptsAll, acceptsNothing, innerPart, keyword, numberOf, sameText } from './part.ts'
import type { Conjunction, Flat, Part } from './part.ts'
import { checkCounts, mayWrite } from './scalar-obligations.ts'
import { STEPS_PER_LOOK } from './steps.ts'

/** Everything the reader demands of lists. */
export const checkArrays: Obligation = (pair, sink, trial) => {
  if (!mayWrite(pair, 'array')) return
  const { writer, reader } = pair
  checkCounts(pair, 'Items', undefined, sink)
  if (isTrue(reader, 'uniqueItems') && !writer.flats.some((flat) => isTrue(flat, 'uniqueItems'))) {
    if (countRange(writer, 'Items').most > 1) sink.fail('LIMIT_NARROWED', 'uniqueItems')
  }
  checkItems(pair, sink, trial)
  checkContains(pair, sink, trial)
}

function isTrue(flat: Flat, name: string): boolean {
  const flag = keyword(flat, name)
  return flag?.kind === 'literal' && flag.value === true
}

function checkItems({ writer, reader }: Pair, sink: Sink, trial: Trial): void {
  const { tuple, rest } = itemSchemas(reader)
  const { most } = countRange(writer, 'Items')
  // Beyond the longest tuple every position is like the next.
  const last = writer.flats.reduce(
    (most, flat) => Math.max(most, itemSchemas(flat).tuple.length),
    tuple.length,
  )
  const isList = tuple.length === 0
  for (let index = 0; index <= last && index < most; index++) {
    const demand = tuple[index] ?? rest
    if (demand === undefined || acceptsAll(demand)) continue
    trial.spend(writer.flats.length * STEPS_PER_LOOK)
    const known = knownItem(writer, index)
    if (known.some((part) => acceptsNothing(part.spot.json))) continue
    const isRest = index >= tuple.length
    const segment = !isRest ? `items/${index}` : isList ? 'items' : 'additionalItems'
    if (acceptsNothing(demand)) sink.fail('CLOSED_TO_KNOWN_ITEM', segment, true)
    else sink.descend(known, innerPart(reader.part, demand), segment)
  }
}

function knownItem(writer: Conjunction, index: number): Part[] {
  return writer.flats.flatMap((flat) => {
    const { tuple, rest } = itemSchemas(flat)
    const demand = tuple[index] ?? rest
    return demand === undefined ? [] : [innerPart(flat.part, demand)]
  })
}

function checkContains({ writer, reader }: Pair, sink: Sink, trial: Trial): void {
  const contains = keyword(reader, 'contains')
  if (contains === undefined) return
  const least = Number(numberOf(reader, 'minContains') ?? 1)
  const most = Number(numberOf(reader, 'maxContains') ?? Infinity)
  const target = innerPart(reader.part, contains)
  const implied = writer.flats.some((flat) => {
    const own = keyword(flat, 'contains')
    if (own === undefined || flat.draft === '4') return false
    const ownLeast = Number(numberOf(flat, 'minContains') ?? 1)
    const ownMost = Number(numberOf(flat, 'maxContains') ?? Infinity)
    if (sameText(own, contains)) return ownLeast >= least && ownMost <= most
    return (
      most === Infinity && ownLeast >= least && trial.holds([innerPart(flat.part, own)], target)
    )
  })
  if (!implied && (least > 0 || most < Infinity)) sink.fail('CONTAINS_CHANGED', 'contains')
}
