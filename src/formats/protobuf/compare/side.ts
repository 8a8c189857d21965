import type { Place } from '../../../model/place.ts'
import type { Difference } from '../../difference.ts'
import { scalarNames } from '../ast.ts'
import type { FieldType } from '../ast.ts'
import { differenceOf, differenceRows } from '../differences.ts'
import type { ReferenceKind } from '../differences.ts'
import { placeAtPath } from '../place-in.ts'
import type { Target } from '../place-in.ts'
import type { ProtobufSchema } from '../protobuf-schema.ts'
import { lookUpType, mapEntryFieldsOf, packageScopeOf } from '../scope.ts'
import type { ScopeNode, ScopedType } from '../scope.ts'

/** One of the two schemas, and the spot in it that is being looked at. */
export interface Side {
  readonly parsed: ProtobufSchema
  /** For looking up names. */
  readonly scope: ScopeNode
  /** The spot is in the schema's own text, not in one of its imports. */
  readonly isOwnText: boolean
}

/** Both schemas at corresponding spots. */
export interface Sides {
  readonly reader: Side
  readonly writer: Side
}

/** The side at its file's package. */
export function sideOf(parsed: ProtobufSchema): Side {
  return { parsed, scope: packageScopeOf(parsed), isOwnText: true }
}

/** The side inside one of its types. */
export function sideInside(side: Side, type: ScopedType): Side {
  return {
    parsed: side.parsed,
    scope: type.scope,
    isOwnText: type.file === side.parsed.file,
  }
}

/** Makes a difference of the reference's kinds, with places on both sides. */
export function referenceDifference(
  sides: Sides,
  kind: ReferenceKind,
  path: string,
  targets: { readonly reader: Target | undefined; readonly writer: Target | undefined },
): Difference {
  return differenceOf(kind, differenceRows[kind], path, placesOf(sides, path, targets))
}

/** The places of two declarations, as far as there are any. */
function placesOf(
  sides: Sides,
  path: string,
  targets: { readonly reader: Target | undefined; readonly writer: Target | undefined },
): { reader: Place | undefined; writer: Place | undefined } {
  return {
    reader: placeOn(sides.reader, path, targets.reader),
    writer: placeOn(sides.writer, path, targets.writer),
  }
}

function placeOn(side: Side, path: string, target: Target | undefined): Place | undefined {
  if (side.isOwnText) return placeAtPath(side.parsed, path, target)
  return target && placeAtPath(side.parsed, path, { ...target, start: -1 })
}

/** What a field's type is for the comparison. Protobuf 8.1, "kind". */
export type FieldKind =
  | { readonly kind: 'scalar'; readonly group: string }
  | {
      readonly kind: 'map'
      readonly key: FieldType
      readonly value: FieldType
      readonly side: Side
    }
  | { readonly kind: 'message'; readonly type: ScopedType | undefined }

/** Scalars of one group read each other's bytes. Protobuf 8.1, "Scalar groups". */
const scalarGroups: ReadonlyMap<string, string> = new Map(
  Object.entries({
    varint: ['int32', 'int64', 'uint32', 'uint64', 'bool'],
    zigzag: ['sint32', 'sint64'],
    text: ['string', 'bytes'],
    fixed32: ['fixed32', 'sfixed32'],
    fixed64: ['fixed64', 'sfixed64'],
    float: ['float'],
    double: ['double'],
  }).flatMap(([group, names]) => names.map((name) => [name, group] as const)),
)

/** Tells scalars, maps and messages apart. */
export function kindOf(side: Side, type: FieldType): FieldKind {
  if (type.kind === 'map') return { kind: 'map', key: type.key, value: type.value, side }
  if (scalarNames.has(type.name)) {
    return { kind: 'scalar', group: scalarGroups.get(type.name) ?? type.name }
  }
  const found = lookUpType(side.scope, type.name)
  if (found?.node.kind === 'enum') return { kind: 'scalar', group: 'varint' }
  const entry = found && mapEntryFieldsOf(found)
  if (found !== undefined && entry !== undefined) {
    const { key, value } = entry
    return { kind: 'map', key: key.type, value: value.type, side: sideInside(side, found) }
  }
  return { kind: 'message', type: found }
}
