import { assertNever } from '../../errors/assert-never.ts'
import { SchemaFault } from '../schema-fault.ts'
import { printType } from './canonical.ts'
import { fractionLiteral, parseJavaDouble } from './java-number.ts'
import { isIntegerBetween, jsonText } from './json-text.ts'
import type { AvroType, Field, RecordType } from './ast.ts'
import type { Strictness } from '../../model/compatibility-level.ts'
import type { JsonNode } from '../json-reader.ts'

const INT_MAX = 2n ** 31n - 1n
const LONG_MAX = 2n ** 63n - 1n
/** Defaults of records may lean on defaults inside; this many deep and no deeper. */
const MAX_DEFAULT_DEPTH = 1000

/** A default asked for the fields of a record whose own fields were still being looked at. */
export class OpenRecord extends Error {
  override readonly name = 'OpenRecord'
}

/**
 * How closely defaults are looked at. `reference`: a union takes what fits any branch, text fits
 * enum, bytes and fixed whatever it says. `sound`: only the first branch; text must be a symbol, or
 * bytes (U+0000 to U+00FF) of the right number. Avro 1.5.
 */
export interface DefaultRules {
  readonly strictness: Strictness
  /** Tells types that are not known yet: they take every object. */
  readonly isPlaceholder?: (type: AvroType) => boolean
  /** Tells records whose fields may not be asked for. */
  readonly isOpen?: (type: AvroType) => boolean
}

/** `for now`: it leaned on a type that is not known yet. */
export type Fit = boolean | 'for now'

/** Whether defaults fit their types. */
export class DefaultCheck {
  readonly #rules: DefaultRules
  /** Asked once for each field, however many defaults lean on its own. */
  readonly #known = new Map<Field, Fit>()
  #metPlaceholder = false

  constructor(rules: DefaultRules) {
    this.#rules = rules
  }

  /**
   * Whether a field has a default, and one that fits.
   *
   * @throws OpenRecord when the answer needs the fields of an open record
   */
  fits(field: Field): Fit {
    const { type, default: value } = field
    // What leans on no other field is not remembered: most are asked for once.
    if (value !== undefined && value.kind !== 'object' && value.kind !== 'array') {
      return this.#value(type, value, 0)
    }
    return this.#field(field, 0)
  }

  #field(field: Field, depth: number): Fit {
    const known = this.#known.get(field)
    if (known !== undefined) return known
    // A default that leans on itself never ends.
    this.#known.set(field, false)
    const before = this.#metPlaceholder
    this.#metPlaceholder = false
    const does = field.default !== undefined && this.#value(field.type, field.default, depth)
    const fit = does && this.#metPlaceholder ? 'for now' : does
    this.#metPlaceholder = before
    this.#known.set(field, fit)
    return fit
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
        return value.kind === 'string' && (!this.#isSound || textFits(type, value.value))
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
        return (this.#isSound ? type.branches.slice(0, 1) : type.branches).some((branch) =>
          this.#value(branch, value, depth + 1),
        )
      default:
        return assertNever(type)
    }
  }

  get #isSound(): boolean {
    return this.#rules.strictness === 'sound'
  }

  #all(values: Iterable<JsonNode>, type: AvroType, depth: number): boolean {
    for (const value of values) {
      if (!this.#value(type, value, depth + 1)) return false
    }
    return true
  }

  #record(type: RecordType, value: JsonNode, depth: number): boolean {
    if (value.kind !== 'object') return false
    if (this.#rules.isPlaceholder?.(type) === true) {
      this.#metPlaceholder = true
      return true
    }
    if (this.#rules.isOpen?.(type) === true) throw new OpenRecord()
    for (const field of type.fields) {
      const given = value.members.get(field.name)
      if (given === undefined) {
        const fit = this.#field(field, depth + 1)
        if (fit === false) return false
        if (fit === 'for now') this.#metPlaceholder = true
      } else if (!this.#value(field.type, given, depth + 1)) return false
    }
    return true
  }
}

function textFits(type: AvroType, text: string): boolean {
  if (type.kind === 'enum') return type.symbols.includes(text)
  if (type.kind === 'string') return true
  // oxlint-disable-next-line no-control-regex -- every code unit up to U+00FF stands for a byte
  const isBytes = /^[\u0000-\u00ff]*$/.test(text)
  return isBytes && (type.kind !== 'fixed' || type.size === text.length)
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
