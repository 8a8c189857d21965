import type { SchemaSource } from '../../formats/format.ts'
import { arrayOf, comment, Declarations, interfaceOf, memberName, unionOf } from './declarations.ts'

type Json = Readonly<Record<string, unknown>>

/** JSON Schema's simple types. */
const simpleTypes: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'boolean',
  string: 'string',
  number: 'number',
  integer: 'number',
}

/** Deeper than any schema of people; what lies below is `unknown`. */
const MAX_DEPTH = 100

/**
 * Writes the TypeScript of a JSON schema: what types can say of it. Ranges, patterns and conditions
 * have no types; keywords that are not understood make a part `unknown`.
 */
export function generateJsonTypes(source: SchemaSource, rootName: string): string {
  const documents = new Map<string, unknown>([['', JSON.parse(source.schemaText) as unknown]])
  for (const reference of source.references) {
    documents.set(reference.name, JSON.parse(reference.schemaText) as unknown)
  }
  const writer = new JsonTypeWriter(documents)
  writer.declare('#', '', documents.get(''), rootName)
  return writer.declarations.print()
}

class JsonTypeWriter {
  readonly declarations = new Declarations()
  readonly #documents: ReadonlyMap<string, unknown>
  /** By document: to look for each one anew would take long where there are many. */
  readonly #anchors = new Map<string, ReadonlyMap<string, unknown>>()

  constructor(documents: ReadonlyMap<string, unknown>) {
    this.#documents = documents
  }

  /** Declares a schema that is referred to by name. */
  declare(key: string, document: string, schema: unknown, name: string): string {
    const identifier = this.declarations.claim(key, name)
    const members = this.#members(schema, document)
    const doc = comment((schema as Json | null)?.['description'])
    const text =
      members === undefined
        ? `export type ${identifier} = ${this.#typeOf(schema, document, 0)}`
        : interfaceOf(identifier, members)
    this.declarations.add(`${doc}${text}`)
    return identifier
  }

  #at(document: string, root: unknown, fragment: string): unknown {
    if (fragment === '') return root
    if (fragment.startsWith('/')) return atPointer(root, fragment)
    const anchors = this.#anchors.get(document) ?? anchorsIn(root)
    this.#anchors.set(document, anchors)
    return anchors.get(fragment)
  }

  /** The members of a plain object schema; `undefined` when it is anything else. */
  #members(schema: unknown, document: string): readonly string[] | undefined {
    if (typeof schema !== 'object' || schema === null) return undefined
    const { properties } = schema as Json
    const isPlain = ['$ref', 'anyOf', 'oneOf', 'allOf', 'enum', 'const'].every(
      (keyword) => !(keyword in schema),
    )
    if (!isPlain || Array.isArray((schema as Json)['type']) || !isObject(properties))
      return undefined
    return this.#membersOf(schema as Json, document, 0)
  }

  #membersOf(schema: Json, document: string, depth: number): readonly string[] {
    const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : []
    const properties = isObject(schema['properties']) ? schema['properties'] : {}
    const members = Object.entries(properties).map(([name, property]) => {
      const mark = required.includes(name) ? '' : '?'
      const type = this.#typeOf(property, document, depth + 1)
      const doc = comment((property as Json | null)?.['description'], '  ')
      return `${doc}  ${memberName(name)}${mark}: ${type}`
    })
    const isClosed = schema['additionalProperties'] === false && !hasPatterns(schema)
    return isClosed ? members : [...members, '  [name: string]: unknown']
  }

  #typeOf(schema: unknown, document: string, depth: number): string {
    if (schema === false) return 'never'
    if (!isObject(schema) || depth > MAX_DEPTH) return 'unknown'
    if (typeof schema['$ref'] === 'string') return this.#reference(schema['$ref'], document)
    if ('const' in schema) return JSON.stringify(schema['const'])
    if (Array.isArray(schema['enum'])) {
      return unionOf(schema['enum'].map((value) => JSON.stringify(value)))
    }
    const several = schema['anyOf'] ?? schema['oneOf']
    if (Array.isArray(several)) {
      return unionOf(several.map((one) => this.#typeOf(one, document, depth + 1)))
    }
    if (Array.isArray(schema['allOf'])) {
      const parts = schema['allOf'].map((one) => `(${this.#typeOf(one, document, depth + 1)})`)
      return parts.join(' & ') || 'unknown'
    }
    const { type } = schema
    if (Array.isArray(type)) {
      return unionOf(type.map((one) => this.#simple({ ...schema, type: one }, document, depth)))
    }
    return this.#simple(schema, document, depth)
  }

  #simple(schema: Json, document: string, depth: number): string {
    const type = String(schema['type'])
    if (Object.hasOwn(simpleTypes, type)) return simpleTypes[type] ?? 'unknown'
    if (type === 'array') return this.#array(schema, document, depth)
    if (type !== 'object' && !isObject(schema['properties'])) return 'unknown'
    const additional = schema['additionalProperties']
    if (!isObject(schema['properties'])) {
      const isUniform = isObject(additional) && !hasPatterns(schema)
      const member = isUniform ? this.#typeOf(additional, document, depth + 1) : 'unknown'
      // Unlike a Record, it may refer to the type that it is part of.
      return `{ [name: string]: ${member} }`
    }
    const members = this.#membersOf(schema, document, depth)
    return `{\n${members.join('\n')}\n}`
  }

  #array(schema: Json, document: string, depth: number): string {
    const tuple = schema['prefixItems'] ?? schema['items']
    if (Array.isArray(tuple)) {
      const items = tuple.map((one) => `${this.#typeOf(one, document, depth + 1)}`)
      return `[${[...items.map((item) => `(${item})?`), '...unknown[]'].join(', ')}]`
    }
    return arrayOf(this.#typeOf(schema['items'], document, depth + 1))
  }

  #reference(ref: string, document: string): string {
    const [path = '', fragment = ''] = ref.split('#')
    const target = path === '' ? document : path
    const key = `${target}#${fragment}`
    const known = this.declarations.identifierOf(key)
    if (known !== undefined) return known
    const root = this.#documents.get(target)
    const schema = this.#at(target, root, fragment)
    if (schema === undefined) return 'unknown'
    const name =
      (fragment === '' ? target.replace(/\.json$/, '') : fragment).split('/').at(-1) ?? ''
    return this.declare(key, target, schema, decodeURIComponent(name))
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Members whose names have patterns: types know no patterns. */
function hasPatterns(schema: Json): boolean {
  const patterns = schema['patternProperties']
  return isObject(patterns) && Object.keys(patterns).length > 0
}

/** The parts of a document by their names, as any draft gives them; the outermost one first. */
function anchorsIn(root: unknown): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>()
  const waiting = [root]
  for (let next = 0; next < waiting.length; next++) {
    const part = waiting[next]
    if (typeof part !== 'object' || part === null) continue
    for (const name of anchorsOf(part as Json)) if (!found.has(name)) found.set(name, part)
    for (const inside of Object.values(part) as unknown[]) waiting.push(inside)
  }
  return found
}

function anchorsOf({ $anchor, $dynamicAnchor, $id, id }: Json): readonly string[] {
  const ids = [$id, id].map((one) => (isFragment(one) ? one.slice(1) : undefined))
  return [$anchor, $dynamicAnchor, ...ids].filter((name) => typeof name === 'string')
}

function isFragment(id: unknown): id is string {
  return typeof id === 'string' && id.startsWith('#')
}

function atPointer(root: unknown, fragment: string): unknown {
  let found = root
  for (const segment of decodeURIComponent(fragment).split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Json)[name]
  }
  return found
}
