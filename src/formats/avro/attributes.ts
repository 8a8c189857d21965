import { NO_PROPERTIES } from './ast.ts'
import { jsonText } from './json-text.ts'
import { nameOf, primitiveNames } from './names.ts'
import type { Name, Properties } from './ast.ts'
import type { Scope } from './scope.ts'
import type { JsonNode, JsonObject } from '../json-reader.ts'

const schemaWords: ReadonlySet<string> = new Set([
  'doc',
  'fields',
  'items',
  'name',
  'namespace',
  'size',
  'symbols',
  'values',
  'type',
  'aliases',
])

/** Keys that are never kept as properties, wherever they stand. Avro 1.6. */
export const reservedWords = {
  schema: schemaWords,
  enum: new Set([...schemaWords, 'default']),
  field: new Set(['default', 'doc', 'name', 'order', 'type', 'aliases']),
} as const satisfies Record<string, ReadonlySet<string>>

/** Everything in the object that Avro gives no meaning to. */
export function readProperties(node: JsonObject, reserved: ReadonlySet<string>): Properties {
  let properties: Map<string, JsonNode> | undefined
  for (const [key, value] of node.members) {
    if (!reserved.has(key)) (properties ??= new Map()).set(key, value)
  }
  return properties ?? NO_PROPERTIES
}

/** A text member; `undefined` when it is absent or anything but text. */
export function optionalText(node: JsonObject, key: string): string | undefined {
  const value = node.members.get(key)
  return value?.kind === 'string' ? value.value : undefined
}

/** @throws SchemaFault `<complaint>: <json>` when it is absent or anything but text */
export function requiredText(
  scope: Scope,
  base: number,
  node: JsonObject,
  key: string,
  complaint: string,
): string {
  const value = optionalText(node, key)
  return value ?? scope.fail(`${complaint}: ${jsonText(node)}`, base + node.start)
}

/** The name of a named type. Avro 1.4. */
export function readName(scope: Scope, base: number, node: JsonObject, enclosing: string): Name {
  const text = requiredText(scope, base, node, 'name', 'No name in schema')
  const name = nameOf(text, optionalText(node, 'namespace') ?? enclosing)
  const at = base + (node.members.get('name') ?? node).start
  scope.checkName(name.simple, at)
  if (primitiveNames.has(name.full)) {
    scope.fail(`Schemas may not be named after primitives: ${name.full}`, at)
  }
  return name
}

/** Shared by the many that have none. */
const NO_ALIASES: readonly never[] = []

/** The alias texts of a named type or field, each once. */
export function readAliases(scope: Scope, base: number, node: JsonObject): readonly string[] {
  const aliases = node.members.get('aliases')
  if (aliases === undefined) return NO_ALIASES
  if (aliases.kind !== 'array') {
    scope.fail(`aliases not an array: ${jsonText(node)}`, base + aliases.start)
  }
  const texts = new Set<string>()
  for (const alias of aliases.items) {
    if (alias.kind !== 'string') {
      scope.fail(`alias not a string: ${jsonText(alias)}`, base + alias.start)
    }
    texts.add(alias.value)
  }
  return [...texts]
}

/** The aliases of a named type as full names, each once. */
export function readNameAliases(
  scope: Scope,
  base: number,
  node: JsonObject,
  owner: Name,
): readonly Name[] {
  const texts = readAliases(scope, base, node)
  if (texts.length === 0) return NO_ALIASES
  const at = base + (node.members.get('aliases') ?? node).start
  const names = new Map<string, Name>()
  for (const text of texts) {
    const name = nameOf(text, owner.namespace)
    if (scope.rule === 'strict') scope.checkName(name.simple, at)
    if (!names.has(name.full)) names.set(name.full, name)
  }
  return [...names.values()]
}
