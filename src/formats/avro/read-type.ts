import { fieldText, NO_PROPERTIES, nameOrKind } from './ast.ts'
import {
  optionalText,
  readAliases,
  readName,
  readNameAliases,
  readProperties,
  requiredText,
  reservedWords,
} from './attributes.ts'
import { printType } from './canonical.ts'
import { defaultFault, keptDefault } from './defaults.ts'
import { javaTrim } from './java-number.ts'
import { isIntegerBetween, jsonText } from './json-text.ts'
import { nameOf, primitiveNames } from './names.ts'
import type {
  ArrayType,
  AvroType,
  EnumType,
  Field,
  FixedType,
  MapType,
  NamedType,
  PrimitiveKind,
  RecordType,
  UnionType,
} from './ast.ts'
import type { DefaultCheck } from './defaults.ts'
import type { Scope } from './scope.ts'
import type { JsonNode, JsonObject } from '../json-reader.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Largest size of a fixed: what a Java array can hold. */
const MAX_FIXED_SIZE = 2 ** 31 - 9
const fieldOrders = ['ascending', 'descending', 'ignore'] as const

/** Reads the types of one document into a scope, in the reference's order of checks. Avro 1. */
export class TypeReader {
  readonly #scope: Scope
  readonly #base: number
  readonly #defaults: DefaultCheck

  constructor(scope: Scope, base: number, defaults: DefaultCheck) {
    this.#scope = scope
    this.#base = base
    this.#defaults = defaults
  }

  /**
   * @param enclosing the namespace that bare names are in
   * @returns a bound type, or a placeholder: hand it to {@link Scope.remember} with its slot
   * @throws SchemaFault with the texts of Avro 1.3
   */
  read(node: JsonNode, enclosing: string): AvroType {
    if (node.kind === 'string') return this.#named(node.value, node, enclosing)
    if (node.kind === 'object') return this.#object(node, enclosing)
    if (node.kind === 'array') return this.#union(node.items, node, enclosing)
    return this.#fail(`Schema not yet supported: ${jsonText(node)}`, node)
  }

  #object(node: JsonObject, enclosing: string): AvroType {
    const type = requiredText(this.#scope, this.#base, node, 'type', 'No type')
    switch (type) {
      case 'record':
      case 'error':
        return this.#record(node, enclosing, type === 'error')
      case 'enum':
        return this.#enum(node, enclosing)
      case 'fixed':
        return this.#fixed(node, enclosing)
      case 'array':
        return this.#array(node, enclosing)
      case 'map':
        return this.#map(node, enclosing)
      default:
        if (!primitiveNames.has(type)) return this.#named(type, node, enclosing)
        return {
          kind: type as PrimitiveKind,
          properties: readProperties(node, reservedWords.schema),
          at: this.#at(node),
        }
    }
  }

  #named(text: string, node: JsonNode, enclosing: string): AvroType {
    if (primitiveNames.has(text)) {
      return { kind: text as PrimitiveKind, properties: NO_PROPERTIES, at: this.#at(node) }
    }
    const name = nameOf(text, enclosing)
    return this.#scope.find(text, name) ?? this.#scope.placeholder(name, this.#at(node))
  }

  #record(node: JsonObject, enclosing: string, isError: boolean): RecordType {
    const name = readName(this.#scope, this.#base, node, enclosing)
    const fieldByName = new Map<string, Field>()
    const record: Mutable<RecordType> = {
      kind: 'record',
      isError,
      name,
      doc: optionalText(node, 'doc'),
      aliases: [],
      fields: [],
      fieldByName,
      properties: NO_PROPERTIES,
      at: this.#at(node),
    }
    const list = node.members.get('fields')
    if (list?.kind !== 'array') this.#fail(`Record has no fields: ${jsonText(node)}`, node)
    const fields = list.items.map((item, position) => this.#field(item, position, name.namespace))
    for (const field of fields) {
      const known = fieldByName.get(field.name)
      if (known !== undefined) {
        const fault = `Duplicate field ${field.name} in record ${name.simple}: `
        this.#scope.fail(`${fault}${fieldText(field)} and ${fieldText(known)}.`, field.at)
      }
      fieldByName.set(field.name, field)
    }
    record.fields = fields
    record.properties = readProperties(node, reservedWords.schema)
    record.aliases = readNameAliases(this.#scope, this.#base, node, name)
    return this.#scope.define(record)
  }

  #field(node: JsonNode, position: number, enclosing: string): Field {
    if (node.kind !== 'object') this.#fail(`No field name: ${jsonText(node)}`, node)
    const name = requiredText(this.#scope, this.#base, node, 'name', 'No field name')
    const typeNode = node.members.get('type')
    if (typeNode === undefined) this.#fail(`No field type: ${jsonText(node)}`, node)
    const type = this.read(typeNode, enclosing)
    const order = this.#order(node)
    const given = node.members.get('default')
    const value = given === undefined ? undefined : keptDefault(type, given)
    if (given?.kind === 'string' && value === undefined) {
      const isEmpty = javaTrim(given.value) === ''
      this.#fail(isEmpty ? 'empty String' : `For input string: "${given.value}"`, given)
    }
    this.#scope.checkName(name, this.#at(node.members.get('name') ?? node))
    const field: Mutable<Field> = {
      name,
      position,
      type,
      typeAt: this.#at(typeNode),
      doc: optionalText(node, 'doc'),
      default: value,
      order,
      aliases: [],
      properties: NO_PROPERTIES,
      at: this.#at(node),
    }
    if (value !== undefined && this.#scope.rule === 'strict') this.#checkDefault(field, value)
    field.properties = readProperties(node, reservedWords.field)
    field.aliases = readAliases(this.#scope, this.#base, node)
    this.#scope.remember(field, 'type', field.typeAt)
    return field
  }

  #checkDefault(field: Field, value: JsonNode): void {
    const fits = this.#defaults.fits(field)
    if (fits === 'for now') this.#scope.doubtful.add(field)
    if (fits !== false) return
    const isPlaceholder = (type: AvroType): boolean => this.#scope.isPlaceholder(type)
    this.#scope.fail(defaultFault(field, isPlaceholder), this.#at(value))
  }

  #order(node: JsonObject): Field['order'] {
    const order = node.members.get('order')
    if (order === undefined) return 'ascending'
    const text = order.kind === 'string' ? order.value : 'null'
    const known = fieldOrders.find((name) => name === text.toLowerCase())
    if (known !== undefined) return known
    const shown = text.toUpperCase()
    return this.#fail(`No enum constant org.apache.avro.Schema.Field.Order.${shown}`, order)
  }

  #enum(node: JsonObject, enclosing: string): NamedType {
    const name = readName(this.#scope, this.#base, node, enclosing)
    const list = node.members.get('symbols')
    if (list?.kind !== 'array') this.#fail(`Enum has no symbols: ${jsonText(node)}`, node)
    const symbols = new Set<string>()
    for (const item of list.items) {
      const symbol = item.kind === 'string' ? item.value : undefined
      this.#scope.checkName(symbol, this.#at(item))
      if (symbols.has(symbol)) this.#fail(`Duplicate enum symbol: ${symbol}`, item)
      symbols.add(symbol)
    }
    const fallback = optionalText(node, 'default')
    if (fallback !== undefined && !symbols.has(fallback)) {
      const set = `[${[...symbols].join(', ')}]`
      this.#fail(
        `The Enum Default: ${fallback} is not in the enum symbol set: ${set}`,
        node.members.get('default') ?? node,
      )
    }
    const type: EnumType = {
      kind: 'enum',
      name,
      doc: optionalText(node, 'doc'),
      aliases: readNameAliases(this.#scope, this.#base, node, name),
      symbols: [...symbols],
      default: fallback,
      properties: readProperties(node, reservedWords.enum),
      at: this.#at(node),
    }
    return this.#scope.define(type)
  }

  #fixed(node: JsonObject, enclosing: string): NamedType {
    const name = readName(this.#scope, this.#base, node, enclosing)
    const size = node.members.get('size')
    if (size?.kind !== 'number' || !isIntegerBetween(size, -(2n ** 31n), 2n ** 31n - 1n)) {
      this.#fail(`Invalid or no size: ${jsonText(node)}`, node)
    }
    const bytes = Number(size.literal)
    if (bytes < 0) this.#fail(`Malformed data. Length is negative: ${bytes}`, size)
    if (bytes > MAX_FIXED_SIZE) {
      this.#fail(`Cannot read arrays longer than ${MAX_FIXED_SIZE} bytes in Java`, size)
    }
    const type: FixedType = {
      kind: 'fixed',
      name,
      doc: optionalText(node, 'doc'),
      aliases: readNameAliases(this.#scope, this.#base, node, name),
      size: bytes,
      properties: readProperties(node, reservedWords.schema),
      at: this.#at(node),
    }
    return this.#scope.define(type)
  }

  #array(node: JsonObject, enclosing: string): ArrayType {
    const part = node.members.get('items')
    if (part === undefined) this.#fail(`Array has no items type: ${jsonText(node)}`, node)
    const array: Mutable<ArrayType> = {
      kind: 'array',
      items: this.read(part, enclosing),
      itemsAt: this.#at(part),
      properties: readProperties(node, reservedWords.schema),
      at: this.#at(node),
    }
    this.#scope.remember(array, 'items', array.itemsAt)
    return array
  }

  #map(node: JsonObject, enclosing: string): MapType {
    const part = node.members.get('values')
    if (part === undefined) this.#fail(`Map has no values type: ${jsonText(node)}`, node)
    const map: Mutable<MapType> = {
      kind: 'map',
      values: this.read(part, enclosing),
      valuesAt: this.#at(part),
      properties: readProperties(node, reservedWords.schema),
      at: this.#at(node),
    }
    this.#scope.remember(map, 'values', map.valuesAt)
    return map
  }

  #union(items: readonly JsonNode[], node: JsonNode, enclosing: string): UnionType {
    const branches = items.map((item) => this.read(item, enclosing))
    const union: UnionType = {
      kind: 'union',
      branches,
      branchesAt: items.map((item) => this.#at(item)),
      at: this.#at(node),
    }
    const names = new Set<string>()
    for (const [index, branch] of branches.entries()) {
      const at = union.branchesAt[index] ?? union.at
      if (branch.kind === 'union') this.#scope.fail(`Nested union: ${printType(union)}`, at)
      if (this.#scope.isPlaceholder(branch)) {
        this.#laterBranch(branches, index, at)
        continue
      }
      const name = nameOrKind(branch)
      if (names.has(name)) this.#scope.fail(`Duplicate in union:${name}`, at)
      names.add(name)
    }
    return union
  }

  #laterBranch(branches: AvroType[], index: number, at: number): void {
    const name = branches[index] === undefined ? '' : nameOrKind(branches[index])
    this.#scope.rememberUse(name, at, (bound) => {
      if (branches.includes(bound)) this.#scope.fail(`Duplicate in union:${name}`, at)
      branches[index] = bound
    })
  }

  #at(node: JsonNode): number {
    return this.#base + node.start
  }

  #fail(reason: string, node: JsonNode): never {
    return this.#scope.fail(reason, this.#at(node))
  }
}
