import type { Field, Type } from 'protobufjs'
import type { OptionNode, OptionValue } from '../ast.ts'
import { itemsOf } from '../parse-option.ts'
import { plainDecimal } from '../plain-decimal.ts'
import type { ScopeNode } from '../scope.ts'
import { camelCase, optionsType } from './codec.ts'
import { protobufjs } from './protobufjs.ts'
import type { OptionsDescriptor, OptionsName } from './codec.ts'
import { encodeCustomOption } from './custom-option.ts'

/** A message being filled, field by field. */
type Filling = Record<string, unknown>

/**
 * The options message of one declaration; `undefined` when there are no options.
 *
 * Options that nothing declares are left out.
 */
export function writeOptions(
  kind: OptionsName,
  options: readonly OptionNode[],
  scope: ScopeNode,
): OptionsDescriptor | undefined {
  if (options.length === 0) return undefined
  const filling: Filling = Object.create(null) as Filling
  const unknowns: Uint8Array[] = []
  for (const option of options) {
    if (option.isExtension) {
      const bytes = encodeCustomOption(option, scope)
      if (bytes !== undefined) unknowns.push(bytes)
    } else {
      const path = [...option.name.split('.'), ...option.subNames]
      setAlong(optionsType(kind), filling, path, option.value)
    }
  }
  // protobufjs asks for own properties through this name.
  return { ...filling, ...(unknowns.length === 0 ? {} : { $unknowns: unknowns }) }
}

function setAlong(
  type: Type,
  filling: Filling,
  [name, ...deeper]: readonly string[],
  value: OptionValue,
): void {
  const field = name === undefined ? undefined : fieldOf(type, name)
  if (field === undefined) return
  const known = filling[field.name]
  if (deeper.length > 0 && field.resolvedType instanceof protobufjs().Type) {
    const inner = (known ?? {}) as Filling
    filling[field.name] = inner
    setAlong(field.resolvedType, inner, deeper, value)
  } else if (field.repeated) {
    const items = itemsOf(value).map((item) => convert(field, item))
    filling[field.name] = [...((known ?? []) as unknown[]), ...items]
  } else filling[field.name] = convert(field, value)
}

function fieldOf(type: Type, name: string): Field | undefined {
  const camel = camelCase(name)
  return Object.hasOwn(type.fields, camel) ? type.fields[camel] : undefined
}

function convert(field: Field, value: OptionValue): unknown {
  if (field.resolvedType instanceof protobufjs().Type) {
    const inner: Filling = {}
    if (value.kind === 'message') {
      for (const [key, entry] of value.entries) setAlong(field.resolvedType, inner, [key], entry)
    }
    return inner
  }
  const text = value.kind === 'list' || value.kind === 'message' ? '' : value.text
  if (field.resolvedType instanceof protobufjs().Enum) {
    const { values } = field.resolvedType
    return Object.hasOwn(values, text) ? values[text] : Number(plainDecimal(text) ?? 0)
  }
  switch (field.type) {
    case 'string':
      return text
    case 'bool':
      return text === 'true'
    default:
      return Number(plainDecimal(text) ?? 0)
  }
}
