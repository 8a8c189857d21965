/**
 * A document of the logical type language: named types and the one type that a schema is about.
 *
 * Immutable. Types refer to each other by name only, so the nodes are a tree without circles.
 *
 * @see Compatibility 9
 */
export interface LogicalSchema {
  /** Dotted; what names without a dot belong to. */
  readonly namespace: string | undefined
  readonly aliases: readonly TypeAlias[]
  /** Names are distinct, also from those of the aliases. */
  readonly declarations: readonly Declaration[]
  readonly root: TypeUse
}

/** `USING TYPE name FOR 'uri'`: a type that lives in a referenced schema. */
export interface TypeAlias {
  readonly name: string
  readonly uri: string
}

/** What is said about a declaration or a field beside its type. */
export interface Annotated {
  readonly comment: string | undefined
  readonly tags: readonly string[]
  /** `WITH` entries in order, keys distinct. */
  readonly options: ReadonlyMap<string, string>
}

/** A named type. */
export type Declaration = StructDeclaration | EnumDeclaration
export interface StructDeclaration extends Annotated {
  readonly kind: 'struct'
  readonly name: string
  readonly fields: readonly Field[]
}
export interface EnumDeclaration extends Annotated {
  readonly kind: 'enum'
  readonly name: string
  /** Distinct, in order. */
  readonly symbols: readonly string[]
}

/** A column. */
export interface Field extends Annotated {
  readonly name: string
  readonly type: TypeUse
  readonly default: Literal | undefined
  /** The condition as written between the parentheses of `CHECK`. */
  readonly check: string | undefined
}

/** A type at a place, which may or may not be null there. */
export interface TypeUse {
  readonly type: LogicalType
  readonly nullable: boolean
}

/** Types without parameters. */
export type PlainKind =
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'float'
  | 'double'
  | 'date'
  | 'variant'
/** Types with a length. */
export type LengthKind = 'char' | 'varchar' | 'binary' | 'varbinary'
/** Types with a precision in digits of a second. */
export type TimeKind = 'time' | 'timestamp' | 'timestamp_ltz'

/** A type. Numbers may lie outside of what a mode allows: validity rules speak of that. */
export type LogicalType =
  | PlainType
  | LengthType
  | TimeType
  | DecimalType
  | ListType
  | MapType
  | StructType
  | UnionType
  | RefType

export interface PlainType {
  readonly kind: PlainKind
}
export interface LengthType {
  readonly kind: LengthKind
  /** Characters or bytes; `MAX_LENGTH` means unbounded. */
  readonly length: number
}
export interface TimeType {
  readonly kind: TimeKind
  readonly precision: number
}
export interface DecimalType {
  readonly kind: 'decimal'
  readonly precision: number
  readonly scale: number
}
export interface ListType {
  readonly kind: 'array' | 'multiset'
  readonly element: TypeUse
}
export interface MapType {
  readonly kind: 'map'
  readonly key: TypeUse
  readonly value: TypeUse
}
/** A struct without a name. */
export interface StructType {
  readonly kind: 'struct'
  readonly fields: readonly Field[]
}
export interface UnionType {
  readonly kind: 'union'
  readonly branches: readonly Branch[]
}
export interface Branch {
  readonly name: string | undefined
  readonly type: TypeUse
}
/** A declaration or an alias by its name. */
export interface RefType {
  readonly kind: 'ref'
  readonly name: string
}

/** A default value. */
export type Literal =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** Decimal notation, as written. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  /** Upper-case hex digits, an even number. */
  | { readonly kind: 'bytes'; readonly hex: string }
  | { readonly kind: 'array'; readonly items: readonly Literal[] }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Literal> }

/** The length of `STRING` and `BYTES`. Flink SQL, Data Types. */
export const MAX_LENGTH = 2_147_483_647

/** Nothing said. */
export const NO_ANNOTATIONS: Annotated = { comment: undefined, tags: [], options: new Map() }

/** A type that is never null. */
export function required(type: LogicalType): TypeUse {
  return { type, nullable: false }
}

/** Text of any length. */
export const STRING: LengthType = { kind: 'varchar', length: MAX_LENGTH }
/** Bytes of any length. */
export const BYTES: LengthType = { kind: 'varbinary', length: MAX_LENGTH }
