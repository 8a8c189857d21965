import { joined, NONE } from './finding.ts'
import { compareNames } from './naming.ts'
import type { EnumType } from '../ast.ts'
import type { Findings } from './finding.ts'
import type { Walk } from './walk.ts'

/** A reader without a default must know every symbol of the writer. Avro 5, enum. */
export function compareEnums(walk: Walk, reader: EnumType, writer: EnumType): Findings {
  const names = compareNames(walk, reader, writer)
  const missing = missingSymbols(reader, writer)
  if (missing.length === 0 || reader.default !== undefined) return names
  const list = `[${missing.join(', ')}]`
  const hint = `Keep the symbols ${missing.join(', ')}, or give the enum a default`
  return joined(names, walk.found('MISSING_ENUM_SYMBOLS', list, ['symbols'], { hint }))
}

function missingSymbols(reader: EnumType, writer: EnumType): readonly string[] {
  if (reader.symbols === writer.symbols) return []
  const known = new Set(reader.symbols)
  const missing = writer.symbols.filter((symbol) => !known.has(symbol))
  return missing.length === 0 ? (NONE as readonly never[]) : missing.sort()
}
