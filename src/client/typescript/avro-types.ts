import type { SchemaSource } from '../../formats/format.ts'
import { readAvroDocument } from '../codecs/avro-document.ts'
import { arrayOf, comment, Declarations, interfaceOf, memberName, unionOf } from './declarations.ts'

/** How 64-bit values appear; the same as the serializer's option. */
export interface TypeOptions {
  readonly longs: 'bigint' | 'number'
}

type Json = Readonly<Record<string, unknown>>

/** Types of one form, and to which kind of JavaScript value they lead. */
const primitives: Readonly<Record<string, { readonly type: string; readonly bucket: string }>> = {
  null: { type: 'null', bucket: 'null' },
  boolean: { type: 'boolean', bucket: 'boolean' },
  int: { type: 'number', bucket: 'number' },
  float: { type: 'number', bucket: 'number' },
  double: { type: 'number', bucket: 'number' },
  string: { type: 'string', bucket: 'string' },
  bytes: { type: 'Buffer', bucket: 'buffer' },
}

/** The kind of value that a complex type leads to: what tells the branches of a union apart. */
const buckets: Readonly<Record<string, string>> = {
  record: 'object',
  error: 'object',
  map: 'object',
  enum: 'string',
  fixed: 'buffer',
  array: 'array',
}

/** Writes the TypeScript of an Avro schema; its own type comes last, named `rootName` if nameless. */
export function generateAvroTypes(
  source: SchemaSource,
  rootName: string,
  options: TypeOptions,
): string {
  const writer = new AvroTypeWriter(options)
  const defined: Parameters<typeof readAvroDocument>[1] = new Map()
  for (const { schemaText } of source.references) {
    writer.typeOf(readAvroDocument(schemaText, defined, false), '')
  }
  const root = writer.typeOf(readAvroDocument(source.schemaText, defined, false), '')
  if (writer.declarations.identifierOf(rootName) === undefined && !writer.isDeclared(root)) {
    writer.declarations.add(
      `export type ${writer.declarations.claim(rootName, rootName)} = ${root}`,
    )
  }
  return writer.declarations.print()
}

class AvroTypeWriter {
  readonly declarations = new Declarations()
  readonly #declared = new Set<string>()
  readonly #bucketOfName = new Map<string, string>()
  readonly #options: TypeOptions

  constructor(options: TypeOptions) {
    this.#options = options
  }

  isDeclared(identifier: string): boolean {
    return this.#declared.has(identifier)
  }

  /** The TypeScript of a schema; named types are declared on the way. */
  typeOf(schema: unknown, namespace: string): string {
    if (typeof schema === 'string') return this.#named(schema, namespace)
    if (Array.isArray(schema)) return this.#union(schema, namespace)
    const complex = schema as Json
    switch (complex['type']) {
      case 'record':
      case 'error':
        return this.#record(complex, namespace)
      case 'enum':
        return this.#enum(complex, namespace)
      case 'fixed':
        return this.#alias(complex, namespace, 'Buffer')
      case 'array':
        return arrayOf(this.typeOf(complex['items'], namespace))
      case 'map':
        return `Record<string, ${this.typeOf(complex['values'], namespace)}>`
      default:
        return this.typeOf(complex['type'], namespace)
    }
  }

  #named(name: string, namespace: string): string {
    if (name === 'long') return this.#options.longs
    if (Object.hasOwn(primitives, name)) return primitives[name]?.type ?? 'unknown'
    const full = qualify(name, namespace)
    return this.declarations.identifierOf(full) ?? this.declarations.identifierOf(name) ?? 'unknown'
  }

  #record(schema: Json, outer: string): string {
    const { full, namespace } = nameOf(schema, outer)
    const identifier = this.#claim(full, 'object')
    const fields = Array.isArray(schema['fields']) ? (schema['fields'] as readonly Json[]) : []
    const members = fields.map((field) => {
      const name = memberName(String(field['name']))
      return `${comment(field['doc'], '  ')}  ${name}: ${this.typeOf(field['type'], namespace)}`
    })
    this.declarations.add(`${comment(schema['doc'])}${interfaceOf(identifier, members)}`)
    return identifier
  }

  #enum(schema: Json, outer: string): string {
    const symbols = Array.isArray(schema['symbols']) ? (schema['symbols'] as unknown[]) : []
    return this.#alias(schema, outer, unionOf(symbols.map((symbol) => JSON.stringify(symbol))))
  }

  #alias(schema: Json, outer: string, type: string): string {
    const { full } = nameOf(schema, outer)
    const identifier = this.#claim(full, buckets[String(schema['type'])] ?? 'object')
    this.declarations.add(`${comment(schema['doc'])}export type ${identifier} = ${type}`)
    return identifier
  }

  #claim(full: string, bucket: string): string {
    const identifier = this.declarations.claim(full, full.split('.').at(-1) ?? full)
    this.#declared.add(identifier)
    this.#bucketOfName.set(full, bucket)
    return identifier
  }

  /** As the codec's `auto`: wrapped in an object when two branches look alike in JavaScript. */
  #union(branches: readonly unknown[], namespace: string): string {
    const types = branches.map((branch) => this.typeOf(branch, namespace))
    const kinds = branches.map((branch) => this.#bucket(branch, namespace))
    if (new Set(kinds).size === kinds.length) return unionOf(types)
    return unionOf(
      branches.map((branch, index) => {
        const type = types[index] ?? 'unknown'
        if (type === 'null') return type
        return `{ ${memberName(branchName(branch, namespace))}: ${type} }`
      }),
    )
  }

  #bucket(branch: unknown, namespace: string): string {
    if (typeof branch === 'string') {
      if (branch === 'long') return this.#options.longs
      if (Object.hasOwn(primitives, branch)) return primitives[branch]?.bucket ?? branch
      return this.#bucketOfName.get(qualify(branch, namespace)) ?? 'object'
    }
    const type = (branch as Json)['type']
    return buckets[String(type)] ?? this.#bucket(type, namespace)
  }
}

function branchName(branch: unknown, namespace: string): string {
  if (typeof branch === 'string') {
    return branch === 'long' || Object.hasOwn(primitives, branch)
      ? branch
      : qualify(branch, namespace)
  }
  const complex = branch as Json
  return typeof complex['name'] === 'string'
    ? nameOf(complex, namespace).full
    : String(complex['type'])
}

function nameOf(
  schema: Json,
  outer: string,
): { readonly full: string; readonly namespace: string } {
  const given = typeof schema['namespace'] === 'string' ? schema['namespace'] : outer
  const full = qualify(String(schema['name']), given)
  const dot = full.lastIndexOf('.')
  return { full, namespace: dot < 0 ? '' : full.slice(0, dot) }
}

function qualify(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name.replace(/^\./, '') : `${namespace}.${name}`
}
