import { assertNever } from '../../errors/assert-never.ts'
import { CONTAINER_CELLS, jsonKinds, SCALAR_CELLS } from '../json-tape.ts'
import { nodeOf } from '../json-reader.ts'
import { NO_PROPERTIES } from './ast.ts'
import { jsonText } from './json-text.ts'
import { nameOf, primitiveKinds } from './names.ts'
import { Words } from './words.ts'
import type { JsonNode } from '../json-reader.ts'
import type { JsonTape } from '../json-tape.ts'
import type { Name, Properties } from './ast.ts'
import type { Reading } from './reading.ts'

const schemaWords = [
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
] as const
const enumWords = [...schemaWords, 'default'] as const
const fieldWords = ['default', 'doc', 'name', 'order', 'type', 'aliases'] as const

type AttributeName = (typeof enumWords)[number] | (typeof fieldWords)[number]

/** Keys that are never kept as properties, wherever they stand. Avro 1.6. */
export const reservedWords = {
  schema: new Words<AttributeName>(schemaWords),
  enum: new Words<AttributeName>(enumWords),
  field: new Words<AttributeName>(fieldWords),
} as const

/** What an absent attribute has for a cell. */
export const ABSENT = -1

/** The cells of an object's members, the last of each name. */
export class Attributes {
  object = ABSENT
  name = ABSENT
  type = ABSENT
  doc = ABSENT
  default = ABSENT
  order = ABSENT
  aliases = ABSENT
  namespace = ABSENT
  fields = ABSENT
  items = ABSENT
  values = ABSENT
  symbols = ABSENT
  size = ABSENT
  /** Whether there are members of other names. */
  hasOthers = false
}

function clear(attributes: Attributes): void {
  attributes.name = ABSENT
  attributes.type = ABSENT
  attributes.doc = ABSENT
  attributes.default = ABSENT
  attributes.order = ABSENT
  attributes.aliases = ABSENT
  attributes.hasOthers = false
}

/**
 * Finds the members that a field, or else a type, gives a meaning to.
 *
 * @param found what another field was read with, and is not needed any more
 */
export function readAttributes(
  tape: JsonTape,
  object: number,
  level: 'type' | 'field',
  found = new Attributes(),
): Attributes {
  const words = level === 'field' ? reservedWords.field : reservedWords.enum
  clear(found)
  found.object = object
  const end = tape.next(object)
  for (let key = object + CONTAINER_CELLS; key < end;) {
    const value = key + SCALAR_CELLS
    const word = words.at(tape, key)
    keep(found, word, value)
    key = tape.next(value)
  }
  return found
}

/** One store a name: `found[word] = value` takes several times as long. */
function keep(found: Attributes, word: AttributeName | undefined, value: number): void {
  switch (word) {
    case 'name':
      found.name = value
      return
    case 'type':
      found.type = value
      return
    case 'doc':
      found.doc = value
      return
    case 'default':
      found.default = value
      return
    case 'order':
      found.order = value
      return
    case 'aliases':
      found.aliases = value
      return
    case 'namespace':
      found.namespace = value
      return
    case 'fields':
      found.fields = value
      return
    case 'items':
      found.items = value
      return
    case 'values':
      found.values = value
      return
    case 'symbols':
      found.symbols = value
      return
    case 'size':
      found.size = value
      return
    case undefined:
      found.hasOthers = true
      return
    default:
      return assertNever(word)
  }
}

/** Everything in the object that Avro gives no meaning to. */
export function readProperties(
  tape: JsonTape,
  { object, hasOthers, default: fallback }: Attributes,
  level: keyof typeof reservedWords,
): Properties {
  if (!hasOthers && (level !== 'schema' || fallback === ABSENT)) return NO_PROPERTIES
  const properties = new Map<string, JsonNode>()
  const reserved = reservedWords[level]
  const end = tape.next(object)
  for (let key = object + CONTAINER_CELLS; key < end;) {
    const value = key + SCALAR_CELLS
    if (reserved.at(tape, key) === undefined) properties.set(tape.string(key), nodeOf(tape, value))
    key = tape.next(value)
  }
  return properties.size === 0 ? NO_PROPERTIES : properties
}

/** A text; `undefined` when it is absent or anything but text. */
export function optionalText(tape: JsonTape, value: number): string | undefined {
  return value !== ABSENT && tape.isString(value) ? tape.string(value) : undefined
}

/** The name of a named type. Avro 1.4. */
export function readName(reading: Reading, attributes: Attributes, enclosing: string): Name {
  const { tape } = reading
  const text = optionalText(tape, attributes.name)
  if (text === undefined) reading.failShowing('No name in schema', attributes.object)
  const name = nameOf(text, optionalText(tape, attributes.namespace) ?? enclosing)
  reading.scope.checkName(name.simple, reading.at(attributes.name))
  if (primitiveKinds.of(name.full) !== undefined) {
    reading.fail(`Schemas may not be named after primitives: ${name.full}`, attributes.name)
  }
  return name
}

/** Shared by the many that have none. */
export const NO_ALIASES: readonly never[] = []

/** The alias texts of a named type or field, each once. */
export function readAliases(reading: Reading, attributes: Attributes): readonly string[] {
  const { tape } = reading
  const { aliases } = attributes
  if (aliases === ABSENT) return NO_ALIASES
  if (tape.kind(aliases) !== jsonKinds.array) {
    const shown = jsonText(nodeOf(tape, attributes.object))
    reading.fail(`aliases not an array: ${shown}`, aliases)
  }
  const texts = new Set<string>()
  const end = tape.next(aliases)
  for (let alias = aliases + CONTAINER_CELLS; alias < end; alias = tape.next(alias)) {
    const text = optionalText(tape, alias)
    if (text === undefined) reading.failShowing('alias not a string', alias)
    texts.add(text)
  }
  return [...texts]
}

/** The aliases of a named type as full names, each once. */
export function readNameAliases(
  reading: Reading,
  attributes: Attributes,
  owner: Name,
): readonly Name[] {
  const texts = readAliases(reading, attributes)
  if (texts.length === 0) return NO_ALIASES
  const at = reading.at(attributes.aliases)
  const names = new Map<string, Name>()
  for (const text of texts) {
    const name = nameOf(text, owner.namespace)
    if (reading.scope.rule === 'strict') reading.scope.checkName(name.simple, at)
    if (!names.has(name.full)) names.set(name.full, name)
  }
  return [...names.values()]
}
