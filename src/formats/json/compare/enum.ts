import type { EnumNode } from '../ast.ts'
import type { Findings } from './outcome.ts'
import { STEPS_PER_NAME } from './walk.ts'
import type { Walk } from './walk.ts'

/** Compares two value lists as sets. */
export function compareEnums(
  reader: EnumNode,
  writer: EnumNode,
  findings: Findings,
  walk: Walk,
): void {
  walk.spend((reader.values.length + writer.values.length) * STEPS_PER_NAME)
  const readerValues = new Set(reader.values)
  const writerValues = new Set(writer.values)
  const lost = writer.values.some((value) => !readerValues.has(value))
  const gained = reader.values.some((value) => !writerValues.has(value))
  if (lost && gained) findings.add('ENUM_ARRAY_CHANGED', 'enum', ['enum'])
  else if (lost) findings.add('ENUM_ARRAY_NARROWED', 'enum', ['enum'])
  else if (gained) findings.add('ENUM_ARRAY_EXTENDED', 'enum', ['enum'])
}
