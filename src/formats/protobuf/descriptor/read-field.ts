import { scalarNames } from '../ast.ts'
import type { FieldNode, Label } from '../ast.ts'
import { labelNumbers, typeNumbers } from './codec.ts'
import type { FieldDescriptor } from './codec.ts'
import { optionsIn } from './read-context.ts'
import type { ReadContext } from './read-context.ts'

const scalarsByNumber = new Map<number, string>(
  Object.entries(typeNumbers).flatMap(([name, number]) =>
    scalarNames.has(name) ? [[number, name]] : [],
  ),
)

/** A field; map fields stay repeated fields of their entry messages. */
export function readField(
  context: ReadContext,
  field: FieldDescriptor,
  home: { readonly isOneofMember: boolean },
): FieldNode {
  const scalar = field.type === undefined ? undefined : scalarsByNumber.get(field.type)
  return {
    kind: 'field',
    start: -1,
    label: labelOf(context, field, home),
    type: { kind: 'named', name: scalar ?? field.typeName ?? '' },
    name: field.name ?? '',
    tag: field.number ?? 0,
    options: optionsIn(context, 'FieldOptions', field.options),
    defaultValue: readDefault(field),
    jsonName: field.jsonName,
  }
}

/** The label as a text of that syntax writes it. */
export function labelOf(
  { syntax }: ReadContext,
  field: FieldDescriptor,
  home: { readonly isOneofMember: boolean },
): Label | undefined {
  if (home.isOneofMember) return undefined
  if (field.label === labelNumbers.repeated) return 'repeated'
  if (syntax === undefined || syntax === 'proto2') {
    return field.label === labelNumbers.required ? 'required' : 'optional'
  }
  return field.proto3Optional === true ? 'optional' : undefined
}

function readDefault({ type, defaultValue }: FieldDescriptor): string | undefined {
  if (defaultValue === undefined || type !== typeNumbers.bytes) return defaultValue
  return defaultValue.replace(/\\([0-7]{3}|.)/g, (_match, escape: string) =>
    escape.length === 3 ? String.fromCharCode(Number.parseInt(escape, 8)) : escape,
  )
}
