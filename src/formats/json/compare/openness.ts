import type { ArrayNode, ObjectNode, Openness, SchemaNode } from '../ast.ts'
import type { ReferenceKind } from '../differences.ts'
import type { Findings } from './outcome.ts'
import type { Comparison } from './walk.ts'

/** True for a schema that demands nothing, `{}` or `true`. */
export function isEmpty(node: SchemaNode): boolean {
  return node.kind === 'empty' || node.kind === 'true'
}

/** True when anything more may appear in an object or a list. */
export function isOpen(node: ObjectNode | ArrayNode): boolean {
  return (
    node.allowed &&
    node.rest === undefined &&
    (node.kind === 'array' || node.patternProperties.length === 0) &&
    (node.unevaluated === undefined || isEmpty(node.unevaluated))
  )
}

/** The schema for what is not named, if there is one; `undefined` means closed. */
export function restOf({ rest, allowed, unevaluated }: Openness): SchemaNode | undefined {
  if (rest !== undefined) return rest
  if (!allowed || unevaluated === undefined) return undefined
  return unevaluated.kind === 'false' || isEmpty(unevaluated) ? undefined : unevaluated
}

/** Compares `additionalProperties` or `additionalItems`. Json-schema 6, Object 4. */
export function* compareAdditional(
  reader: Openness,
  writer: Openness,
  noun: 'PROPERTIES' | 'ITEMS',
  keyword: string,
  findings: Findings,
): Comparison {
  const add = (kind: ReferenceKind): void => findings.add(kind, keyword, [keyword])
  if (reader.allowed !== writer.allowed) {
    add(reader.allowed ? `ADDITIONAL_${noun}_ADDED` : `ADDITIONAL_${noun}_REMOVED`)
  } else if (reader.rest !== undefined && writer.rest !== undefined) {
    const pair = { reader: reader.rest, writer: writer.rest }
    findings.include(keyword, yield pair, pair.reader, pair.writer)
  } else if (reader.rest !== undefined) add(`ADDITIONAL_${noun}_NARROWED`)
  else if (writer.rest !== undefined) add(`ADDITIONAL_${noun}_EXTENDED`)
}

/** Compares `unevaluatedProperties` or `unevaluatedItems`. Json-schema 6, Object 5. */
export function* compareUnevaluated(
  reader: SchemaNode | undefined,
  writer: SchemaNode | undefined,
  noun: 'PROPERTIES' | 'ITEMS',
  keyword: string,
  findings: Findings,
): Comparison {
  const add = (kind: ReferenceKind): void => findings.add(kind, keyword, [keyword])
  if (reader === undefined && writer === undefined) return
  if (writer === undefined) {
    const closes = reader?.kind === 'false'
    add(closes ? `UNEVALUATED_${noun}_REMOVED` : `UNEVALUATED_${noun}_NARROWED`)
  } else if (reader === undefined) {
    const closed = writer.kind === 'false'
    add(closed ? `UNEVALUATED_${noun}_ADDED` : `UNEVALUATED_${noun}_EXTENDED`)
  } else if (writer.kind === 'false' && reader.kind !== 'false') add(`UNEVALUATED_${noun}_ADDED`)
  else if (reader.kind === 'false' && writer.kind !== 'false') add(`UNEVALUATED_${noun}_REMOVED`)
  else if (isEmpty(writer) && !isEmpty(reader)) add(`UNEVALUATED_${noun}_NARROWED`)
  else if (isEmpty(reader) && !isEmpty(writer)) add(`UNEVALUATED_${noun}_EXTENDED`)
  else findings.include(keyword, yield { reader, writer }, reader, writer)
}
