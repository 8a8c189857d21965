import { SchemaFault } from '../schema-fault.ts'
import { isNamed } from './ast.ts'
import { readDocument } from './read-document.ts'
import type { ResolvedReference } from '../format.ts'
import type { DefaultCheck } from './defaults.ts'
import type { Scope } from './scope.ts'

/**
 * Makes the types of the references known to a scope, those inside them too; only their root types
 * count as external. What a reference is called does not matter. Avro 2.
 *
 * @param references dependencies before dependents
 * @throws SchemaFault without a place, for lines of a reference would be taken for the main text's
 */
export function readReferences(
  scope: Scope,
  defaults: DefaultCheck,
  references: readonly ResolvedReference[],
): void {
  for (const { schemaText } of references) {
    const document = scope.open(schemaText)
    try {
      const { root } = readDocument(scope, defaults, document, 'lenient')
      if (isNamed(root)) scope.externalNames.add(root.name.full)
    } catch (error) {
      if (error instanceof SchemaFault) throw new SchemaFault(error.reason)
      throw error
    }
  }
}
