import { assertNever } from '../../errors/assert-never.ts'
import { SchemaFault } from '../schema-fault.ts'
import { printType } from './canonical.ts'
import { fractionLiteral, parseJavaDouble } from './java-number.ts'
import { isIntegerBetween, jsonText } from './json-text.ts'
import type { AvroType, Field, RecordType } from './ast.ts'
import type { JsonNode } from '../json-reader.ts'

const INT_MAX = 2n ** 31n - 1n
const LONG_MAX = 2n ** 63n - 1n
/** Defaults of records may lean on defaults inside; this many deep and no deeper. */
const MAX_DEFAULT_DEPTH = 1500

/** A default asked for the fields of a record whose own fields were still being looked at. */
export class OpenRecord extends Error {
  override readonly name = 'OpenRecord'
}

/**
 * Whether defaults fit their types, by the loose rules of a new schema: a union takes what fits
 * any branch, text fits enum, bytes and fixed whatever it says. Avro 1.5.
 */
export class DefaultCheck {
  readonly #isPlaceholder: (type: AvroType) => boolean
  readonly #isOpen: (type: AvroType) => boolean
  /** Whether a field's own default fits: asked once, however many defaults lean on it. */
  readonly #own = new Map<Field, boolean>()
  #metPlaceholder = false

  /**
   * @param isPlaceholder tells types that are not known yet: they take every object
   * @param isOpen tells records whose fields may not be asked for
   */
  constructor(
    isPlaceholder: (type: AvroType) => boolean,
    isOpen: (type: AvroType) => boolean = () => false,
  ) {
    this.#isPlaceholder = isPlaceholder
    this.#isOpen = isOpen
  }

  /**
   * Whether `value` fits as the default of `field`; `for now` if that leaned on a placeholder.
   *
   * @throws OpenRecord when the answer needs the fields of an open record
   */
  fits(field: Field, value: JsonNode): boolean | 'for now' {
    this.#metPlaceholder = false
    const fits = this.#value(field.type, value, 0)
    if (fits && this.#metPlaceholder) return 'for now'
    this.#own.set(field, fits)
    return fits
  }

  #value(type: AvroType, value: JsonNode, depth: number): boolean {
    if (depth > MAX_DEFAULT_DEPTH) {
      throw new SchemaFault(`Defaults lean on each other more than ${MAX_DEFAULT_DEPTH} deep`)
    }
    switch (type.kind) {
      case 'string':
      case 'bytes':
      case 'enum':
      case 'fixed':
        return value.kind === 'string'
      case 'int':
        return value.kind === 'number' && isIntegerBetween(value, -INT_MAX - 1n, INT_MAX)
      case 'long':
        return value.kind === 'number' && isIntegerBetween(value, -LONG_MAX - 1n, LONG_MAX)
      case 'float':
      case 'double':
        return value.kind === 'number'
      case 'boolean':
        return value.kind === 'literal' && value.value !== null
      case 'null':
        return value.kind === 'literal' && value.value === null
      case 'array':
        if (value.kind !== 'array') return false
        return this.#all(value.items, type.items, depth)
      case 'map':
        if (value.kind !== 'object') return false
        return this.#all(value.members.values(), type.values, depth)
      case 'record':
        return this.#record(type, value, depth)
      case 'union':
        return type.branches.some((branch) => this.#value(branch, value, depth + 1))
      default:
        return assertNever(type)
    }
  }

  #all(values: Iterable<JsonNode>, type: AvroType, depth: number): boolean {
    for (const value of values) {
      if (!this.#value(type, value, depth + 1)) return false
    }
    return true
  }

  #record(type: RecordType, value: JsonNode, depth: number): boolean {
    if (value.kind !== 'object') return false
    if (this.#isPlaceholder(type)) {
      this.#metPlaceholder = true
      return true
    }
    if (this.#isOpen(type)) throw new OpenRecord()
    return type.fields.every((field) => {
      const given = value.members.get(field.name)
      return given === undefined
        ? this.#ownDefault(field, depth)
        : this.#value(field.type, given, depth + 1)
    })
  }

  #ownDefault(field: Field, depth: number): boolean {
    if (field.default === undefined) return false
    const known = this.#own.get(field)
    if (known !== undefined) return known
    // A default that leans on itself never ends.
    this.#own.set(field, false)
    const fits = this.#value(field.type, field.default, depth + 1)
    if (this.#metPlaceholder) this.#own.delete(field)
    else this.#own.set(field, fits)
    return fits
  }
}

/**
 * The default of a field as it is kept: text on a float or double field becomes a number.
 *
 * @returns `undefined` when the text is no number
 * @see Avro 1.5
 */
export function keptDefault(type: AvroType, value: JsonNode): JsonNode | undefined {
  if (value.kind !== 'string' || (type.kind !== 'float' && type.kind !== 'double')) return value
  const number = parseJavaDouble(value.value)
  if (number === undefined) return undefined
  return { kind: 'number', literal: fractionLiteral(number), start: value.start, end: value.end }
}

/** The reference's words for a default that does not fit; placeholders are shown by name. */
export function defaultFault(
  field: Field,
  isPlaceholder: (type: AvroType) => boolean = () => false,
): string {
  const value = field.default === undefined ? '' : jsonText(field.default)
  const type = printType(field.type, undefined, isPlaceholder)
  return `Invalid default for field ${field.name}: ${value} not a ${type}`
}
