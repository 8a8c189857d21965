import type { ResolvedType } from '../field-facts.ts'

/** The numbers a type holds, as its wire group reads them. */
interface Range {
  readonly lowest: bigint
  readonly highest: bigint
}

const signed = (bits: bigint): Range => ({
  lowest: -(2n ** (bits - 1n)),
  highest: 2n ** (bits - 1n) - 1n,
})
const unsigned = (bits: bigint): Range => ({ lowest: 0n, highest: 2n ** bits - 1n })

const ranges: ReadonlyMap<string, Range> = new Map(
  Object.entries({
    bool: unsigned(1n),
    int32: signed(32n),
    sint32: signed(32n),
    sfixed32: signed(32n),
    uint32: unsigned(32n),
    fixed32: unsigned(32n),
    int64: signed(64n),
    sint64: signed(64n),
    sfixed64: signed(64n),
    uint64: unsigned(64n),
    fixed64: unsigned(64n),
  }),
)

/**
 * Tells whether a number of the writer may not fit the reader.
 *
 * Types of different wire groups are not asked about: the reference refuses those.
 */
export function isNarrowed(reader: ResolvedType, writer: ResolvedType): boolean {
  const read = rangeOf(reader)
  const written = rangeOf(writer)
  if (read === undefined || written === undefined) return false
  return written.lowest < read.lowest || written.highest > read.highest
}

/** An enum holds what is declared as a writer, and any int32 as a reader of its own kind. */
function rangeOf(type: ResolvedType): Range | undefined {
  if (type.kind === 'scalar') return ranges.get(type.name)
  if (type.kind !== 'enum' || type.type.node.kind !== 'enum') return undefined
  const hasNegative = type.type.node.constants.some(({ number }) => number < 0)
  const { lowest, highest } = signed(32n)
  return { lowest: hasNegative ? lowest : 0n, highest }
}
