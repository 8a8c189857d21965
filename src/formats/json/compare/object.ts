import { javaUnionOrder } from '../../java-hash-order.ts'
import { SchemaFault } from '../../schema-fault.ts'
import type { ObjectNode, SchemaNode } from '../ast.ts'
import { javaPattern } from '../regex/java-pattern.ts'
import type { JavaPattern } from '../regex/java-pattern.ts'
import { compareDependencies } from './dependencies.ts'
import { compareLimit } from './limits.ts'
import { compareAdditional, compareUnevaluated, isEmpty, isOpen, restOf } from './openness.ts'
import type { Findings } from './outcome.ts'
import { STEPS_PER_NAME } from './walk.ts'
import type { Comparison, Walk } from './walk.ts'

/**
 * Compares two objects' demands.
 *
 * @see Json-schema 6, Object
 */
export function* compareObjects(
  reader: ObjectNode,
  writer: ObjectNode,
  findings: Findings,
  walk: Walk,
): Comparison {
  walk.spend((sizeOf(reader) + sizeOf(writer)) * STEPS_PER_NAME)
  const readerRequires = new Set(reader.required)
  compareRequired(reader, readerRequires, writer, findings)
  const names = javaUnionOrder([...writer.properties.keys()], [...reader.properties.keys()])
  for (const name of names) {
    if (findings.isSettled) return
    const ours = reader.properties.get(name)
    const theirs = writer.properties.get(name)
    if (ours !== undefined && theirs !== undefined) {
      findings.include(`properties/${name}`, yield { reader: ours, writer: theirs }, ours, theirs)
    } else if (theirs !== undefined) yield* compareRemoved(name, theirs, reader, findings, walk)
    else if (ours !== undefined) {
      yield* compareAdded(name, ours, readerRequires.has(name), writer, findings, walk)
    }
  }
  yield* compareDependencies(reader, writer, findings, walk)
  yield* compareAdditional(reader, writer, 'PROPERTIES', 'additionalProperties', findings)
  yield* compareUnevaluated(
    reader.unevaluated,
    writer.unevaluated,
    'PROPERTIES',
    'unevaluatedProperties',
    findings,
  )
  compareLimit(
    'MAX_PROPERTIES',
    'maxProperties',
    reader.maxProperties,
    writer.maxProperties,
    findings,
  )
  compareLimit(
    'MIN_PROPERTIES',
    'minProperties',
    reader.minProperties,
    writer.minProperties,
    findings,
  )
}

function sizeOf({ properties, required }: ObjectNode): number {
  return properties.size + required.length
}

function compareRequired(
  reader: ObjectNode,
  readerRequires: ReadonlySet<string>,
  writer: ObjectNode,
  findings: Findings,
): void {
  if (reader.required.length === 0 && writer.required.length === 0) return
  const writerRequires = new Set(writer.required)
  for (const name of writer.properties.keys()) {
    const property = reader.properties.get(name)
    if (property === undefined || readerRequires.has(name) === writerRequires.has(name)) continue
    const kind = writerRequires.has(name)
      ? 'REQUIRED_ATTRIBUTE_REMOVED'
      : property.about.defaultText !== undefined
        ? 'REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED'
        : 'REQUIRED_ATTRIBUTE_ADDED'
    findings.add(kind, `required/${name}`, ['required'])
  }
}

function* compareRemoved(
  name: string,
  property: SchemaNode,
  reader: ObjectNode,
  findings: Findings,
  walk: Walk,
): Comparison {
  const segment = `properties/${name}`
  const path = ['properties', name]
  if (isOpen(reader)) {
    findings.add('PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL', segment, path)
    return
  }
  const covers = coveringSchemas(reader, name, walk)
  if (covers.length === 0) {
    const kind =
      property.kind === 'false'
        ? 'PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL'
        : 'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL'
    findings.add(kind, segment, path)
    return
  }
  let covered = true
  for (const cover of covers) {
    const outcome = yield { reader: cover, writer: property }
    findings.include(segment, outcome, cover, property)
    covered &&= outcome.compatible
  }
  const kind = covered
    ? 'PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'
    : 'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'
  findings.add(kind, segment, path)
}

function* compareAdded(
  name: string,
  property: SchemaNode,
  required: boolean,
  writer: ObjectNode,
  findings: Findings,
  walk: Walk,
): Comparison {
  const segment = `properties/${name}`
  const path = ['properties', name]
  const need = !required
    ? 'OPTIONAL_PROPERTY'
    : property.about.defaultText === undefined
      ? 'REQUIRED_PROPERTY'
      : 'REQUIRED_PROPERTY_WITH_DEFAULT'
  if (isOpen(writer)) {
    const kind = isEmpty(property)
      ? 'PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL'
      : (`${need}_ADDED_TO_OPEN_CONTENT_MODEL` as const)
    findings.add(kind, segment, path)
    return
  }
  const covers = coveringSchemas(writer, name, walk)
  let covered = true
  for (const cover of covers) {
    const outcome = yield { reader: property, writer: cover }
    findings.include(segment, outcome, property, cover)
    covered &&= outcome.compatible
  }
  if (covers.length > 0) {
    const kind = covered
      ? 'PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'
      : 'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'
    findings.add(kind, segment, path)
  }
  findings.add(`${need}_ADDED_TO_UNOPEN_CONTENT_MODEL`, segment, path)
}

/** What a property that is not named must satisfy in a partly open object; empty when it is closed. */
function coveringSchemas(node: ObjectNode, name: string, walk: Walk): SchemaNode[] {
  const matching = patternsOf(node).filter(({ compiled, pattern }) => {
    const found = compiled.findsIn(name, walk.spend)
    if (found !== undefined) return found
    throw new SchemaFault(`The pattern '${pattern}' takes too long on the property name '${name}'`)
  })
  if (matching.length > 0) return matching.map((each) => each.node)
  const rest = restOf(node)
  return rest === undefined ? [] : [rest]
}

interface NodePattern {
  readonly pattern: string
  readonly compiled: JavaPattern
  readonly node: SchemaNode
}

/** Held by their node: each is tried on every name, and there may be more than are remembered. */
const patterns = new WeakMap<ObjectNode, readonly NodePattern[]>()

function patternsOf(node: ObjectNode): readonly NodePattern[] {
  let known = patterns.get(node)
  if (known === undefined) {
    known = node.patternProperties.map((each) => ({
      ...each,
      compiled: javaPattern(each.pattern),
    }))
    patterns.set(node, known)
  }
  return known
}
