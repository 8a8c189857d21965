import { readJson } from '../json-reader.ts'
import { SchemaFault } from '../schema-fault.ts'
import { javaTrim } from './java-number.ts'
import { TypeReader } from './read-type.ts'
import type { AvroType } from './ast.ts'
import type { DefaultCheck } from './defaults.ts'
import type { NameRule } from './names.ts'
import type { Document } from './places.ts'
import type { Scope } from './scope.ts'

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
  const { node, end } = readJson(text, dialect)
  const at = base + node.start
  const found = { root: new TypeReader(scope, base, defaults).read(node, ''), at }
  const rest = javaTrim(text.slice(end))
  if (rest !== '') scope.fail(`dangling content after end of schema: ${rest}`, base + end)
  scope.remember(found, 'root', at)
  scope.bindForwardUses()
  return found
}
