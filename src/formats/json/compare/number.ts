import type { Limit, NumberNode } from '../ast.ts'
import { compareDecimals, isMultiple, parseDecimal } from '../decimal.ts'
import { compareLimit } from './limits.ts'
import type { Findings } from './outcome.ts'

/** Compares the demands on numbers. */
export function compareNumbers(reader: NumberNode, writer: NumberNode, findings: Findings): void {
  compareLimit('MAXIMUM', 'maximum', reader.maximum, writer.maximum, findings)
  compareLimit('MINIMUM', 'minimum', reader.minimum, writer.minimum, findings)
  compareExclusiveMaximum(reader, writer, findings)
  compareLimit(
    'EXCLUSIVE_MINIMUM',
    'exclusiveMinimum',
    reader.exclusiveMinimum,
    writer.exclusiveMinimum,
    findings,
  )
  compareMultipleOf(reader.multipleOf, writer.multipleOf, findings)
  if (reader.integer === writer.integer) return
  findings.add(reader.integer ? 'TYPE_NARROWED' : 'TYPE_EXTENDED', undefined, ['type'])
}

/**
 * A lowered limit is held against the reader's `maximum`, as the reference does; where the reader
 * has none the reference crashes and the limits themselves decide (class 17).
 */
function compareExclusiveMaximum(reader: NumberNode, writer: NumberNode, findings: Findings): void {
  const ours = reader.exclusiveMaximum
  const theirs = writer.exclusiveMaximum
  const lowered = ours !== undefined && theirs !== undefined && Number(ours) < Number(theirs)
  if (lowered && reader.maximum !== undefined && Number(theirs) <= Number(reader.maximum)) return
  compareLimit('EXCLUSIVE_MAXIMUM', 'exclusiveMaximum', ours, theirs, findings)
}

function compareMultipleOf(reader: Limit, writer: Limit, findings: Findings): void {
  if (reader === undefined && writer === undefined) return
  if (writer === undefined) findings.add('MULTIPLE_OF_ADDED', 'multipleOf', ['multipleOf'])
  else if (reader === undefined) findings.add('MULTIPLE_OF_REMOVED', 'multipleOf', ['multipleOf'])
  else {
    const ours = parseDecimal(reader)
    const theirs = parseDecimal(writer)
    if (compareDecimals(ours, theirs) === 0) return
    const kind = isMultiple(ours, theirs)
      ? 'MULTIPLE_OF_EXPANDED'
      : isMultiple(theirs, ours)
        ? 'MULTIPLE_OF_REDUCED'
        : 'MULTIPLE_OF_CHANGED'
    findings.add(kind, 'multipleOf', ['multipleOf'])
  }
}
