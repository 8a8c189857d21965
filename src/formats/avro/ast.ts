import type { JsonNode } from '../json-reader.ts'
import type { FieldIndex } from './field-index.ts'
import type { Document } from './places.ts'

/** The kinds without a name and without parts. */
export type PrimitiveKind =
  | 'null'
  | 'boolean'
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'bytes'
  | 'string'

/**
 * A type. Uses of a name are bound to the one node of the definition, so recursive types make the
 * nodes a graph with circles: walk it with a memory of what was seen.
 */
export type AvroType =
  | PrimitiveType
  | RecordType
  | EnumType
  | FixedType
  | ArrayType
  | MapType
  | UnionType
export type NamedType = RecordType | EnumType | FixedType

/** Attributes without a meaning to Avro, in document order. Avro 1.6. */
export type Properties = ReadonlyMap<string, JsonNode>

/** A full name in its parts; `namespace` is `''` where there is none. */
export interface Name {
  readonly simple: string
  readonly namespace: string
  readonly full: string
}

/**
 * Where a node starts: an offset into the main text, or beyond its end into the texts of the
 * references laid one after another.
 */
type Spot = number

/** One node a use, since pairs of nodes are what a comparison remembers. */
export interface PrimitiveType {
  readonly kind: PrimitiveKind
  readonly properties: Properties
  readonly at: Spot
}
interface Named {
  readonly name: Name
  readonly doc: string | undefined
  /** Distinct, in document order. */
  readonly aliases: readonly Name[]
  readonly properties: Properties
  readonly at: Spot
}
export interface RecordType extends Named {
  readonly kind: 'record'
  /** Declared as `error`, and printed so. */
  readonly isError: boolean
  readonly fields: readonly Field[]
  /** The fields by name. */
  readonly fieldByName: FieldIndex<Field>
}
export interface Field {
  readonly name: string
  readonly position: number
  readonly type: AvroType
  /** Where the type is used, which for a name is not where it is defined. */
  readonly typeAt: Spot
  readonly doc: string | undefined
  /** `null` is a default; `undefined` is none. */
  readonly default: JsonNode | undefined
  readonly order: 'ascending' | 'descending' | 'ignore'
  readonly aliases: readonly string[]
  readonly properties: Properties
  readonly at: Spot
}
export interface EnumType extends Named {
  readonly kind: 'enum'
  readonly symbols: readonly string[]
  readonly default: string | undefined
}
export interface FixedType extends Named {
  readonly kind: 'fixed'
  /** Bytes, >= 0. */
  readonly size: number
}
export interface ArrayType {
  readonly kind: 'array'
  readonly items: AvroType
  readonly itemsAt: Spot
  readonly properties: Properties
  readonly at: Spot
}
export interface MapType {
  readonly kind: 'map'
  readonly values: AvroType
  readonly valuesAt: Spot
  readonly properties: Properties
  readonly at: Spot
}
export interface UnionType {
  readonly kind: 'union'
  readonly branches: readonly AvroType[]
  /** Where each branch is used; as long as `branches`. */
  readonly branchesAt: readonly Spot[]
  readonly at: Spot
}

/** A parsed schema with its references bound. */
export interface AvroSchema {
  readonly root: AvroType
  readonly rootAt: Spot
  /** Full names of the root types of the references: canonical text only ever names them. */
  readonly externalNames: ReadonlySet<string>
  /** The main text first, then the references' in the order given. */
  readonly documents: readonly Document[]
  readonly canonicalText: string
}

/** Tells the kinds that carry a name. */
export function isNamed(type: AvroType): type is NamedType {
  return type.kind === 'record' || type.kind === 'enum' || type.kind === 'fixed'
}

/** A type's own name: the full name, or the kind where it has none. Unions are keyed by it. */
export function nameOrKind(type: AvroType): string {
  return isNamed(type) ? type.name.full : type.kind
}

/** A field in the reference's words: `a type:INT pos:0`. */
export function fieldText(field: Field): string {
  return `${field.name} type:${field.type.kind.toUpperCase()} pos:${field.position}`
}

/** What a node without properties carries. */
export const NO_PROPERTIES: Properties = new Map()
