import { assertNever } from '../../errors/assert-never.ts'
import { MAX_JSON_DEPTH } from '../scan-json.ts'
import { SchemaFault } from '../schema-fault.ts'
import { aliasText, referenceText } from './names.ts'
import { escapeJson } from '../json-reader.ts'
import { jsonText } from './json-text.ts'
import type { AvroType, Field, NamedType, PrimitiveKind, Properties, RecordType } from './ast.ts'

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
  return printer.text()
}

/** Joined at once they are long enough to be kept where collections do not copy. */
const MANY_PARTS = 5000

class Printer {
  /**
   * Joined by the thousands: a large text grown bit by bit costs more to collect than to print, and
   * so does a list of all its parts.
   */
  readonly parts: string[] = []
  readonly #chunks: string[] = []
  readonly #known: Set<string>

  readonly #isNamedOnly: ((type: AvroType) => boolean) | undefined

  constructor(externalNames: ReadonlySet<string>, isNamedOnly?: (type: AvroType) => boolean) {
    this.#known = new Set(externalNames)
    this.#isNamedOnly = isNamedOnly
  }

  text(): string {
    this.#chunks.push(this.parts.join(''))
    return this.#chunks.length === 1 ? (this.#chunks[0] ?? '') : this.#chunks.join('')
  }

  type(type: AvroType, scope: string, depth: number): void {
    if (depth > MAX_JSON_DEPTH) {
      throw new SchemaFault(
        `Document nesting depth (${depth}) exceeds the maximum allowed (${MAX_JSON_DEPTH})`,
      )
    }
    const { parts } = this
    switch (type.kind) {
      case 'record':
      case 'enum':
      case 'fixed':
        return this.#named(type, scope, depth)
      case 'array':
        parts.push('{"type":"array","items":')
        this.type(type.items, scope, depth + 1)
        this.#properties(type.properties)
        parts.push('}')
        return
      case 'map':
        parts.push('{"type":"map","values":')
        this.type(type.values, scope, depth + 1)
        this.#properties(type.properties)
        parts.push('}')
        return
      case 'union':
        parts.push('[')
        for (let index = 0; index < type.branches.length; index++) {
          const branch = type.branches[index]
          if (index > 0) parts.push(',')
          if (branch !== undefined) this.type(branch, scope, depth + 1)
        }
        parts.push(']')
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
          parts.push(quotedKinds[type.kind])
          return
        }
        parts.push('{"type":', quotedKinds[type.kind])
        this.#properties(type.properties)
        parts.push('}')
        return
      default:
        return assertNever(type)
    }
  }

  #named(type: NamedType, scope: string, depth: number): void {
    const { name } = type
    const { parts } = this
    if (this.#known.has(name.full) || this.#isNamedOnly?.(type) === true) {
      parts.push('"', escapeJson(referenceText(name, scope)), '"')
      return
    }
    this.#known.add(name.full)
    const kind = type.kind === 'record' && type.isError ? 'error' : type.kind
    parts.push(`{"type":"${kind}","name":"`, name.simple, '"')
    if (name.namespace !== scope) this.#text(',"namespace":"', name.namespace)
    if (type.doc !== undefined) this.#text(',"doc":"', type.doc)
    switch (type.kind) {
      case 'record':
        this.#fields(type, depth)
        break
      case 'enum':
        parts.push(',"symbols":')
        this.#list(type.symbols)
        if (type.default !== undefined) this.#text(',"default":"', type.default)
        break
      case 'fixed':
        parts.push(`,"size":${type.size}`)
        break
      default:
        return assertNever(type)
    }
    this.#properties(type.properties)
    this.#aliases(type.aliases.map((alias) => aliasText(alias, name)))
    parts.push('}')
  }

  #fields(record: RecordType, depth: number): void {
    const { parts } = this
    parts.push(',"fields":[')
    let before = '{"name":"'
    for (const field of record.fields) {
      parts.push(before, field.name, '","type":')
      this.#field(field, record.name.namespace, depth + 3)
      before = ',{"name":"'
      if (parts.length > MANY_PARTS) {
        this.#chunks.push(parts.join(''))
        parts.length = 0
      }
    }
    parts.push(']')
  }

  #field(field: Field, scope: string, depth: number): void {
    const { parts } = this
    this.type(field.type, scope, depth)
    if (field.doc !== undefined) this.#text(',"doc":"', field.doc)
    if (field.default !== undefined) {
      parts.push(',"default":', jsonText(field.default))
    }
    if (field.order !== 'ascending') this.#text(',"order":"', field.order)
    this.#aliases(field.aliases)
    this.#properties(field.properties)
    parts.push('}')
  }

  /** @param before what stands before the text, with its opening quote */
  #text(before: string, text: string): void {
    this.parts.push(before, escapeJson(text), '"')
  }

  #list(texts: readonly string[]): void {
    let before = '["'
    for (const text of texts) {
      this.#text(before, text)
      before = ',"'
    }
    this.parts.push(texts.length === 0 ? '[]' : ']')
  }

  #properties(properties: Properties): void {
    if (properties.size === 0) return
    for (const [key, value] of properties) {
      this.#text(',"', key)
      this.parts.push(':', jsonText(value))
    }
  }

  #aliases(aliases: readonly string[]): void {
    if (aliases.length === 0) return
    this.parts.push(',"aliases":')
    this.#list(aliases)
  }
}

const quotedKinds: Readonly<Record<PrimitiveKind, string>> = {
  null: '"null"',
  boolean: '"boolean"',
  int: '"int"',
  long: '"long"',
  float: '"float"',
  double: '"double"',
  bytes: '"bytes"',
  string: '"string"',
}
