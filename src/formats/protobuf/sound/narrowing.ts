import type { ResolvedType } from '../field-facts.ts'

/** The numbers a type holds, and how the wire holds them. */
interface Range {
  readonly encoding: 'varint' | 'zigzag' | 'fixed32' | 'fixed64'
  readonly lowest: bigint
  readonly highest: bigint
}

function signed(encoding: Range['encoding'], bits: bigint): Range {
  return { encoding, lowest: -(2n ** (bits - 1n)), highest: 2n ** (bits - 1n) - 1n }
}

function unsigned(encoding: Range['encoding'], bits: bigint): Range {
  return { encoding, lowest: 0n, highest: 2n ** bits - 1n }
}

const ranges: ReadonlyMap<string, Range> = new Map(
  Object.entries({
    bool: unsigned('varint', 1n),
    int32: signed('varint', 32n),
    uint32: unsigned('varint', 32n),
    int64: signed('varint', 64n),
    uint64: unsigned('varint', 64n),
    sint32: signed('zigzag', 32n),
    sint64: signed('zigzag', 64n),
    fixed32: unsigned('fixed32', 32n),
    sfixed32: signed('fixed32', 32n),
    fixed64: unsigned('fixed64', 64n),
    sfixed64: signed('fixed64', 64n),
  }),
)

/**
 * Tells whether a number of the writer may not fit the reader.
 *
 * Types of different encodings are not asked about: the reference refuses those.
 */
export function isNarrowed(reader: ResolvedType, writer: ResolvedType): boolean {
  const read = rangeOf(reader)
  const written = rangeOf(writer)
  if (read === undefined || written?.encoding !== read.encoding) return false
  return written.lowest < read.lowest || written.highest > read.highest
}

/** An enum is taken to hold any int32, but negative ones only where it declares some. */
function rangeOf(type: ResolvedType): Range | undefined {
  if (type.kind === 'scalar') return ranges.get(type.name)
  if (type.kind !== 'enum' || type.type.node.kind !== 'enum') return undefined
  const hasNegative = type.type.node.constants.some(({ number }) => number < 0)
  const range = signed('varint', 32n)
  return hasNegative ? range : { ...range, lowest: 0n }
}
