import protobuf from 'protobufjs'
import type { SchemaSource } from '../../formats/format.ts'
import { loadProtobuf } from '../codecs/protobuf-root.ts'
import type { TypeOptions } from './avro-types.ts'
import { Declarations, interfaceOf, memberName, unionOf } from './declarations.ts'

const scalarTypes: ReadonlyMap<string, string> = new Map([
  ...['int32', 'sint32', 'sfixed32', 'uint32', 'fixed32', 'double', 'float'].map(
    (name) => [name, 'number'] as const,
  ),
  ['bool', 'boolean'],
  ['string', 'string'],
  ['bytes', 'Uint8Array'],
])

/** Writes the TypeScript of the messages of a Protobuf file and of all they lead to. */
export function generateProtobufTypes(source: SchemaSource, options: TypeOptions): string {
  const writer = new ProtobufTypeWriter(options)
  for (const message of loadProtobuf(source).messages) writer.messageWithNested(message)
  return writer.declarations.print()
}

class ProtobufTypeWriter {
  readonly declarations = new Declarations()
  readonly #options: TypeOptions

  constructor(options: TypeOptions) {
    this.#options = options
  }

  messageWithNested(type: protobuf.Type): void {
    this.#message(type)
    for (const nested of type.nestedArray) {
      if (nested instanceof protobuf.Type) this.messageWithNested(nested)
      else if (nested instanceof protobuf.Enum) this.#enum(nested)
    }
  }

  #message(type: protobuf.Type): string {
    const known = this.declarations.identifierOf(type.fullName)
    if (known !== undefined) return known
    const identifier = this.declarations.claim(type.fullName, shortName(type))
    const members = type.fieldsArray.map((field) => this.#member(field.resolve()))
    this.declarations.add(interfaceOf(identifier, members))
    return identifier
  }

  /** Fields without presence are always there when read, and may be left out when written. */
  #member(field: protobuf.Field): string {
    return `  ${memberName(field.name)}?: ${this.#fieldType(field)}`
  }

  #fieldType(field: protobuf.Field): string {
    const type = this.#valueType(field)
    if (field.map) return `Record<string, ${type}>`
    return field.repeated ? `${type}[]` : type
  }

  #valueType(field: protobuf.Field): string {
    const { resolvedType } = field
    if (resolvedType instanceof protobuf.Type) return this.#message(resolvedType)
    if (resolvedType instanceof protobuf.Enum) return this.#enum(resolvedType)
    return scalarTypes.get(field.type) ?? this.#options.longs
  }

  /** An object of the constants, and the type of their numbers. */
  #enum(type: protobuf.Enum): string {
    const known = this.declarations.identifierOf(type.fullName)
    if (known !== undefined) return known
    const identifier = this.declarations.claim(type.fullName, shortName(type))
    const constants = Object.entries(type.values)
    const members = constants.map(([name, value]) => `  ${memberName(name)}: ${value},`)
    const numbers = unionOf(constants.map(([, value]) => String(value)))
    this.declarations.add(
      `export const ${identifier} = {\n${members.join('\n')}\n} as const\n` +
        `export type ${identifier} = ${numbers}`,
    )
    return identifier
  }
}

/** The path below the package: `Outer_Inner`. */
function shortName(type: protobuf.Type | protobuf.Enum): string {
  const names = [type.name]
  for (let parent = type.parent; parent instanceof protobuf.Type; parent = parent.parent) {
    names.unshift(parent.name)
  }
  return names.join('_')
}
