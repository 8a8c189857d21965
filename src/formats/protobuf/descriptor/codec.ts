import type { Type } from 'protobufjs'
import { descriptorProto, protobufjs } from './protobufjs.ts'

/** Options of any kind of descriptor; fields nobody knows are kept as bytes. */
export interface OptionsDescriptor {
  readonly [name: string]: unknown
  readonly $unknowns?: readonly Uint8Array[]
}

/** `google.protobuf.FileDescriptorProto` as plain data; absent fields are absent. */
export interface FileDescriptor {
  readonly name?: string
  readonly package?: string
  readonly dependency?: readonly string[]
  readonly publicDependency?: readonly number[]
  readonly weakDependency?: readonly number[]
  readonly optionDependency?: readonly string[]
  readonly messageType?: readonly MessageDescriptor[]
  readonly enumType?: readonly EnumDescriptor[]
  readonly service?: readonly ServiceDescriptor[]
  readonly extension?: readonly FieldDescriptor[]
  readonly options?: OptionsDescriptor
  readonly syntax?: string
  /** A number of `google.protobuf.Edition`. */
  readonly edition?: number
}

export interface MessageDescriptor {
  readonly name?: string
  readonly field?: readonly FieldDescriptor[]
  readonly extension?: readonly FieldDescriptor[]
  readonly nestedType?: readonly MessageDescriptor[]
  readonly enumType?: readonly EnumDescriptor[]
  /** `end` is excluded. */
  readonly extensionRange?: readonly (RangeDescriptor & { readonly options?: OptionsDescriptor })[]
  readonly oneofDecl?: readonly { readonly name?: string; readonly options?: OptionsDescriptor }[]
  readonly options?: OptionsDescriptor
  /** `end` is excluded. */
  readonly reservedRange?: readonly RangeDescriptor[]
  readonly reservedName?: readonly string[]
  readonly visibility?: number
}

export interface RangeDescriptor {
  readonly start?: number
  readonly end?: number
}

export interface FieldDescriptor {
  readonly name?: string
  readonly extendee?: string
  readonly number?: number
  readonly label?: number
  readonly type?: number
  readonly typeName?: string
  readonly defaultValue?: string
  readonly oneofIndex?: number
  readonly jsonName?: string
  readonly options?: OptionsDescriptor
  readonly proto3Optional?: boolean
}

export interface EnumDescriptor {
  readonly name?: string
  readonly value?: readonly {
    readonly name?: string
    readonly number?: number
    readonly options?: OptionsDescriptor
  }[]
  readonly options?: OptionsDescriptor
  /** `end` is included. */
  readonly reservedRange?: readonly RangeDescriptor[]
  readonly reservedName?: readonly string[]
  readonly visibility?: number
}

export interface ServiceDescriptor {
  readonly name?: string
  readonly method?: readonly {
    readonly name?: string
    readonly inputType?: string
    readonly outputType?: string
    readonly options?: OptionsDescriptor
    readonly clientStreaming?: boolean
    readonly serverStreaming?: boolean
  }[]
  readonly options?: OptionsDescriptor
}

/** Numbers of `FieldDescriptorProto.Label`. */
export const labelNumbers = { optional: 1, required: 2, repeated: 3 } as const

/** Numbers of `FieldDescriptorProto.Type`. */
export const typeNumbers = {
  double: 1,
  float: 2,
  int64: 3,
  uint64: 4,
  int32: 5,
  fixed64: 6,
  fixed32: 7,
  bool: 8,
  string: 9,
  group: 10,
  message: 11,
  bytes: 12,
  uint32: 13,
  enum: 14,
  sfixed32: 15,
  sfixed64: 16,
  sint32: 17,
  sint64: 18,
} as const

/** Numbers of `google.protobuf.Edition`. */
export const editionNumbers = { '2023': 1000, '2024': 1001 } as const

/** The message type of an options kind, such as `FieldOptions`. */
export function optionsType(name: OptionsName): Type {
  return fileDescriptorType().root.lookupType(`google.protobuf.${name}`)
}

/** The kinds of options a descriptor has. */
export type OptionsName =
  | 'FileOptions'
  | 'MessageOptions'
  | 'FieldOptions'
  | 'OneofOptions'
  | 'EnumOptions'
  | 'EnumValueOptions'
  | 'ExtensionRangeOptions'
  | 'ServiceOptions'
  | 'MethodOptions'

let fileType: Type | undefined

function fileDescriptorType(): Type {
  if (fileType === undefined) {
    fileType = descriptorProto().FileDescriptorProto as Type
    fileType.root.resolveAll()
  }
  return fileType
}

/** Writes a descriptor as bytes. */
export function encodeFileDescriptor(file: FileDescriptor): Uint8Array {
  return fileDescriptorType().encode(file).finish()
}

/**
 * Reads a descriptor, keeping options that only an extension would know.
 *
 * @throws Error on bytes that are no message
 */
export function decodeFileDescriptor(bytes: Uint8Array): FileDescriptor {
  const reader = protobufjs().Reader.create(bytes)
  reader.discardUnknown = false
  return ownData(fileDescriptorType().decode(reader)) as FileDescriptor
}

/** A message without the defaults that protobufjs lets it inherit. */
function ownData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ownData)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, ownData(inner)] as const)
  const unknowns: unknown = Object.hasOwn(value, '$unknowns')
    ? Reflect.get(value, '$unknowns')
    : undefined
  return {
    ...Object.fromEntries(entries),
    ...(unknowns === undefined ? {} : { $unknowns: unknowns }),
  }
}

/** Field names of descriptor types are snake_case in texts and camelCase in protobufjs. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())
}

/** The name as texts write it. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
