import { assertNever } from '../../errors/assert-never.ts'
import { CONTAINER_CELLS, jsonKinds } from '../json-tape.ts'
import { nodeOf } from '../json-reader.ts'
import { fieldText, NO_PROPERTIES } from './ast.ts'
import {
  ABSENT,
  NO_ALIASES,
  optionalText,
  readAliases,
  readAttributes,
  readName,
  readNameAliases,
  readProperties,
} from './attributes.ts'
import { defaultFault, keptDefault } from './defaults.ts'
import { FieldIndex } from './field-index.ts'
import { javaTrim } from './java-number.ts'
import { nameOf, primitiveKinds } from './names.ts'
import { readEnum, readFixed } from './read-named.ts'
import { checkBranches } from './union-branches.ts'
import { Words } from './words.ts'
import type { ArrayType, AvroType, Field, MapType, RecordType, UnionType } from './ast.ts'
import type { Attributes } from './attributes.ts'
import type { DefaultCheck } from './defaults.ts'
import type { Reading } from './reading.ts'
import type { JsonNode } from '../json-reader.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const complexKinds = new Words(['record', 'error', 'enum', 'fixed', 'array', 'map'] as const)
const fieldOrders = ['ascending', 'descending', 'ignore'] as const

/** Reads the types of one document into a scope, in the reference's order of checks. Avro 1. */
export class TypeReader {
  readonly #reading: Reading
  readonly #defaults: DefaultCheck
  /** What fields were read with: one is in use for each level of nesting. */
  readonly #spare: Attributes[] = []

  constructor(reading: Reading, defaults: DefaultCheck) {
    this.#reading = reading
    this.#defaults = defaults
  }

  /**
   * @param value its cell on the tape
   * @param enclosing the namespace that bare names are in
   * @returns a bound type, or a placeholder: hand it to {@link Scope.remember} with its slot
   * @throws SchemaFault with the texts of Avro 1.3
   */
  read(value: number, enclosing: string): AvroType {
    const { tape } = this.#reading
    if (tape.isString(value)) {
      const kind = primitiveKinds.at(tape, value)
      if (kind === undefined) return this.#named(value, value, enclosing)
      return { kind, properties: NO_PROPERTIES, at: this.#reading.at(value) }
    }
    if (tape.kind(value) === jsonKinds.object) return this.#object(value, enclosing)
    if (tape.kind(value) === jsonKinds.array) return this.#union(value, enclosing)
    return this.#reading.failShowing('Schema not yet supported', value)
  }

  #object(value: number, enclosing: string): AvroType {
    const reading = this.#reading
    const { tape } = reading
    const attributes = readAttributes(tape, value, 'type')
    const { type } = attributes
    if (type === ABSENT || !tape.isString(type)) reading.failShowing('No type', value)
    const kind = complexKinds.at(tape, type)
    switch (kind) {
      case 'record':
      case 'error':
        return this.#record(attributes, enclosing, kind === 'error')
      case 'enum':
        return readEnum(reading, attributes, enclosing)
      case 'fixed':
        return readFixed(reading, attributes, enclosing)
      case 'array':
        return this.#array(attributes, enclosing)
      case 'map':
        return this.#map(attributes, enclosing)
      case undefined: {
        const primitive = primitiveKinds.at(tape, type)
        if (primitive === undefined) return this.#named(type, value, enclosing)
        const properties = readProperties(tape, attributes, 'schema')
        return { kind: primitive, properties, at: reading.at(value) }
      }
      default:
        return assertNever(kind)
    }
  }

  #named(text: number, value: number, enclosing: string): AvroType {
    const { scope, tape } = this.#reading
    const written = tape.string(text)
    const name = nameOf(written, enclosing)
    return scope.find(written, name) ?? scope.placeholder(name, this.#reading.at(value))
  }

  #record(attributes: Attributes, enclosing: string, isError: boolean): RecordType {
    const reading = this.#reading
    const { tape } = reading
    const name = readName(reading, attributes, enclosing)
    const fields = this.#fields(attributes, name.namespace)
    const fieldByName = this.#byName(fields, name.simple)
    return reading.scope.define({
      kind: 'record',
      isError,
      name,
      doc: optionalText(tape, attributes.doc),
      aliases: readNameAliases(reading, attributes, name),
      fields,
      fieldByName,
      properties: readProperties(tape, attributes, 'schema'),
      at: reading.at(attributes.object),
    })
  }

  #fields({ object, fields: list }: Attributes, enclosing: string): readonly Field[] {
    const { tape } = this.#reading
    if (list === ABSENT || tape.kind(list) !== jsonKinds.array) {
      this.#reading.failShowing('Record has no fields', object)
    }
    const fields: Field[] = []
    const end = tape.next(list)
    for (let item = list + CONTAINER_CELLS; item < end; item = tape.next(item)) {
      fields.push(this.#field(item, fields.length, enclosing))
    }
    return fields
  }

  #byName(fields: readonly Field[], recordName: string): FieldIndex<Field> {
    const byName = new FieldIndex(fields)
    const field = byName.repeated
    if (field !== undefined) {
      const known = byName.get(field.name) ?? field
      const fault = `Duplicate field ${field.name} in record ${recordName}: `
      this.#reading.scope.fail(`${fault}${fieldText(field)} and ${fieldText(known)}.`, field.at)
    }
    return byName
  }

  #field(value: number, position: number, enclosing: string): Field {
    const reading: Reading = this.#reading
    const { tape, scope } = reading
    if (tape.kind(value) !== jsonKinds.object) reading.failShowing('No field name', value)
    const attributes = readAttributes(tape, value, 'field', this.#spare.pop())
    const name = optionalText(tape, attributes.name)
    if (name === undefined) reading.failShowing('No field name', value)
    if (attributes.type === ABSENT) reading.failShowing('No field type', value)
    const type = this.read(attributes.type, enclosing)
    const order = this.#order(attributes.order)
    const fallback = this.#default(attributes.default, type)
    reading.scope.checkName(name, reading.at(attributes.name))
    const field: Mutable<Field> = {
      name,
      position,
      type,
      typeAt: reading.at(attributes.type),
      doc: optionalText(tape, attributes.doc),
      default: fallback,
      order,
      aliases: NO_ALIASES,
      properties: readProperties(tape, attributes, 'field'),
      at: reading.at(value),
    }
    if (fallback !== undefined && scope.rule === 'strict') {
      this.#checkDefault(field, attributes.default)
    }
    if (attributes.aliases !== ABSENT) field.aliases = readAliases(reading, attributes)
    scope.remember(field, 'type', field.typeAt)
    this.#spare.push(attributes)
    return field
  }

  #default(value: number, type: AvroType): JsonNode | undefined {
    if (value === ABSENT) return undefined
    const given = nodeOf(this.#reading.tape, value)
    const kept = keptDefault(type, given)
    if (kept === undefined && given.kind === 'string') {
      const isEmpty = javaTrim(given.value) === ''
      this.#reading.fail(isEmpty ? 'empty String' : `For input string: "${given.value}"`, value)
    }
    return kept
  }

  #checkDefault(field: Field, value: number): void {
    const { scope } = this.#reading
    const fits = this.#defaults.fits(field)
    if (fits === 'for now') scope.doubtful.add(field)
    if (fits !== false) return
    const isPlaceholder = (type: AvroType): boolean => scope.isPlaceholder(type)
    this.#reading.fail(defaultFault(field, isPlaceholder), value)
  }

  #order(value: number): Field['order'] {
    if (value === ABSENT) return 'ascending'
    const text = optionalText(this.#reading.tape, value) ?? 'null'
    const known = fieldOrders.find((name) => name === text.toLowerCase())
    if (known !== undefined) return known
    const shown = text.toUpperCase()
    const fault = `No enum constant org.apache.avro.Schema.Field.Order.${shown}`
    return this.#reading.fail(fault, value)
  }

  #array(attributes: Attributes, enclosing: string): ArrayType {
    const reading = this.#reading
    const { object, items } = attributes
    if (items === ABSENT) reading.failShowing('Array has no items type', object)
    const array: Mutable<ArrayType> = {
      kind: 'array',
      items: this.read(items, enclosing),
      itemsAt: reading.at(items),
      properties: readProperties(reading.tape, attributes, 'schema'),
      at: reading.at(object),
    }
    reading.scope.remember(array, 'items', array.itemsAt)
    return array
  }

  #map(attributes: Attributes, enclosing: string): MapType {
    const reading = this.#reading
    const { object, values } = attributes
    if (values === ABSENT) reading.failShowing('Map has no values type', object)
    const map: Mutable<MapType> = {
      kind: 'map',
      values: this.read(values, enclosing),
      valuesAt: reading.at(values),
      properties: readProperties(reading.tape, attributes, 'schema'),
      at: reading.at(object),
    }
    reading.scope.remember(map, 'values', map.valuesAt)
    return map
  }

  #union(value: number, enclosing: string): UnionType {
    const { tape } = this.#reading
    const read: AvroType[] = []
    const readAt: number[] = []
    const end = tape.next(value)
    for (let item = value + CONTAINER_CELLS; item < end; item = tape.next(item)) {
      read.push(this.read(item, enclosing))
      readAt.push(this.#reading.at(item))
    }
    // Lists that grew have room for seventeen at least, and there may be thousands of unions.
    const branches = read.slice()
    const branchesAt = readAt.slice()
    const union = { kind: 'union', branches, branchesAt, at: this.#reading.at(value) } as const
    checkBranches(this.#reading.scope, union, branches)
    return union
  }
}
