import type { OptionNode, ReservedNode, Syntax, TagRange } from '../ast.ts'
import { syntaxFamily } from '../features.ts'
import type { OptionsDescriptor, OptionsName, RangeDescriptor } from './codec.ts'
import type { ExtensionTable } from './decode-custom-option.ts'
import { readOptions } from './read-option.ts'

/** What the reading of a descriptor depends on. */
export interface ReadContext {
  readonly syntax: Syntax | undefined
  readonly extensions: ExtensionTable | undefined
}

/** The options of a declaration, known by the extensions at hand. */
export function optionsIn(
  { extensions }: ReadContext,
  kind: OptionsName,
  options: OptionsDescriptor | undefined,
): readonly OptionNode[] {
  return readOptions(kind, options, extensions)
}

/** The keyword of a `SymbolVisibility`. */
export function visibilityOf(number: number | undefined): 'export' | 'local' | undefined {
  if (number === 1) return 'local'
  return number === 2 ? 'export' : undefined
}

/** One statement for each reserved range, then one for each name. */
export function readReserved(
  { syntax }: ReadContext,
  node: {
    readonly reservedRange?: readonly RangeDescriptor[]
    readonly reservedName?: readonly string[]
  },
  lastOf: (end: number) => number,
): readonly ReservedNode[] {
  const statement = (item: TagRange | string): ReservedNode => ({
    kind: 'reserved',
    start: -1,
    items: [item],
    hasBareNames: typeof item === 'string' && syntaxFamily(syntax) === 'edition',
  })
  return [
    ...(node.reservedRange ?? []).map((range) => statement(rangeOf(range, lastOf))),
    ...(node.reservedName ?? []).map(statement),
  ]
}

/** A range as texts write it. */
export function rangeOf(
  { start = 0, end = 0 }: RangeDescriptor,
  lastOf: (end: number) => number,
): TagRange {
  const last = lastOf(end)
  return last === start ? start : { from: start, to: last }
}
