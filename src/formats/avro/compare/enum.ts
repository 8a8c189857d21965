import { Gathering } from './finding.ts'
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
  const findings = walk.found('MISSING_ENUM_SYMBOLS', list, ['symbols'], { hint })
  return new Gathering().add(names).add(findings).findings
}

function missingSymbols(reader: EnumType, writer: EnumType): readonly string[] {
  const known = new Set(reader.symbols)
  return writer.symbols.filter((symbol) => !known.has(symbol)).sort()
}
