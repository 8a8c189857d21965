import { scalarNames } from '../ast.ts'
import type { FieldNode, MessageBody } from '../ast.ts'
import type { ReferenceKind } from '../differences.ts'
import { compareFieldTypes } from './field.ts'
import { byName, compareOneofMoves, compareOneofNames } from './oneof.ts'
import { referenceDifference } from './side.ts'
import type { Sides } from './side.ts'
import type { Step } from './walk.ts'

/** A field and the oneof it is a member of. */
export interface HousedField {
  readonly field: FieldNode
  readonly oneof: string | undefined
}

/** A message on both sides, its fields by tag. */
interface BodyPair {
  readonly sides: Sides
  readonly path: string
  readonly reader: ReadonlyMap<number, HousedField>
  readonly writer: ReadonlyMap<number, HousedField>
  /** Oneofs of the writer of which the reader has neither name nor any field. */
  readonly goneOneofs: ReadonlySet<string>
}

/** The fields of a message by tag, members of oneofs included; of several with one tag the last. */
export function fieldsByTag(node: MessageBody): ReadonlyMap<number, HousedField> {
  const fields = new Map<number, HousedField>()
  for (const field of node.fields) fields.set(field.tag, { field, oneof: undefined })
  for (const { name, fields: members } of node.oneofs) {
    for (const field of members) fields.set(field.tag, { field, oneof: name })
  }
  return fields
}

/** Compares what stands directly in a message: oneofs and fields. Protobuf 8.1, "body". */
export function compareBodies(
  sides: Sides,
  path: string,
  readerNode: MessageBody,
  writerNode: MessageBody,
): readonly Step[] {
  const reader = fieldsByTag(readerNode)
  const writer = fieldsByTag(writerNode)
  const goneOneofs = goneOneofsOf(readerNode, writerNode, reader)
  const pair: BodyPair = { sides, path, reader, writer, goneOneofs }
  const steps: Step[] = []
  if (readerNode.oneofs.length > 0 || writerNode.oneofs.length > 0) {
    const writerHomes = new Map([...writer].map(([tag, { oneof }]) => [tag, oneof]))
    const oneofs = {
      sides,
      path,
      reader: readerNode.oneofs,
      writer: writerNode.oneofs,
      writerHomes,
    }
    steps.push(...compareOneofMoves(oneofs), ...compareOneofNames(oneofs))
  }
  const tags = new Set(writer.keys())
  for (const tag of reader.keys()) tags.add(tag)
  for (const tag of [...tags].toSorted((a, b) => a - b)) {
    for (const step of compareTag(pair, tag)) steps.push(step)
  }
  return steps
}

function goneOneofsOf(
  readerNode: MessageBody,
  writerNode: MessageBody,
  reader: ReadonlyMap<number, HousedField>,
): ReadonlySet<string> {
  const names = new Set(readerNode.oneofs.map(({ name }) => name))
  const gone = [...byName(writerNode.oneofs).values()].filter(
    ({ name, fields }) => !names.has(name) && !fields.some(({ tag }) => reader.has(tag)),
  )
  return new Set(gone.map(({ name }) => name))
}

function compareTag(pair: BodyPair, tag: number): readonly Step[] {
  const reader = pair.reader.get(tag)
  const writer = pair.writer.get(tag)
  if (reader !== undefined && writer !== undefined) return compareFields(pair, tag, reader, writer)
  if (writer !== undefined) return removedField(pair, tag, writer)
  return reader === undefined ? [] : [addedField(pair, tag, reader)]
}

function removedField(pair: BodyPair, tag: number, writer: HousedField): readonly Step[] {
  const { field, oneof } = writer
  if (oneof === undefined) {
    const kind = field.label === 'required' ? 'REQUIRED_FIELD_REMOVED' : 'FIELD_REMOVED'
    return [difference(pair, kind, `${pair.path}/${tag}`, { reader: undefined, writer: field })]
  }
  if (pair.goneOneofs.has(oneof)) return []
  const path = `${pair.path}/${oneof}/${tag}`
  return [difference(pair, 'ONEOF_FIELD_REMOVED', path, { reader: undefined, writer: field })]
}

function addedField(pair: BodyPair, tag: number, reader: HousedField): Step {
  const { field, oneof } = reader
  const targets = { reader: field, writer: undefined }
  if (oneof !== undefined) {
    return difference(pair, 'ONEOF_FIELD_ADDED', `${pair.path}/${oneof}/${tag}`, targets)
  }
  const kind = field.label === 'required' ? 'REQUIRED_FIELD_ADDED' : 'FIELD_ADDED'
  return difference(pair, kind, `${pair.path}/${tag}`, targets)
}

function compareFields(
  pair: BodyPair,
  tag: number,
  reader: HousedField,
  writer: HousedField,
): readonly Step[] {
  if (isSameScalar(reader, writer)) return nothing
  const targets = { reader: reader.field, writer: writer.field }
  const top = `${pair.path}/${tag}`
  const path = reader.oneof === undefined ? top : `${pair.path}/${reader.oneof}/${tag}`
  const steps: Step[] = []
  if (writer.oneof !== undefined && reader.oneof === undefined) {
    steps.push(difference(pair, 'ONEOF_FIELD_MOVED_TO_TOP_LEVEL', top, targets))
  }
  if (reader.field.name !== writer.field.name) {
    steps.push(difference(pair, 'FIELD_NAME_CHANGED', path, targets))
  }
  const labels = { reader: reader.field.label, writer: writer.field.label }
  const field = { sides: pair.sides, path, reader: reader.field, writer: writer.field }
  return [...steps, ...compareFieldTypes(field, labels)]
}

const nothing: readonly Step[] = []

/** Most fields do not change: those of scalars need no lookup to know it. */
function isSameScalar(reader: HousedField, writer: HousedField): boolean {
  const [one, other] = [reader.field, writer.field]
  return (
    one.type.kind === 'named' &&
    other.type.kind === 'named' &&
    one.type.name === other.type.name &&
    scalarNames.has(one.type.name) &&
    one.name === other.name &&
    one.label === other.label &&
    reader.oneof === writer.oneof
  )
}

function difference(
  pair: BodyPair,
  kind: ReferenceKind,
  path: string,
  targets: { readonly reader: FieldNode | undefined; readonly writer: FieldNode | undefined },
): Step {
  return { kind: 'difference', difference: referenceDifference(pair.sides, kind, path, targets) }
}
