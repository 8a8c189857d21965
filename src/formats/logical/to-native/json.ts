import { quoteJson } from '../../json-reader.ts'
import { SchemaFault } from '../../schema-fault.ts'
import { MAX_LENGTH } from '../ast.ts'
import type {
  DecimalType,
  Declaration,
  Field,
  LengthType,
  LogicalSchema,
  LogicalType,
  TimeType,
  TypeUse,
} from '../ast.ts'
import { Bounds } from '../bounds.ts'
import { listJson, mapJson, objectJson, textsJson } from '../json-print.ts'
import type { Members } from '../json-print.ts'
import { lengthsOf } from '../lengths.ts'
import { connectNames, metaWords } from '../meta-words.ts'
import { literalJson } from './literal-json.ts'
import { isDeclaration, namesOf, requireDecimal, wordMembers } from './native.ts'
import type { Names } from './native.ts'

/**
 * The JSON Schema text of a logical schema, what JSON does not tell apart carried by `connect.*`
 * keywords. Objects are closed, so that columns can be added later.
 *
 * @param recordName the title of a struct at the root that has no name
 * @throws SchemaFault when JSON Schema has no counterpart
 * @see Json-schema 6; Kafka Connect, JsonSchemaData
 */
export function toNative(schema: LogicalSchema, recordName: string): string {
  return new JsonWriter(schema).write(schema.root, recordName)
}

class JsonWriter {
  readonly #names: Names
  readonly #root: string | undefined
  readonly #definitions = new Map<string, string>()
  readonly #bounds = new Bounds()

  constructor(schema: LogicalSchema) {
    this.#names = namesOf(schema)
    const { type, nullable } = schema.root
    this.#root = type.kind === 'ref' && !nullable ? type.name : undefined
  }

  write(root: TypeUse, title: string): string {
    const members = this.#rootMembers(root, title)
    if (this.#definitions.size === 0) return objectJson(members)
    return objectJson([...members, ['definitions', objectJson([...this.#definitions])]])
  }

  #rootMembers(root: TypeUse, title: string): Members {
    const { type } = root
    if (root.nullable) return this.#use(root)
    if (type.kind === 'struct') return [['title', quoteJson(title)], ...this.#object(type.fields)]
    const found = type.kind === 'ref' ? this.#names.find(type) : undefined
    return found !== undefined && isDeclaration(found) ? this.#declared(found) : this.#type(type)
  }

  #use({ type, nullable }: TypeUse): Members {
    const branches = type.kind === 'union' ? type.branches : []
    // The schema of everything accepts null by itself.
    if (type.kind === 'variant') return []
    const isNullable = nullable || branches.some((branch) => branch.type.nullable)
    if (!isNullable && type.kind !== 'union') return this.#type(type)
    const types = type.kind === 'union' ? branches.map((branch) => branch.type.type) : [type]
    return [
      [
        'oneOf',
        listJson([
          ...(isNullable ? [objectJson(nativeType('null'))] : []),
          ...types.map((one) => objectJson(this.#type(one))),
        ]),
      ],
    ]
  }

  #type(type: LogicalType): Members {
    return this.#bounds.nest(() => this.#typeInside(type))
  }

  #typeInside(type: LogicalType): Members {
    switch (type.kind) {
      case 'boolean':
        return nativeType('boolean')
      case 'tinyint':
        return connectType('integer', 'int8')
      case 'smallint':
        return connectType('integer', 'int16')
      case 'int':
        return connectType('integer', 'int32')
      case 'bigint':
        return connectType('integer', 'int64')
      case 'float':
        return connectType('number', 'float32')
      case 'double':
        return connectType('number', 'float64')
      case 'date':
        return named(connectNames.date, connectType('integer', 'int32'))
      case 'time':
      case 'timestamp':
      case 'timestamp_ltz':
        return timeMembers(type)
      case 'decimal':
        return decimalMembers(type)
      case 'char':
      case 'varchar':
      case 'binary':
      case 'varbinary':
        return lengthMembers(type)
      case 'variant':
        return []
      case 'array':
        return [...nativeType('array'), ['items', objectJson(this.#use(type.element))]]
      case 'multiset': {
        const count = { type: { kind: 'int' }, nullable: false } as const
        const words: Members = [[metaWords.flinkType, '"multiset"']]
        return [...this.#map(type.element, count), ...words]
      }
      case 'map':
        return this.#map(type.key, type.value)
      case 'struct':
        return this.#object(type.fields)
      case 'union':
        return this.#use({ type, nullable: false })
      case 'ref':
        return this.#ref(this.#names.find(type))
    }
  }

  #ref(found: ReturnType<Names['find']>): Members {
    if (!isDeclaration(found)) return [['$ref', quoteJson(found.uri)]]
    const { name } = found
    if (name === this.#root) return [['$ref', '"#"']]
    if (!this.#definitions.has(name)) {
      // Taken before it is written: it may contain itself.
      this.#definitions.set(name, '')
      this.#definitions.set(name, objectJson(this.#declared(found)))
    }
    const pointer = name.replaceAll('~', '~0').replaceAll('/', '~1')
    return [['$ref', quoteJson(`#/definitions/${uriPart(pointer)}`)]]
  }

  #declared(declaration: Declaration): Members {
    const { name, comment } = declaration
    return [
      ['title', quoteJson(name)],
      ...(comment === undefined ? [] : [['description', quoteJson(comment)] as const]),
      ...(declaration.kind === 'struct'
        ? this.#object(declaration.fields)
        : [...nativeType('string'), ['enum', textsJson(declaration.symbols)] as const]),
      ...wordMembers(declaration),
    ]
  }

  #object(fields: readonly Field[]): Members {
    const needed = fields.filter(({ type }) => !type.nullable).map(({ name }) => name)
    const properties = fields.map(
      (field, index) => [field.name, objectJson(this.#field(field, index))] as const,
    )
    return [
      ...nativeType('object'),
      ['properties', objectJson(properties)],
      ...(needed.length === 0 ? [] : [['required', textsJson(needed)] as const]),
      ['additionalProperties', 'false'],
    ]
  }

  #field(field: Field, index: number): Members {
    const { type, comment } = field
    const value = field.default
    return [
      ...this.#use(type),
      ...(comment === undefined ? [] : [['description', quoteJson(comment)] as const]),
      ...(value === undefined ? [] : [['default', literalJson(value)] as const]),
      [metaWords.connectIndex, String(index)],
      ...wordMembers(field),
    ]
  }

  #map(key: TypeUse, value: TypeUse): Members {
    const word: Members = [[metaWords.connectType, '"map"']]
    if (key.type.kind === 'varchar' && key.type.length === MAX_LENGTH) {
      const values = objectJson(this.#use(value))
      return [...nativeType('object'), ...word, ['additionalProperties', values]]
    }
    const entry = objectJson([
      ...nativeType('object'),
      [
        'properties',
        objectJson([
          ['key', objectJson([...this.#use(key), [metaWords.connectIndex, '0']])],
          ['value', objectJson([...this.#use(value), [metaWords.connectIndex, '1']])],
        ]),
      ],
    ])
    return [...nativeType('array'), ...word, ['items', entry]]
  }
}

function nativeType(name: string): Members {
  return [['type', quoteJson(name)]]
}

function connectType(name: string, type: string): Members {
  return [...nativeType(name), [metaWords.connectType, quoteJson(type)]]
}

function named(title: string, members: Members): Members {
  return [...members, ['title', quoteJson(title)], [metaWords.connectVersion, '1']]
}

/** Milliseconds are what Connect's types count; other digits are said. */
function timeMembers({ kind, precision }: TimeType): Members {
  if (precision > 9) throw new SchemaFault(`JSON has no time of ${precision} digits`)
  const members =
    kind === 'time'
      ? named(connectNames.time, connectType('integer', 'int32'))
      : named(connectNames.timestamp, connectType('integer', 'int64'))
  return [
    ...members,
    ...(kind === 'timestamp' ? [[metaWords.flinkType, '"timestamp"'] as const] : []),
    ...(precision === 3 ? [] : [[metaWords.flinkPrecision, String(precision)] as const]),
  ]
}

function decimalMembers({ precision, scale }: DecimalType): Members {
  requireDecimal(precision, scale)
  const parameters = new Map([
    ['scale', String(scale)],
    [metaWords.decimalPrecision, String(precision)],
  ])
  return [
    ...named(connectNames.decimal, connectType('number', 'bytes')),
    [metaWords.connectParameters, mapJson(parameters)],
  ]
}

function lengthMembers(type: LengthType): Members {
  const { min, max } = lengthsOf(type)
  const isText = type.kind === 'char' || type.kind === 'varchar'
  const [minWord, maxWord] = isText
    ? ['minLength', 'maxLength']
    : [metaWords.flinkMinLength, metaWords.flinkMaxLength]
  return [
    ...(isText ? nativeType('string') : connectType('string', 'bytes')),
    ...(min === undefined ? [] : [[minWord, String(min)] as const]),
    ...(max === undefined ? [] : [[maxWord, String(max)] as const]),
  ]
}

/** A lone surrogate has no UTF-8, and a pointer with one leads nowhere anyway. */
function uriPart(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replaceAll('%2F', '/')
}
