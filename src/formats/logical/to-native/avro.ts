import { quoteJson } from '../../json-reader.ts'
import { SchemaFault } from '../../schema-fault.ts'
import { MAX_LENGTH } from '../ast.ts'
import type { Declaration, Field, LengthType, LogicalSchema, LogicalType, TypeUse } from '../ast.ts'
import { Bounds } from '../bounds.ts'
import { listJson, objectJson, textsJson } from '../json-print.ts'
import type { Members } from '../json-print.ts'
import { lengthsOf } from '../lengths.ts'
import { metaWords } from '../meta-words.ts'
import { avroDefaultJson } from './literal-json.ts'
import { isDeclaration, namesOf, requireDecimal, wordMembers } from './native.ts'
import type { Names } from './native.ts'

const VARIANT = 'confluent.type.Variant'

/**
 * The Avro text of a logical schema: a column that may be null is a union with null, and null is
 * its default.
 *
 * @param recordName the name of a struct at the root that has none
 * @throws SchemaFault when Avro has no counterpart
 * @see Avro 7
 */
export function toNative(schema: LogicalSchema, recordName: string): string {
  return new AvroWriter(schema).use(schema.root, recordName)
}

class AvroWriter {
  readonly #names: Names
  readonly #namespace: string
  /** Full names that are defined in the text so far. */
  readonly #defined = new Set<string>()
  readonly #bounds = new Bounds()

  constructor(schema: LogicalSchema) {
    this.#names = namesOf(schema)
    this.#namespace = schema.namespace ?? ''
  }

  /**
   * @param hint the name of a struct that has none
   * @param nullLast null is not the first of the types, for the sake of a default
   */
  use({ type, nullable }: TypeUse, hint: string, nullLast = false): string {
    const branches = type.kind === 'union' ? type.branches : []
    const others = branches.map((branch) => this.#type(branch.type.type, hint))
    if (type.kind !== 'union') others.push(this.#type(type, hint))
    const isNullable = nullable || branches.some((branch) => branch.type.nullable)
    if (!isNullable) return type.kind === 'union' ? listJson(others) : (others[0] ?? '')
    return listJson(nullLast ? [...others, '"null"'] : ['"null"', ...others])
  }

  #type(type: LogicalType, hint: string): string {
    return this.#bounds.nest(() => this.#typeInside(type, hint))
  }

  #typeInside(type: LogicalType, hint: string): string {
    switch (type.kind) {
      case 'boolean':
      case 'float':
      case 'double':
      case 'int':
        return quoteJson(type.kind)
      case 'bigint':
        return '"long"'
      case 'tinyint':
        return objectJson([...nativeType('int'), [metaWords.connectType, '"int8"']])
      case 'smallint':
        return objectJson([...nativeType('int'), [metaWords.connectType, '"int16"']])
      case 'date':
        return objectJson([...nativeType('int'), ['logicalType', '"date"']])
      case 'time':
        if (type.precision > 3) return timeJson('time', type.precision, timeUnits.slice(1, 2))
        return timeJson('time', type.precision, timeUnits.slice(0, 1), 'int')
      case 'timestamp':
        return timeJson('local-timestamp', type.precision, timeUnits)
      case 'timestamp_ltz':
        return timeJson('timestamp', type.precision, timeUnits)
      case 'decimal':
        requireDecimal(type.precision, type.scale)
        return objectJson([
          ...nativeType('bytes'),
          ['logicalType', '"decimal"'],
          ['precision', String(type.precision)],
          ['scale', String(type.scale)],
        ])
      case 'char':
      case 'varchar':
      case 'binary':
      case 'varbinary':
        return lengthJson(type)
      case 'variant':
        return this.#variant()
      case 'array':
        return objectJson([...nativeType('array'), ['items', this.use(type.element, hint)]])
      case 'multiset':
        return this.#map(type.element, '"int"', hint, [[metaWords.flinkType, '"multiset"']])
      case 'map':
        return this.#map(type.key, this.use(type.value, hint), hint, [])
      case 'struct':
        return this.#record(this.#newName(hint), type.fields, [])
      case 'union':
        throw new SchemaFault('Avro has no union directly inside a union')
      case 'ref':
        return this.#ref(this.#names.find(type))
    }
  }

  #ref(found: ReturnType<Names['find']>): string {
    if (!isDeclaration(found)) return quoteJson(found.uri)
    const fullName = this.#fullNameOf(found)
    if (this.#defined.has(fullName)) return quoteJson(fullName)
    this.#defined.add(fullName)
    const doc: Members = found.comment === undefined ? [] : [['doc', quoteJson(found.comment)]]
    const words = [...doc, ...wordMembers(found)]
    if (found.kind === 'struct') return this.#record(fullName, found.fields, words)
    for (const symbol of found.symbols) requireName(symbol)
    return objectJson([
      ...nativeType('enum'),
      ...nameMembers(fullName),
      ['symbols', textsJson(found.symbols)],
      ...words,
    ])
  }

  #fullNameOf({ name }: Declaration): string {
    return name.includes('.') || this.#namespace === '' ? name : `${this.#namespace}.${name}`
  }

  #newName(hint: string): string {
    const wanted = this.#namespace === '' ? hint : `${this.#namespace}.${hint}`
    let name = wanted
    for (let i = 2; this.#defined.has(name); i++) name = `${wanted}_${i}`
    this.#defined.add(name)
    return name
  }

  #record(fullName: string, fields: readonly Field[], words: Members): string {
    const simple = fullName.slice(fullName.lastIndexOf('.') + 1)
    return objectJson([
      ...nativeType('record'),
      ...nameMembers(fullName),
      ['fields', listJson(fields.map((field) => this.#field(field, simple)))],
      ...words,
    ])
  }

  #field(field: Field, outer: string): string {
    const { name, type, comment } = field
    requireName(name)
    const value =
      field.default === undefined || field.default.kind === 'null' ? undefined : field.default
    if (field.default?.kind === 'null' && !type.nullable) {
      throw new SchemaFault(`'${name}' is NOT NULL, but its default is NULL`)
    }
    const isNullDefault = value === undefined && type.nullable
    const json = this.use(type, `${outer}_${name}`, value !== undefined)
    return objectJson([
      ['name', quoteJson(name)],
      ['type', json],
      ...(comment === undefined ? [] : [['doc', quoteJson(comment)] as const]),
      ...(isNullDefault ? [['default', 'null'] as const] : []),
      ...(value === undefined ? [] : [['default', avroDefaultJson(value, type.type)] as const]),
      ...wordMembers(field),
    ])
  }

  /** Avro's own maps have keys of text; others are lists of entries, as Iceberg writes them. */
  #map(key: TypeUse, value: string, hint: string, words: Members): string {
    if (key.type.kind === 'varchar' && key.type.length === MAX_LENGTH) {
      return objectJson([...nativeType('map'), ['values', value], ...words])
    }
    const entry = this.#newName(`${hint}_entry`)
    const fields = listJson([
      objectJson([
        ['name', '"key"'],
        ['type', this.use(key, hint)],
      ]),
      objectJson([
        ['name', '"value"'],
        ['type', value],
      ]),
    ])
    const items = objectJson([...nativeType('record'), ...nameMembers(entry), ['fields', fields]])
    return objectJson([
      ...nativeType('array'),
      ['items', items],
      ['logicalType', '"map"'],
      ...words,
    ])
  }

  #variant(): string {
    if (this.#defined.has(VARIANT)) return quoteJson(VARIANT)
    this.#defined.add(VARIANT)
    const fields = ['metadata', 'value'].map((name) =>
      objectJson([
        ['name', quoteJson(name)],
        ['type', '"bytes"'],
      ]),
    )
    return objectJson([
      ...nativeType('record'),
      ...nameMembers(VARIANT),
      ['fields', listJson(fields)],
      ['logicalType', '"variant"'],
    ])
  }
}

function nativeType(name: string): Members {
  return [['type', quoteJson(name)]]
}

/** A namespace is always written, as names would inherit one otherwise. */
function nameMembers(fullName: string): Members {
  const dot = fullName.lastIndexOf('.')
  for (const part of fullName.split('.')) requireName(part)
  return [
    ['name', quoteJson(fullName.slice(dot + 1))],
    ['namespace', quoteJson(fullName.slice(0, Math.max(dot, 0)))],
  ]
}

function requireName(name: string): void {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return
  throw new SchemaFault(`'${name}' is no name in Avro`)
}

function lengthJson(type: LengthType): string {
  const { min, max } = lengthsOf(type)
  const native = type.kind === 'char' || type.kind === 'varchar' ? 'string' : 'bytes'
  if (min === undefined && max === undefined) return quoteJson(native)
  return objectJson([
    ...nativeType(native),
    ...(min === undefined ? [] : [[metaWords.flinkMinLength, String(min)] as const]),
    ...(max === undefined ? [] : [[metaWords.flinkMaxLength, String(max)] as const]),
  ])
}

interface TimeUnit {
  readonly suffix: string
  readonly digits: number
}

const timeUnits: readonly TimeUnit[] = [
  { suffix: 'millis', digits: 3 },
  { suffix: 'micros', digits: 6 },
  { suffix: 'nanos', digits: 9 },
]

/** The coarsest unit that holds the digits, and the digits where they are fewer. */
function timeJson(
  name: string,
  precision: number,
  units: readonly TimeUnit[],
  carrier: 'int' | 'long' = 'long',
): string {
  const unit = units.find(({ digits }) => digits >= precision)
  if (unit === undefined) throw new SchemaFault(`Avro has no ${name} of ${precision} digits`)
  return objectJson([
    ...nativeType(carrier),
    ['logicalType', quoteJson(`${name}-${unit.suffix}`)],
    ...(unit.digits === precision ? [] : [[metaWords.flinkPrecision, String(precision)] as const]),
  ])
}
