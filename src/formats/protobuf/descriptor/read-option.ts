import type { Field, Type } from 'protobufjs'
import type { OptionNode, OptionValue } from '../ast.ts'
import { isDigit } from '../lex.ts'
import { optionsType, snakeCase } from './codec.ts'
import { protobufjs } from './protobufjs.ts'
import type { OptionsDescriptor, OptionsName } from './codec.ts'
import { decodeCustomOptions } from './decode-custom-option.ts'
import type { ExtensionTable } from './decode-custom-option.ts'

/**
 * The options of one declaration as texts write them: first those of descriptor.proto in the order
 * of their numbers, then `confluent.*`, then other extensions.
 *
 * @param extensions by which custom options are known; without them they are left out
 */
export function readOptions(
  kind: OptionsName,
  options: OptionsDescriptor | undefined,
  extensions: ExtensionTable | undefined,
): readonly OptionNode[] {
  if (options === undefined) return []
  const plain = presentFields(optionsType(kind), options).flatMap(([field, value]) =>
    field.name === 'uninterpretedOption' ? [] : optionNodes(field, value),
  )
  const custom =
    extensions === undefined
      ? []
      : decodeCustomOptions(`google.protobuf.${kind}`, options.$unknowns ?? [], extensions)
  const isConfluent = ({ name }: OptionNode): boolean => name.startsWith('confluent.')
  return [
    ...plain,
    ...custom.filter(isConfluent),
    ...custom.filter((option) => !isConfluent(option)),
  ]
}

function presentFields(type: Type, message: object): readonly (readonly [Field, unknown])[] {
  const values: Readonly<Record<string, unknown>> = { ...message }
  return type.fieldsArray
    .toSorted((a, b) => a.id - b.id)
    .flatMap((field) => {
      const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined
      const isAbsent = value === undefined || value === null
      return isAbsent || (Array.isArray(value) && value.length === 0) ? [] : [[field, value]]
    })
}

function optionNodes(field: Field, value: unknown): readonly OptionNode[] {
  const values = Array.isArray(value) ? value : [value]
  return values.map((item: unknown) => ({
    name: snakeCase(field.name),
    isExtension: false,
    subNames: [],
    value: valueOf(field, item),
  }))
}

function valueOf(field: Field, value: unknown): OptionValue {
  const { resolvedType } = field
  if (resolvedType instanceof protobufjs().Enum) {
    const name = resolvedType.valuesById[Number(value)]
    return name === undefined
      ? { kind: 'number', text: String(value) }
      : { kind: 'word', text: name }
  }
  if (resolvedType instanceof protobufjs().Type && typeof value === 'object' && value !== null) {
    const entries = presentFields(resolvedType, value).map(
      ([inner, item]) => [snakeCase(inner.name), listOrValue(inner, item)] as const,
    )
    return { kind: 'message', entries: new Map(entries) }
  }
  if (typeof value === 'boolean') return { kind: 'boolean', text: String(value) }
  if (typeof value === 'string') return { kind: 'string', text: value }
  const text = String(value)
  return { kind: isDigit(text.charCodeAt(0)) || text.startsWith('-') ? 'number' : 'word', text }
}

function listOrValue(field: Field, value: unknown): OptionValue {
  if (!Array.isArray(value)) return valueOf(field, value)
  return { kind: 'list', items: value.map((item: unknown) => valueOf(field, item)) }
}
