/** Where a declaration begins in the text it was read from, in UTF-16 code units; -1: nowhere. */
export interface Placed {
  readonly start: number
}

/** The languages a file can be written in; editions by their year. */
export type Syntax = 'proto2' | 'proto3' | '2023' | '2024'

/** How often a field occurs, as written; plain proto3 and edition fields have none. */
export type Label = 'optional' | 'required' | 'repeated'

/** A whole `.proto` file. Messages and enums share one list, in source order. */
export interface FileNode {
  readonly kind: 'file'
  /** `undefined`: the file says nothing, proto2 rules apply. */
  readonly syntax: Syntax | undefined
  readonly packageName: string | undefined
  readonly imports: readonly ImportNode[]
  readonly options: readonly OptionNode[]
  readonly declarations: readonly TypeNode[]
  readonly extends: readonly ExtendNode[]
  readonly services: readonly ServiceNode[]
  /** Beside the tree: nothing in it points here. */
  readonly comments: readonly CommentNode[]
}

/** Offsets of a comment, its marks included. */
export interface CommentNode {
  readonly start: number
  readonly end: number
}

/** An `import`; `option` is an edition 2024 import that brings options only. */
export interface ImportNode extends Placed {
  readonly kind: 'import'
  readonly path: string
  readonly modifier: 'public' | 'weak' | 'option' | undefined
}

/** `option a.b = v;`, or one entry of a bracketed list. */
export interface OptionNode {
  /** `a.b`, or the name inside the parentheses. */
  readonly name: string
  readonly isExtension: boolean
  /** The names behind an extension: `x`, `y` in `(a.b).x.y`. */
  readonly subNames: readonly string[]
  readonly value: OptionValue
}

/** A value in an option. */
export type OptionValue = ScalarValue | ListValue | MessageValue

/** `string`: unescaped text; `number`, `boolean`, `word`: verbatim. */
export interface ScalarValue {
  readonly kind: 'string' | 'number' | 'boolean' | 'word'
  readonly text: string
}
export interface ListValue {
  readonly kind: 'list'
  readonly items: readonly OptionValue[]
}
/** Keys in order of first occurrence, every key once. */
export interface MessageValue {
  readonly kind: 'message'
  readonly entries: ReadonlyMap<string, OptionValue>
}

/** What may be declared wherever types may. */
export type TypeNode = MessageNode | EnumNode

/** What messages and groups have in common. */
export interface MessageBody {
  readonly name: string
  readonly reserved: readonly ReservedNode[]
  readonly options: readonly OptionNode[]
  readonly fields: readonly FieldNode[]
  readonly oneofs: readonly OneofNode[]
  readonly groups: readonly GroupNode[]
  readonly extensions: readonly ExtensionsNode[]
  readonly extends: readonly ExtendNode[]
  readonly declarations: readonly TypeNode[]
  /** Normalisation dropped all oneofs, but the reference still prints their section. */
  readonly hasEmptyOneofSection?: boolean
}

export interface MessageNode extends MessageBody, Placed {
  readonly kind: 'message'
  /** Edition 2024. */
  readonly visibility: 'export' | 'local' | undefined
}

/** A proto2 group: a field and its message in one. */
export interface GroupNode extends MessageBody, Placed {
  readonly kind: 'group'
  readonly label: Label | undefined
  readonly tag: number
  readonly fieldOptions: readonly OptionNode[]
}

/** A type as written; a map's value may, for the parser, be a map again. */
export type FieldType = NamedType | MapType
export interface NamedType {
  readonly kind: 'named'
  /** A scalar word or a type name, with a leading dot when fully qualified. */
  readonly name: string
}
export interface MapType {
  readonly kind: 'map'
  readonly key: FieldType
  readonly value: FieldType
}

export interface FieldNode extends Placed {
  readonly kind: 'field'
  readonly label: Label | undefined
  readonly type: FieldType
  readonly name: string
  readonly tag: number
  /** Without `default` and `json_name`. */
  readonly options: readonly OptionNode[]
  /** Unquoted. */
  readonly defaultValue: string | undefined
  readonly jsonName: string | undefined
}

export interface OneofNode extends Placed {
  readonly kind: 'oneof'
  readonly name: string
  readonly options: readonly OptionNode[]
  readonly fields: readonly FieldNode[]
  readonly groups: readonly GroupNode[]
}

/** A single number, or a range whose ends are both included. */
export type TagRange = number | { readonly from: number; readonly to: number }

/** One `reserved` statement: numbers and ranges, or names. */
export interface ReservedNode extends Placed {
  readonly kind: 'reserved'
  readonly items: readonly (TagRange | string)[]
  /** Editions write names without quotes. */
  readonly hasBareNames: boolean
}

export interface ExtensionsNode extends Placed {
  readonly kind: 'extensions'
  readonly ranges: readonly TagRange[]
  readonly options: readonly OptionNode[]
}

export interface ExtendNode extends Placed {
  readonly kind: 'extend'
  /** The extendee as written. */
  readonly name: string
  readonly fields: readonly FieldNode[]
  readonly groups: readonly GroupNode[]
}

export interface EnumNode extends Placed {
  readonly kind: 'enum'
  readonly name: string
  readonly visibility: 'export' | 'local' | undefined
  readonly reserved: readonly ReservedNode[]
  readonly options: readonly OptionNode[]
  readonly constants: readonly ConstantNode[]
}

export interface ConstantNode extends Placed {
  readonly kind: 'constant'
  readonly name: string
  readonly number: number
  readonly options: readonly OptionNode[]
}

export interface ServiceNode extends Placed {
  readonly kind: 'service'
  readonly name: string
  readonly options: readonly OptionNode[]
  readonly rpcs: readonly RpcNode[]
}

export interface RpcNode extends Placed {
  readonly kind: 'rpc'
  readonly name: string
  readonly request: RpcType
  readonly response: RpcType
  readonly options: readonly OptionNode[]
}

export interface RpcType {
  readonly name: string
  readonly isStream: boolean
}

/** Largest field number, printed as `max` where a range ends with it. */
export const MAX_TAG = 536870911

/** The words that are types by themselves. */
export const scalarNames: ReadonlySet<string> = new Set([
  'double',
  'float',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
  'bytes',
])

/** The messages among declarations, in order: what message indexes count. */
export function messagesOf(declarations: readonly TypeNode[]): readonly MessageNode[] {
  return declarations.filter((node) => node.kind === 'message')
}

/** The enums among declarations, in order. */
export function enumsOf(declarations: readonly TypeNode[]): readonly EnumNode[] {
  return declarations.filter((node) => node.kind === 'enum')
}

/** Tells whether a message is the written-out entry of a map field. */
export function isMapEntry(message: MessageBody): boolean {
  return message.options.some(
    (option) =>
      !option.isExtension &&
      option.name === 'map_entry' &&
      option.value.kind !== 'list' &&
      option.value.kind !== 'message' &&
      option.value.text === 'true',
  )
}

/** Both ends of a range, included. */
export function boundsOf(range: TagRange): { from: number; to: number } {
  return typeof range === 'number' ? { from: range, to: range } : range
}
