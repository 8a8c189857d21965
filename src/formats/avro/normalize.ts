import { isNamed } from './ast.ts'
import { printType } from './canonical.ts'
import { fractionLiteral, javaFloatText } from './java-number.ts'
import { sortedJson, sortedMembers } from './json-text.ts'
import { logicalTypeOf } from './logical-types.ts'
import { rebuild } from './rebuild.ts'
import type { AvroSchema, AvroType, Field, Properties } from './ast.ts'
import type { JsonNode } from '../json-reader.ts'

/**
 * The schema with equal meanings made equal: properties and aliases in order, empty documentation
 * of types gone, defaults of floats and doubles as fractions.
 *
 * What the reference loses or breaks on the way is kept. Avro 4, "Defects".
 */
export function normalizeAvro(parsed: AvroSchema): AvroSchema {
  const root = rebuild(parsed.root, { type: normalType, field: normalField })
  return { ...parsed, root, canonicalText: printType(root, parsed.externalNames) }
}

function normalType(type: AvroType): AvroType {
  if (type.kind === 'union') return type
  const properties = normalProperties(type)
  if (!isNamed(type)) return { ...type, properties }
  const aliases = [...type.aliases].sort((a, b) => compareText(a.full, b.full))
  return { ...type, properties, aliases, doc: type.doc === '' ? undefined : type.doc }
}

function normalField(field: Field): Field {
  return {
    ...field,
    default:
      field.default === undefined
        ? undefined
        : sortedJson(normalDefault(field.type, field.default)),
    aliases: [...field.aliases].sort(compareText),
    properties: sortedMembers(field.properties),
  }
}

function normalProperties(type: Exclude<AvroType, { kind: 'union' }>): Properties {
  const logicalType = logicalTypeOf(type)
  if (logicalType === undefined) return sortedMembers(type.properties)
  const first = ['logicalType']
  if (logicalType.precision !== undefined) first.push('precision')
  if (logicalType.scale !== undefined && logicalType.scale !== 0) first.push('scale')
  const properties = new Map<string, JsonNode>()
  for (const key of first) {
    const value = type.properties.get(key)
    if (value !== undefined) properties.set(key, value)
  }
  for (const [key, value] of sortedMembers(type.properties)) {
    if (!properties.has(key)) properties.set(key, value)
  }
  return properties
}

/** Numbers take the notation of their type; a union's default is read as its first branch. */
function normalDefault(type: AvroType, value: JsonNode): JsonNode {
  if (type.kind === 'union') {
    const first = type.branches[0]
    return first === undefined ? value : normalDefault(first, value)
  }
  if (value.kind === 'number') {
    const number = Number(value.literal)
    if (type.kind === 'double') return { ...value, literal: fractionLiteral(number) }
    if (type.kind === 'float') return { ...value, literal: javaFloatText(number) }
  } else if (value.kind === 'array' && type.kind === 'array') {
    return { ...value, items: value.items.map((item) => normalDefault(type.items, item)) }
  } else if (value.kind === 'object' && type.kind === 'map') {
    return { ...value, members: mapMembers(value.members, () => type.values) }
  } else if (value.kind === 'object' && type.kind === 'record') {
    const typeOf = (key: string): AvroType | undefined => type.fieldByName.get(key)?.type
    return { ...value, members: mapMembers(value.members, typeOf) }
  }
  return value
}

function mapMembers(
  members: ReadonlyMap<string, JsonNode>,
  typeOf: (key: string) => AvroType | undefined,
): Map<string, JsonNode> {
  const normal = new Map<string, JsonNode>()
  for (const [key, value] of members) {
    const type = typeOf(key)
    normal.set(key, type === undefined ? value : normalDefault(type, value))
  }
  return normal
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
