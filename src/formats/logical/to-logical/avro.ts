import type { JsonNode } from '../../json-reader.ts'
import { SchemaFault } from '../../schema-fault.ts'
import { isNamed } from '../../avro/ast.ts'
import type {
  ArrayType,
  AvroSchema,
  AvroType,
  EnumType,
  Field as AvroField,
  Properties,
  RecordType,
  UnionType,
} from '../../avro/ast.ts'
import { logicalTypeOf } from '../../avro/logical-types.ts'
import { placesOf } from '../../avro/places.ts'
import { required, STRING } from '../ast.ts'
import type { Annotated, Field, LogicalType, TypeUse } from '../ast.ts'
import { Bounds } from '../bounds.ts'
import { lengthType } from '../lengths.ts'
import { metaWords } from '../meta-words.ts'
import { avroDefault } from './avro-default.ts'
import { smallIntegers } from '../small-integers.ts'
import { integerOf, mapOf, textOf, textsOf } from './json-values.ts'
import { Declarations } from './translated.ts'
import type { Translated } from './translated.ts'

/**
 * An Avro schema, its references included, in logical types.
 *
 * Aliases, sort orders and properties that mean nothing here are left out.
 *
 * @throws SchemaFault when a type has no counterpart
 */
export function toLogical(parsed: AvroSchema): Translated {
  const { root, documents } = parsed
  const translation = new AvroTranslation(namespaceOf(root))
  const use = translation.use(root)
  const { declarations, spots } = translation
  const namespace = declarations.list.length === 0 ? undefined : translation.namespace
  return {
    schema: { namespace, aliases: [], declarations: declarations.list, root: use },
    placesOf(fields) {
      const wanted = fields.flatMap((field) => {
        const spot = spots.get(field)
        return spot === undefined ? [] : [{ field, spot }]
      })
      const places = placesOf(
        documents,
        wanted.map(({ spot }) => spot),
      )
      return new Map(
        wanted.flatMap(({ field, spot }) => {
          const place = places.get(spot)
          return place === undefined ? [] : [[field, place]]
        }),
      )
    },
  }
}

function namespaceOf(root: AvroType): string | undefined {
  const type = root.kind === 'union' ? root.branches.find((branch) => isNamed(branch)) : root
  return type !== undefined && isNamed(type) && type.name.namespace !== ''
    ? type.name.namespace
    : undefined
}

class AvroTranslation {
  readonly namespace: string | undefined
  readonly declarations = new Declarations()
  readonly spots = new Map<Field, number>()
  readonly #bounds = new Bounds()

  constructor(namespace: string | undefined) {
    this.namespace = namespace
  }

  use(type: AvroType): TypeUse {
    if (type.kind !== 'union') return required(this.#type(type))
    const branches = type.branches.filter(({ kind }) => kind !== 'null')
    const nullable = branches.length < type.branches.length
    return { type: this.#union(type, branches), nullable }
  }

  #union(union: UnionType, branches: readonly AvroType[]): LogicalType {
    const [only, ...others] = branches
    if (only === undefined) throw new SchemaFault('the type null has no logical type')
    // A union of one branch is written otherwise, yet means that branch.
    if (others.length === 0 && union.branches.length > 1) return this.#type(only)
    return {
      kind: 'union',
      branches: branches.map((branch) => ({ name: undefined, type: required(this.#type(branch)) })),
    }
  }

  #type(type: AvroType): LogicalType {
    return this.#bounds.nest(() => this.#typeInside(type))
  }

  #typeInside(type: AvroType): LogicalType {
    const logical = logicalTypeOf(type)
    switch (type.kind) {
      case 'null':
        throw new SchemaFault('the type null has no logical type')
      case 'boolean':
      case 'float':
      case 'double':
        return { kind: type.kind }
      case 'int':
        if (logical?.name === 'date') return { kind: 'date' }
        if (logical?.name === 'time-millis') return timeType('time', type.properties, 3)
        return smallInteger(type.properties)
      case 'long':
        return longTypes[logical?.name ?? '']?.(type.properties) ?? { kind: 'bigint' }
      case 'string':
        return lengthType('text', lengthsIn(type.properties))
      case 'bytes':
      case 'fixed': {
        const { precision, scale } = logical ?? {}
        if (precision !== undefined && scale !== undefined) {
          return { kind: 'decimal', precision, scale }
        }
        if (type.kind === 'fixed') return { kind: 'binary', length: type.size }
        return lengthType('bytes', lengthsIn(type.properties))
      }
      case 'array':
        return this.#array(type)
      case 'map': {
        if (textOf(type.properties.get(metaWords.flinkType)) === 'multiset') {
          return { kind: 'multiset', element: required(STRING) }
        }
        return { kind: 'map', key: required(STRING), value: this.use(type.values) }
      }
      case 'union':
        return this.use(type).type
      case 'record':
        if (textOf(type.properties.get('logicalType')) === 'variant') return { kind: 'variant' }
        return { kind: 'ref', name: this.#record(type) }
      case 'enum':
        return { kind: 'ref', name: this.#enum(type) }
    }
  }

  /** Maps with keys other than text are lists of entries. Iceberg Table Spec, Appendix A, Avro. */
  #array({ items, properties }: ArrayType): LogicalType {
    const isMap = textOf(properties.get('logicalType')) === 'map'
    const key = items.kind === 'record' ? items.fieldByName.get('key') : undefined
    const value = items.kind === 'record' ? items.fieldByName.get('value') : undefined
    if (!isMap || key === undefined || value === undefined) {
      return { kind: 'array', element: this.use(items) }
    }
    if (textOf(properties.get(metaWords.flinkType)) === 'multiset') {
      return { kind: 'multiset', element: this.use(key.type) }
    }
    return { kind: 'map', key: this.use(key.type), value: this.use(value.type) }
  }

  #record(type: RecordType): string {
    return this.declarations.nameOf(type, this.#nameOf(type), (name) => ({
      kind: 'struct',
      name,
      fields: type.fields.map((field) => this.#field(field)),
      ...annotationsOf(type.doc, type.properties),
    }))
  }

  #enum(type: EnumType): string {
    return this.declarations.nameOf(type, this.#nameOf(type), (name) => ({
      kind: 'enum',
      name,
      symbols: type.symbols,
      ...annotationsOf(type.doc, type.properties),
    }))
  }

  /** Short inside the schema's namespace; a name without any namespace is short, too. */
  #nameOf({ name }: RecordType | EnumType): string {
    return name.namespace === (this.namespace ?? '') ? name.simple : name.full
  }

  #field(native: AvroField): Field {
    const type = this.use(native.type)
    const field: Field = {
      name: native.name,
      type,
      default: avroDefault(native, type),
      check: textOf(native.properties.get(metaWords.check)),
      ...annotationsOf(native.doc, native.properties),
    }
    this.spots.set(field, native.at)
    return field
  }
}

const longTypes: Readonly<Record<string, (properties: Properties) => LogicalType>> = {
  'time-micros': (properties) => timeType('time', properties, 6),
  'timestamp-millis': (properties) => timeType('timestamp_ltz', properties, 3),
  'timestamp-micros': (properties) => timeType('timestamp_ltz', properties, 6),
  'timestamp-nanos': (properties) => timeType('timestamp_ltz', properties, 9),
  'local-timestamp-millis': (properties) => timeType('timestamp', properties, 3),
  'local-timestamp-micros': (properties) => timeType('timestamp', properties, 6),
  'local-timestamp-nanos': (properties) => timeType('timestamp', properties, 9),
}

function timeType(
  kind: 'time' | 'timestamp' | 'timestamp_ltz',
  properties: Properties,
  unit: number,
): LogicalType {
  const precision = integerOf(properties.get(metaWords.flinkPrecision)) ?? unit
  return { kind, precision: Math.min(precision, unit) }
}

function smallInteger(properties: Properties): LogicalType {
  return smallIntegers.get(textOf(properties.get(metaWords.connectType)) ?? '') ?? { kind: 'int' }
}

function lengthsIn(properties: Properties): { min: number | undefined; max: number | undefined } {
  return {
    min: integerOf(properties.get(metaWords.flinkMinLength)),
    max: integerOf(properties.get(metaWords.flinkMaxLength)),
  }
}

function annotationsOf(
  comment: string | undefined,
  properties: ReadonlyMap<string, JsonNode>,
): Annotated {
  return {
    comment,
    tags: textsOf(properties.get(metaWords.tags)),
    options: mapOf(properties.get(metaWords.options)),
  }
}
