import type { StringNode } from '../ast.ts'
import { compareLimit } from './limits.ts'
import type { Findings } from './outcome.ts'

/** Compares the demands on texts. */
export function compareStrings(reader: StringNode, writer: StringNode, findings: Findings): void {
  compareLimit('MAX_LENGTH', 'maxLength', reader.maxLength, writer.maxLength, findings)
  compareLimit('MIN_LENGTH', 'minLength', reader.minLength, writer.minLength, findings)
  if (reader.pattern === writer.pattern) return
  if (writer.pattern === undefined) findings.add('PATTERN_ADDED', 'pattern', ['pattern'])
  else if (reader.pattern === undefined) findings.add('PATTERN_REMOVED', 'pattern', ['pattern'])
  else findings.add('PATTERN_CHANGED', 'pattern', ['pattern'])
}
