import { javaHashMapOrder, javaUnionOrder } from '../../java-hash-order.ts'
import type { ObjectNode } from '../ast.ts'
import type { ReferenceKind } from '../differences.ts'
import type { Findings } from './outcome.ts'
import { STEPS_PER_NAME } from './walk.ts'
import type { Comparison, Walk } from './walk.ts'

/**
 * Compares what the presence of one property demands of the others.
 *
 * @see Json-schema 6, Object 3
 */
export function* compareDependencies(
  reader: ObjectNode,
  writer: ObjectNode,
  findings: Findings,
  walk: Walk,
): Comparison {
  const { dependentRequired, dependentSchemas } = reader
  const { dependentRequired: requiredBefore, dependentSchemas: schemasBefore } = writer
  const names = dependentRequired.size + dependentSchemas.size
  walk.spend((names + requiredBefore.size + schemasBefore.size) * STEPS_PER_NAME)
  for (const name of unionOf(reader.dependentRequired, writer.dependentRequired)) {
    const kind = nameListChange(
      reader.dependentRequired.get(name),
      writer.dependentRequired.get(name),
    )
    if (kind !== undefined) findings.add(kind, `dependencies/${name}`, ['dependencies', name])
  }
  for (const name of unionOf(reader.dependentSchemas, writer.dependentSchemas)) {
    const segment = `dependencies/${name}`
    const ours = reader.dependentSchemas.get(name)
    const theirs = writer.dependentSchemas.get(name)
    if (ours !== undefined && theirs !== undefined) {
      findings.include(segment, yield { reader: ours, writer: theirs }, ours, theirs)
    } else {
      const kind = ours === undefined ? 'DEPENDENCY_SCHEMA_REMOVED' : 'DEPENDENCY_SCHEMA_ADDED'
      findings.add(kind, segment, ['dependencies', name])
    }
  }
}

function unionOf(
  reader: ReadonlyMap<string, unknown>,
  writer: ReadonlyMap<string, unknown>,
): readonly string[] {
  if (reader.size === 0 && writer.size === 0) return []
  return javaUnionOrder(javaHashMapOrder([...writer.keys()]), javaHashMapOrder([...reader.keys()]))
}

function nameListChange(
  reader: readonly string[] | undefined,
  writer: readonly string[] | undefined,
): ReferenceKind | undefined {
  if (writer === undefined) return 'DEPENDENCY_ARRAY_ADDED'
  if (reader === undefined) return 'DEPENDENCY_ARRAY_REMOVED'
  const ours = new Set(reader)
  const theirs = new Set(writer)
  const lost = writer.some((name) => !ours.has(name))
  const gained = reader.some((name) => !theirs.has(name))
  if (lost && gained) return 'DEPENDENCY_ARRAY_CHANGED'
  if (gained) return 'DEPENDENCY_ARRAY_EXTENDED'
  return lost ? 'DEPENDENCY_ARRAY_NARROWED' : undefined
}
