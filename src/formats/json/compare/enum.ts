import type { EnumNode } from '../ast.ts'
import type { Findings } from './outcome.ts'

/** Compares two value lists as sets. */
export function compareEnums(reader: EnumNode, writer: EnumNode, findings: Findings): void {
  const readerValues = new Set(reader.values)
  const writerValues = new Set(writer.values)
  const lost = writer.values.some((value) => !readerValues.has(value))
  const gained = reader.values.some((value) => !writerValues.has(value))
  if (lost && gained) findings.add('ENUM_ARRAY_CHANGED', 'enum', ['enum'])
  else if (lost) findings.add('ENUM_ARRAY_NARROWED', 'enum', ['enum'])
  else if (gained) findings.add('ENUM_ARRAY_EXTENDED', 'enum', ['enum'])
}
