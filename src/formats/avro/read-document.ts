import { scanJson } from '../scan-json.ts'
import { SchemaFault } from '../schema-fault.ts'
import { javaTrim } from './java-number.ts'
import { Reading } from './reading.ts'
import { TypeReader } from './read-type.ts'
import type { AvroType } from './ast.ts'
import type { DefaultCheck } from './defaults.ts'
import type { NameRule } from './names.ts'
import type { Document } from './places.ts'
import type { Scope } from './scope.ts'

/** The cell of a tape's outermost value. */
const ROOT = 0
const dialect = { comments: true, nonFinite: false } as const

/**
 * Reads one text to its end into the scope, and binds the names it used before their definition.
 *
 * @throws SchemaFault with the texts of Avro 1.1 and 1.3
 */
export function readDocument(
  scope: Scope,
  defaults: DefaultCheck,
  { text, base }: Document,
  rule: NameRule,
): { root: AvroType; at: number } {
  scope.rule = rule
  if (javaTrim(text) === '') throw new SchemaFault('Cannot parse <null> schema')
  const tape = scanJson(text, dialect)
  const reading = new Reading(scope, tape, base)
  const at = reading.at(ROOT)
  const found = { root: new TypeReader(reading, defaults).read(ROOT, ''), at }
  const end = tape.end(ROOT)
  const rest = javaTrim(text.slice(end))
  if (rest !== '') scope.fail(`dangling content after end of schema: ${rest}`, base + end)
  scope.remember(found, 'root', at)
  scope.bindForwardUses()
  return found
}
