import { readJson } from '../json-reader.ts'
import { SchemaFault } from '../schema-fault.ts'
import { isNamed } from './ast.ts'
import { printType } from './canonical.ts'
import { DefaultCheck } from './defaults.ts'
import { checkDoubtfulDefaults } from './doubtful-defaults.ts'
import { javaTrim } from './java-number.ts'
import { TypeReader } from './read-type.ts'
import { Scope } from './scope.ts'
import type { AvroSchema, AvroType } from './ast.ts'
import type { NameRule } from './names.ts'
import type { Document } from './places.ts'
import type { ParseOptions, SchemaSource } from '../format.ts'

const dialect = { comments: true, nonFinite: false }

/**
 * Reads an Avro schema, after the texts it refers to.
 *
 * @throws SchemaFault with the reference's text (Avro 1.3), placed if the fault is in the main text
 */
export function parseAvro(source: SchemaSource, options: ParseOptions): AvroSchema {
  const scope = new Scope()
  const defaults = new DefaultCheck({
    strictness: 'reference',
    isPlaceholder: (type) => scope.isPlaceholder(type),
  })
  const main = scope.open(source.schemaText)
  for (const reference of source.references) {
    const document = scope.open(reference.schemaText)
    const { root } = unplaced(() => readDocument(scope, defaults, document, 'lenient'))
    if (isNamed(root)) scope.externalNames.add(root.name.full)
  }
  const rule = options.mode === 'new' ? 'strict' : 'lenient'
  const { root, at } = readDocument(scope, defaults, main, rule)
  // Printed at once, because it bounds how deep names nest types.
  const canonicalText = printType(root, scope.externalNames)
  checkDoubtfulDefaults(root, scope)
  const { externalNames, documents } = scope
  return { root, rootAt: at, externalNames, documents, canonicalText }
}

function readDocument(
  scope: Scope,
  defaults: DefaultCheck,
  document: Document,
  rule: NameRule,
): { root: AvroType; at: number } {
  const { text, base } = document
  scope.rule = rule
  if (javaTrim(text) === '') throw new SchemaFault('Cannot parse <null> schema')
  const { node, end } = readJson(text, dialect)
  const at = base + node.start
  let root = new TypeReader(scope, base, defaults).read(node, '')
  const rest = javaTrim(text.slice(end))
  if (rest !== '') scope.fail(`dangling content after end of schema: ${rest}`, base + end)
  scope.remember(root, at, (bound) => {
    root = bound
  })
  scope.bindForwardUses()
  return { root, at }
}

/** Lines of a reference would be taken for lines of the main text. */
function unplaced<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof SchemaFault) throw new SchemaFault(error.reason)
    throw error
  }
}
