import { formatOf } from '../../formats/all-formats.ts'
import type { Difference } from '../../formats/difference.ts'
import { SchemaFault } from '../../formats/schema-fault.ts'
import type { Direction } from '../../model/compatibility-level.ts'
import type { Place } from '../../model/place.ts'
import { CommandError } from '../command.ts'
import { indentJson } from '../print/indent-json.ts'
import { lineDiff } from './line-diff.ts'
import type { DiffLine } from './line-diff.ts'
import type { Side } from './read-side.ts'

/** One difference, seen by readers of one side. */
export interface SideDifference {
  readonly kind: string
  readonly path: string
  readonly direction: Direction
  readonly breaks: boolean
  readonly message: string
  readonly hint?: string
  readonly old?: Place
  readonly new?: Place
}

/** What two schemas are to each other. */
export interface Comparison {
  readonly equal: boolean
  /** Readers with the new schema read data of the old one. */
  readonly backward: boolean
  /** Readers with the old schema read data of the new one. */
  readonly forward: boolean
  readonly differences: readonly SideDifference[]
  /** Of the canonical texts, so that layout does not count. */
  readonly lines: readonly DiffLine[]
}

/**
 * Compares two schemas in both directions, harmless differences included.
 *
 * @throws CommandError when one is no schema
 */
export function compareSides(older: Side, newer: Side): Comparison {
  if (older.schemaType !== newer.schemaType) {
    return { equal: false, backward: false, forward: false, differences: [], lines: [] }
  }
  const format = formatOf(newer.schemaType)
  const [oldParsed, newParsed] = [older, newer].map((side) => parse(side))
  const rules = { policy: 'STRICT', strictness: 'reference' } as const
  const backward = format.compare(newParsed, oldParsed, rules)
  const forward = format.compare(oldParsed, newParsed, rules)
  const sentence = (difference: Difference, direction: Direction): SideDifference => {
    const { kind, path, effect, reader, writer, hint } = difference
    const [before, after] = direction === 'new-reads-old' ? [writer, reader] : [reader, writer]
    return {
      kind,
      path,
      direction,
      breaks: effect !== 'none',
      message: format.sentence(difference, direction),
      ...(hint === undefined ? {} : { hint }),
      ...(before === undefined ? {} : { old: before }),
      ...(after === undefined ? {} : { new: after }),
    }
  }
  return {
    equal: format.equivalent(oldParsed, newParsed),
    backward: !backward.some(({ effect }) => effect === 'breaks'),
    forward: !forward.some(({ effect }) => effect === 'breaks'),
    differences: [
      ...backward.map((one) => sentence(one, 'new-reads-old')),
      ...forward.map((one) => sentence(one, 'old-reads-new')),
    ],
    lines: lineDiff(canonical(older.schemaType, oldParsed), canonical(newer.schemaType, newParsed)),
  }
}

function canonical(schemaType: Side['schemaType'], parsed: unknown): string {
  const text = formatOf(schemaType).canonicalText(parsed)
  return schemaType === 'PROTOBUF' ? text : indentJson(text)
}

function parse({ name, schemaType, schemaText, references }: Side): unknown {
  try {
    return formatOf(schemaType).parse({ schemaText, references }, { mode: 'lenient' })
  } catch (cause) {
    if (!(cause instanceof SchemaFault)) throw cause
    throw new CommandError(`${name}: ${cause.message}`, undefined, { cause })
  }
}
