import { assertNever } from '../../errors/assert-never.ts'
import { MAX_JSON_DEPTH, quoteJson } from '../json-reader.ts'
import { SchemaFault } from '../schema-fault.ts'
import { aliasText, referenceText } from './names.ts'
import { jsonText } from './json-text.ts'
import type { AvroType, Field, NamedType, Properties, RecordType } from './ast.ts'

const nothingKnown: ReadonlySet<string> = new Set()

/**
 * A type as compact JSON text: each named type in full where it comes first, by name afterwards.
 *
 * @param externalNames full names that are only ever named; none gives the self-contained text
 * @param isNamedOnly tells single types that are only ever named
 * @throws SchemaFault when types used before their definition nest deeper than a text may
 * @see Avro 3
 */
export function printType(
  type: AvroType,
  externalNames: ReadonlySet<string> = nothingKnown,
  isNamedOnly?: (type: AvroType) => boolean,
): string {
  const printer = new Printer(externalNames, isNamedOnly)
  printer.type(type, '', 0)
  return printer.parts.join('')
}

class Printer {
  /** Joined once at the end: a large text grown bit by bit costs more to collect than to print. */
  readonly parts: string[] = []
  readonly #known: Set<string>

  readonly #isNamedOnly: ((type: AvroType) => boolean) | undefined

  constructor(externalNames: ReadonlySet<string>, isNamedOnly?: (type: AvroType) => boolean) {
    this.#known = new Set(externalNames)
    this.#isNamedOnly = isNamedOnly
  }

  type(type: AvroType, scope: string, depth: number): void {
    if (depth > MAX_JSON_DEPTH) {
      throw new SchemaFault(
        `Document nesting depth (${depth}) exceeds the maximum allowed (${MAX_JSON_DEPTH})`,
      )
    }
    switch (type.kind) {
      case 'record':
      case 'enum':
      case 'fixed':
        return this.#named(type, scope, depth)
      case 'array':
        this.parts.push('{"type":"array","items":')
        this.type(type.items, scope, depth + 1)
        this.#properties(type.properties)
        this.parts.push('}')
        return
      case 'map':
        this.parts.push('{"type":"map","values":')
        this.type(type.values, scope, depth + 1)
        this.#properties(type.properties)
        this.parts.push('}')
        return
      case 'union':
        this.parts.push('[')
        for (const [index, branch] of type.branches.entries()) {
          if (index > 0) this.parts.push(',')
          this.type(branch, scope, depth + 1)
        }
        this.parts.push(']')
        return
      case 'null':
      case 'boolean':
      case 'int':
      case 'long':
      case 'float':
      case 'double':
      case 'bytes':
      case 'string':
        if (type.properties.size === 0) {
          this.parts.push(`"${type.kind}"`)
          return
        }
        this.parts.push(`{"type":"${type.kind}"`)
        this.#properties(type.properties)
        this.parts.push('}')
        return
      default:
        return assertNever(type)
    }
  }

  #named(type: NamedType, scope: string, depth: number): void {
    const { name } = type
    if (this.#known.has(name.full) || this.#isNamedOnly?.(type) === true) {
      this.parts.push(quoteJson(referenceText(name, scope)))
      return
    }
    this.#known.add(name.full)
    const kind = type.kind === 'record' && type.isError ? 'error' : type.kind
    this.parts.push(`{"type":"${kind}","name":${quoteJson(name.simple)}`)
    if (name.namespace !== scope) this.parts.push(`,"namespace":${quoteJson(name.namespace)}`)
    if (type.doc !== undefined) this.parts.push(`,"doc":${quoteJson(type.doc)}`)
    switch (type.kind) {
      case 'record':
        this.#fields(type, depth)
        break
      case 'enum':
        this.parts.push(`,"symbols":[${type.symbols.map(quoteJson).join(',')}]`)
        if (type.default !== undefined) this.parts.push(`,"default":${quoteJson(type.default)}`)
        break
      case 'fixed':
        this.parts.push(`,"size":${type.size}`)
        break
      default:
        return assertNever(type)
    }
    this.#properties(type.properties)
    this.#aliases(type.aliases.map((alias) => aliasText(alias, name)))
    this.parts.push('}')
  }

  #fields(record: RecordType, depth: number): void {
    this.parts.push(',"fields":[')
    for (const [index, field] of record.fields.entries()) {
      if (index > 0) this.parts.push(',')
      this.#field(field, record.name.namespace, depth + 3)
    }
    this.parts.push(']')
  }

  #field(field: Field, scope: string, depth: number): void {
    this.parts.push(`{"name":${quoteJson(field.name)},"type":`)
    this.type(field.type, scope, depth)
    if (field.doc !== undefined) this.parts.push(`,"doc":${quoteJson(field.doc)}`)
    if (field.default !== undefined) this.parts.push(`,"default":${jsonText(field.default)}`)
    if (field.order !== 'ascending') this.parts.push(`,"order":"${field.order}"`)
    this.#aliases(field.aliases)
    this.#properties(field.properties)
    this.parts.push('}')
  }

  #properties(properties: Properties): void {
    for (const [key, value] of properties) this.parts.push(`,${quoteJson(key)}:${jsonText(value)}`)
  }

  #aliases(aliases: readonly string[]): void {
    if (aliases.length > 0) this.parts.push(`,"aliases":[${aliases.map(quoteJson).join(',')}]`)
  }
}
