import { printType } from './canonical.ts'
import { DefaultCheck } from './defaults.ts'
import { checkDoubtfulDefaults } from './doubtful-defaults.ts'
import { readDocument } from './read-document.ts'
import { readReferences } from './references.ts'
import { Scope } from './scope.ts'
import type { ParseOptions, SchemaSource } from '../format.ts'
import type { AvroSchema } from './ast.ts'

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
  readReferences(scope, defaults, source.references)
  const rule = options.mode === 'new' ? 'strict' : 'lenient'
  const { root, at } = readDocument(scope, defaults, main, rule)
  const { externalNames, documents } = scope
  // Printed at once, because it bounds how deep names nest types.
  const canonicalText = printType(root, externalNames)
  checkDoubtfulDefaults(root, scope)
  return { root, rootAt: at, externalNames, documents, canonicalText }
}
