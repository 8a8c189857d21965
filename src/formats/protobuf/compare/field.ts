import type { FieldNode, FieldType, Label } from '../ast.ts'
import { printFieldType } from '../canonical.ts'
import type { ReferenceKind } from '../differences.ts'
import type { ScopedType } from '../scope.ts'
import { kindOf, referenceDifference } from './side.ts'
import type { FieldKind, Side, Sides } from './side.ts'
import type { ScopedMessage, Step } from './walk.ts'

/** A type with the label before it, on one side. */
interface Typed {
  readonly label: Label | undefined
  readonly type: FieldType
  readonly side: Side
}

/** The field on both sides, for the places of its differences. */
interface FieldPair {
  readonly sides: Sides
  readonly path: string
  readonly reader: FieldNode
  readonly writer: FieldNode
}

/**
 * Compares the types of one field.
 *
 * @param labels `undefined` where a label counts for nothing
 * @see Protobuf 8.1, "fieldType"
 */
export function compareFieldTypes(
  pair: FieldPair,
  labels: { readonly reader: Label | undefined; readonly writer: Label | undefined },
): readonly Step[] {
  const reader = { label: labels.reader, type: pair.reader.type, side: pair.sides.reader }
  const writer = { label: labels.writer, type: pair.writer.type, side: pair.sides.writer }
  return compareTypes(pair, reader, writer)
}

function compareTypes(pair: FieldPair, reader: Typed, writer: Typed): readonly Step[] {
  const readerKind = kindOf(reader.side, reader.type)
  const writerKind = kindOf(writer.side, writer.type)
  if (readerKind.kind === 'scalar' && writerKind.kind === 'scalar') {
    return compareScalars(pair, [reader, readerKind.group], [writer, writerKind.group])
  }
  if (readerKind.kind === 'map' && writerKind.kind === 'map') {
    return compareMaps(pair, readerKind, writerKind)
  }
  if (readerKind.kind === 'message' && writerKind.kind === 'message') {
    return compareMessages(pair, [reader.type, readerKind.type], [writer.type, writerKind.type])
  }
  return [difference(pair, 'FIELD_KIND_CHANGED')]
}

function difference(pair: FieldPair, kind: ReferenceKind): Step {
  return { kind: 'difference', difference: fieldDifference(pair, kind) }
}

function fieldDifference({ sides, path, reader, writer }: FieldPair, kind: ReferenceKind) {
  return referenceDifference(sides, kind, path, { reader, writer })
}

function compareScalars(
  pair: FieldPair,
  [reader, readerGroup]: readonly [Typed, string],
  [writer, writerGroup]: readonly [Typed, string],
): readonly Step[] {
  if (readerGroup !== writerGroup) return [difference(pair, 'FIELD_SCALAR_KIND_CHANGED')]
  const areWritten = reader.label !== undefined && writer.label !== undefined
  if (!areWritten || reader.label === writer.label) return []
  return [
    difference(
      pair,
      readerGroup === 'text'
        ? 'FIELD_STRING_OR_BYTES_LABEL_CHANGED'
        : 'FIELD_NUMERIC_LABEL_CHANGED',
    ),
  ]
}

type MapKind = Extract<FieldKind, { kind: 'map' }>

function compareMaps(pair: FieldPair, reader: MapKind, writer: MapKind): readonly Step[] {
  const part = ({ side }: MapKind, type: FieldType): Typed => ({ label: undefined, type, side })
  return [
    ...compareTypes(pair, part(reader, reader.key), part(writer, writer.key)),
    ...compareTypes(pair, part(reader, reader.value), part(writer, writer.value)),
  ]
}

function compareMessages(
  pair: FieldPair,
  [readerText, reader]: readonly [FieldType, ScopedType | undefined],
  [writerText, writer]: readonly [FieldType, ScopedType | undefined],
): readonly Step[] {
  const changed = fieldDifference(pair, 'FIELD_NAMED_TYPE_CHANGED')
  const isChanged: readonly Step[] = [{ kind: 'difference', difference: changed }]
  if (!isMessage(reader) || !isMessage(writer)) {
    return printFieldType(readerText) === printFieldType(writerText) ? [] : isChanged
  }
  if (reader.localName !== writer.localName) return isChanged
  if (reader.origin === writer.origin) return []
  return [{ kind: 'named', pair: { reader, writer }, changed }]
}

/** Groups are types of their own; the comparison leaves them out. */
function isMessage(type: ScopedType | undefined): type is ScopedMessage {
  return type?.node.kind === 'message'
}
